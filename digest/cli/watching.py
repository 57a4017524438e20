"""How it goes: status, of everything or of one issue."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

import subscribers
from digest import store
from digest.cli.console import table_of
from digest.cli.desk import Desk
from digest.cli.naming import is_issue, named_issue
from digest.cli.relay_states import relays_now, say_relays
from digest.cli.values import accounts, of_errand, of_run
from digest.model import Balance, DeliveryState, Errand, ErrandKind, ErrandState, InDoubtPolicy, Issue, Run
from digest.newsroom import Newsroom
from digest.words import counted

Aside = list[tuple[str, subscribers.SetAside]]  # "request" or "mail"
Going = list[tuple[Errand, Balance]]
Called = dict[int, tuple[str, int | None]]  # an errand's newsletter, and the number of its issue
_Everything = tuple[list[Run], dict[int, str], tuple[Going, Called], int, Aside, list[dict[str, Any]]]

NAME = ("newsletter", "number")

EVERY = 1.0  # seconds between two looks
TROUBLE = (DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.PARKED, DeliveryState.QUEUED)


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(status)


def status(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="[NEWSLETTER | ISSUE]", help="Only this newsletter, or one issue.")
    ] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on looking until the issue is sent.")] = False,
    in_doubt: Annotated[
        bool, typer.Option("--in-doubt", help="List the letters that may or may not have arrived.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many lines.", min=1, max=100_000)] = 15,
) -> None:
    """The last runs with outcome and reason, and what is still being sent. Silence never looks like a bug."""
    desk: Desk = context.obj
    if not is_issue(what):
        _of_everything(desk, what, limit)
    elif in_doubt:
        _doubts(desk, what, limit)
    else:
        _of_issue(desk, what, follow=follow)


def _of_everything(desk: Desk, newsletter: str, limit: int) -> None:
    async def work(newsroom: Newsroom) -> _Everything:
        async with newsroom.reading() as tx:
            names = {one.id: one.slug for one in await store.newsletters.every(tx)}
            only = (await store.newsletters.get(tx, newsletter)).id if newsletter else None
            runs = await store.runs.recent(tx, only, limit=limit)
            issues = [one for one in await store.errands.unfinished(tx) if one.kind is not ErrandKind.MAIL]
            going = [(one, await store.ledger.balance(tx, one.id)) for one in issues]
            numbers = await store.issues.numbers(tx, [one.id for one in issues])
            mails = await store.mails.unsent(tx)
            aside = [("request", one) for one in await subscribers.requests_aside(tx, limit=limit)]
            aside += [("mail", one) for one in await store.mails.aside(tx, limit=limit)]
            relays = await relays_now(newsroom, tx, desk.now())
        called = {one.id: (names.get(one.newsletter_id, ""), numbers.get(one.id)) for one in issues}
        going = [(one, balance) for one, balance in going if only in (None, one.newsletter_id)]
        return runs, names, (going, called), mails, aside, relays

    runs, names, (going, called), mails, aside, relays = desk.run(work)
    value = {
        "runs": [of_run(run, names.get(run.newsletter_id, "")) for run in runs],
        "sending": [dict(zip(NAME, called[one.id], strict=True)) | of_errand(one, sums) for one, sums in going],
        "mails": mails,
        "relays": relays,
        "aside": [{"thing": thing, **asdict(one)} for thing, one in aside],
    }
    rows = [(names.get(run.newsletter_id, ""), run.cadence, run.due, run.outcome.value, run.reason) for run in runs]
    columns = ("newsletter", "cadence", "due (UTC)", "outcome", "reason")
    desk.screen.show(value, title="Runs", columns=columns, rows=rows, empty="No runs yet.")
    _say_what_is_going(desk, going, called)
    if mails:
        desk.screen.say(f"{counted(mails, 'small mail')} to single readers (confirm, welcome, …) still to be sent.")
    _say_what_is_aside(desk, aside)
    say_relays(desk, relays)
    if any(one.state is ErrandState.PAUSED for one, _ in going):
        raise typer.Exit(1)


def _say_what_is_going(desk: Desk, going: Going, called: Called) -> None:
    """How far each issue is, by the name that the other commands take."""
    for one, balance in going if not desk.screen.as_json else ():
        newsletter, number = called[one.id]
        name, why = f"{newsletter}/{number or '?'}", f": {one.reason}" if one.reason else ""
        desk.screen.out.print(
            Text(name, style="bold")
            + Text(
                f" is {one.state.value}{why}: {balance.sent} of {balance.candidates} sent, "
                f"{balance.deferred} deferred, {balance.failed} failed, {balance.in_doubt} in doubt"
            )
        )


def _say_what_is_aside(desk: Desk, aside: Aside) -> None:
    """What somebody asked for and what could not be written to them, and why."""
    for thing, one in aside:
        tried = f"tried {counted(one.tries, 'time')}, " if one.tries else ""
        again = f"again at {one.again:%Y-%m-%d %H:%M} UTC" if one.again else "given up"
        what = f"The request to {one.what}" if thing == "request" else f"The {one.what} mail"
        desk.screen.say(f"{what} numbered {one.id} is set aside ({tried}{again}): {one.why}")


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


def _of_issue(desk: Desk, what: str, *, follow: bool) -> None:
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


def _doubts(desk: Desk, what: str, limit: int) -> None:
    """Those that wait for a decision; where the newsletter's policy decides, those of which it decided."""

    async def work(newsroom: Newsroom) -> list[tuple[str, str, str, str]]:
        _, issue = await named_issue(newsroom, what)
        async with newsroom.reading() as tx:
            decided = (await store.errands.get(tx, issue.id)).in_doubt is not InDoubtPolicy.HOLD
            page = await tx.run_sync(store.outbox.in_doubt, issue.id, ever=decided, limit=limit)
            people = [await _address(tx, one.recipient_id) for one in page]
            sheet = await store.errands.sheet_of(tx, issue.id)
        domain = subscribers.parse_address(sheet.sender.address).domain
        return [
            (who, newsroom.links.message_id(issue.id, one.recipient_id, domain), one.state.value, one.text)
            for who, one in zip(people, page, strict=True)
        ]

    rows = desk.run(work)
    columns = ("reader", "message-id", "state", "what is known")
    value = [dict(zip(("reader", "message_id", "state", "text"), row, strict=True)) for row in rows]
    desk.screen.show(value, title="In doubt", columns=columns, rows=rows, empty="No letter is in doubt.")
    if any(state == DeliveryState.IN_DOUBT.value for _, _, state, _ in rows):
        desk.screen.say(
            f"`digest reconcile {what} LOG` settles them by the relay's log; "
            f"`digest settle {what} --assume-sent` or `--resend` decides."
        )


async def _address(tx: store.Tx, person_id: int) -> str:
    person = await subscribers.person_by_id(tx, person_id)
    return person.address if person else f"(forgotten, {person_id})"
