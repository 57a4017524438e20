"""How one issue goes: looked at once, or again and again until it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

import subscribers
from digest import store
from digest.cli.console import table_of
from digest.cli.desk import Desk
from digest.cli.naming import named_issue
from digest.cli.relay_states import in_words, relays_now
from digest.cli.values import accounts, of_errand
from digest.cli.waits import stance, waits_of
from digest.model import Balance, DeliveryState, Errand, ErrandState, Issue
from digest.newsroom import Newsroom
from digest.words import counted

EVERY = 1.0  # seconds between two looks
# From which a rate is counted: a canary's wait or a pause before that says nothing of it.
RECENT = timedelta(seconds=30)
SLOW = 1.0  # letters a second
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
    waits: str = ""  # what its letters wait for
    relays: Sequence[str] = ()  # what there is to say of them

    @property
    def done(self) -> int:
        """Readers whose letter was tried."""
        return self.balance.candidates - self.balance.pending

    @property
    def rests(self) -> bool:
        """Whether nothing is to leave."""
        return bool(self.waits) or self.errand.state in (ErrandState.PAUSED, ErrandState.CANCELLED)


async def _glance(newsroom: Newsroom, what: str, now: datetime) -> Glance:
    newsletter, issue = await named_issue(newsroom, what)
    async with newsroom.reading() as tx:
        replies = await store.ledger.replies(tx, issue.id, TROUBLE, limit=8)
        errand = await store.errands.get(tx, issue.id)
        is_going = errand.state is ErrandState.OPEN
        return Glance(
            name=f"{newsletter.slug}/{issue.number}",
            issue=issue,
            errand=errand,
            balance=await store.ledger.balance(tx, issue.id),
            domains=await store.ledger.by_domain(tx, issue.id),
            words=[(domain, state, code, text) for _, domain, state, code, _, text in replies if text],
            left=await subscribers.left_since(tx, newsletter.id, issue.made),
            at=now,
            waits=await waits_of(tx, errand, now=now),
            relays=in_words(await relays_now(newsroom, tx, now)) if is_going else (),
        )


def show_issue(desk: Desk, what: str, *, follow: bool) -> None:
    """One issue's accounts; with ``follow`` a live picture.

    Raises:
        Exit: it is paused.
    """

    async def once(newsroom: Newsroom) -> Glance:
        return await _glance(newsroom, what, desk.now())

    async def watch(newsroom: Newsroom) -> Glance:
        looks = [await _glance(newsroom, what, desk.now())]
        with Live(_picture(looks), console=desk.screen.out, auto_refresh=False) as live:
            while looks[-1].errand.state in (ErrandState.FREEZING, ErrandState.OPEN):
                await asyncio.sleep(EVERY)
                looks = recent([*looks, await _glance(newsroom, what, desk.now())])
                live.update(_picture(looks), refresh=True)
        return looks[-1]

    seen = desk.run(watch if follow and not desk.screen.as_json else once)
    if desk.screen.as_json:
        desk.screen.data(_value(seen))
    elif not follow:
        desk.screen.out.print(_picture([seen]))
    if seen.errand.state is ErrandState.PAUSED:
        raise typer.Exit(1)


def _value(seen: Glance) -> dict[str, object]:
    return of_errand(seen.errand, seen.balance, seen.waits) | {
        "name": seen.name,
        "subject": seen.issue.subject,
        "canary": seen.errand.canary.value,
        "left_since": seen.left,
        "domains": {domain: accounts(balance) for domain, balance in seen.domains},
        "last_words": [dict(zip(("domain", "state", "code", "text"), one, strict=True)) for one in seen.words],
    }


def recent(looks: Sequence[Glance]) -> list[Glance]:
    """The looks that a rate is counted from: the latest ones, and none from before letters left or from a rest."""
    latest = [one for one in looks if looks[-1].at - one.at <= RECENT]
    rested = [n for n, one in enumerate(latest) if one.rests]
    latest = latest[rested[-1] :] if rested else latest
    moved = [n for n in range(1, len(latest)) if latest[n].done != latest[n - 1].done]
    return latest[moved[0] - 1 :] if moved else latest


def _picture(looks: Sequence[Glance]) -> RenderableType:
    """The issue's accounts, its rate of late, its largest domains, what servers said last."""
    seen = looks[-1]
    balance = seen.balance
    lines = [Text(f"{seen.name}: {seen.issue.subject}", style="bold"), Text(stance(seen.errand, seen.waits))]
    sums = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in accounts(balance).items() if n)
    lines.append(Text(f"{sums}{speed(looks)}"))
    lines += [Text(words) for words in seen.relays]
    if balance.in_doubt:
        lines.append(Text(f"`digest status {seen.name} --in-doubt` lists what is in doubt, and how it is settled"))
    if seen.left:
        lines.append(Text(f"{counted(seen.left, 'reader')} left since this issue was made"))
    names = ("sent", "deferred", "failed", "in_doubt", "pending")
    rows = [(domain, *(getattr(one, name) for name in names)) for domain, one in seen.domains]
    tables = [table_of("", ("domain", *(f">{name.replace('_', ' ')}" for name in names)), rows)]
    if seen.words:
        tables.append(table_of("", ("domain", "state", ">code", "the server's last words"), seen.words))
    return Group(*lines, *tables)


def speed(looks: Sequence[Glance]) -> str:
    """Letters a second from the first of these looks to the last, and how long the rest takes at that."""
    first, last = looks[0], looks[-1]
    seconds = (last.at - first.at).total_seconds()
    if seconds <= 0 or last.done <= first.done:
        return ""
    rate = (last.done - first.done) / seconds
    said = f"; {rate:,.0f} a second" if rate >= SLOW else f"; {rate:.1g} a second"
    left = int(last.balance.pending / rate)
    return f"{said}, {left // 60} min {left % 60} s left" if last.balance.pending else said
