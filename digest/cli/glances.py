"""How one issue goes: looked at once, or again and again until it is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

import subscribers
from digest import store
from digest.cli.console import table_of
from digest.cli.desk import Desk
from digest.cli.naming import named_issue
from digest.cli.values import accounts, of_errand
from digest.model import Balance, DeliveryState, Errand, ErrandState, Issue
from digest.newsroom import Newsroom
from digest.words import counted

EVERY = 1.0  # seconds between two looks
TROUBLE = (DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.PARKED, DeliveryState.QUEUED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One look at an issue that is being sent."""

    name: str
    issue: Issue
    errand: Errand
    balance: Balance
    domains: list[tuple[str, Balance]]
    words: list[tuple[str, str, int, str]]  # domain, state, code, what the server said last
    left: int  # readers of the newsletter who left since the issue was made
    at: datetime


async def _glance(newsroom: Newsroom, what: str, now: datetime) -> Glance:
    newsletter, issue = await named_issue(newsroom, what)
    async with newsroom.reading() as tx:
        replies = await store.ledger.replies(tx, issue.id, TROUBLE, limit=8)
        return Glance(
            name=f"{newsletter.slug}/{issue.number}",
            issue=issue,
            errand=await store.errands.get(tx, issue.id),
            balance=await store.ledger.balance(tx, issue.id),
            domains=await store.ledger.by_domain(tx, issue.id),
            words=[(domain, state, code, text) for _, domain, state, code, _, text in replies if text],
            left=await subscribers.left_since(tx, newsletter.id, issue.made),
            at=now,
        )


def show_issue(desk: Desk, what: str, *, follow: bool) -> None:
    """One issue's accounts; with ``follow`` a live picture.

    Raises:
        Exit: it is paused.
    """

    async def once(newsroom: Newsroom) -> Glance:
        return await _glance(newsroom, what, desk.now())

    async def watch(newsroom: Newsroom) -> Glance:
        first = last = await _glance(newsroom, what, desk.now())
        with Live(_picture(first, first), console=desk.screen.out, auto_refresh=False) as live:
            while last.errand.state in (ErrandState.FREEZING, ErrandState.OPEN):
                await asyncio.sleep(EVERY)
                last = await _glance(newsroom, what, desk.now())
                live.update(_picture(last, first), refresh=True)
        return last

    seen = desk.run(watch if follow and not desk.screen.as_json else once)
    if desk.screen.as_json:
        desk.screen.data(_value(seen))
    elif not follow:
        desk.screen.out.print(_picture(seen, seen))
    if seen.errand.state is ErrandState.PAUSED:
        raise typer.Exit(1)


def _value(seen: Glance) -> dict[str, object]:
    return of_errand(seen.errand, seen.balance) | {
        "name": seen.name,
        "subject": seen.issue.subject,
        "canary": seen.errand.canary.value,
        "left_since": seen.left,
        "domains": {domain: accounts(balance) for domain, balance in seen.domains},
        "last_words": [dict(zip(("domain", "state", "code", "text"), one, strict=True)) for one in seen.words],
    }


def _picture(seen: Glance, first: Glance) -> RenderableType:
    """The issue's accounts, its rate since the first look, its largest domains, what servers said last."""
    balance, errand = seen.balance, seen.errand
    state = errand.state.value + (f", canary {errand.canary.value}" if errand.canary else "")
    lines = [Text(f"{seen.name}: {seen.issue.subject}", style="bold"), Text(f"{state}{_why(errand)}")]
    sums = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in accounts(balance).items() if n)
    lines.append(Text(f"{sums}{_speed(seen, first)}"))
    if seen.left:
        lines.append(Text(f"{counted(seen.left, 'reader')} left since this issue was made"))
    names = ("sent", "deferred", "failed", "in_doubt", "pending")
    rows = [(domain, *(getattr(one, name) for name in names)) for domain, one in seen.domains]
    tables = [table_of("", ("domain", *(f">{name.replace('_', ' ')}" for name in names)), rows)]
    if seen.words:
        tables.append(table_of("", ("domain", "state", ">code", "the server's last words"), seen.words))
    return Group(*lines, *tables)


def _why(errand: Errand) -> str:
    return f": {errand.reason}" if errand.reason else ""


def _speed(seen: Glance, first: Glance) -> str:
    """Letters a second since the first look, and how long the rest takes at that."""
    seconds = (seen.at - first.at).total_seconds()
    done = seen.balance.candidates - seen.balance.pending - (first.balance.candidates - first.balance.pending)
    if seconds <= 0 or done <= 0:
        return ""
    left = int(seen.balance.pending / (done / seconds))
    return f"; {done / seconds:,.0f} a second, {left // 60} min {left % 60} s left"
