"""Steering an issue that is being sent: pause, resume, cancel, retry-failed, settle, reconcile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

import subscribers
from digest import jobs, store
from digest.cli import relay_logs
from digest.cli.desk import Desk
from digest.cli.naming import IssueName, named_issue
from digest.errors import SettingsError
from digest.jobs.steering import Reconciled
from digest.model import Errand, ErrandState
from digest.newsroom import Newsroom
from digest.words import counted

STANDS = {
    ErrandState.FREEZING: "{issue} is still being prepared; say it again in a moment, or `digest cancel {issue}`.",
    ErrandState.OPEN: "{issue} is being sent.",
    ErrandState.PAUSED: "{issue} is paused already.",
    ErrandState.CANCELLED: "{issue} was cancelled; nothing more of it is sent.",
    ErrandState.DONE: "{issue} is sent.",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (pause, resume, cancel, settle, reconcile):
        app.command()(command)
    app.command("retry-failed")(retry_failed)


def pause(
    context: typer.Context, issue: IssueName, why: Annotated[str, typer.Option(help="The reason, for the others.")] = ""
) -> None:
    """Send no further letter of an issue until `resume`. Letters under way are finished."""

    def work(newsroom: Newsroom, errand: Errand) -> Awaitable[bool]:
        return jobs.steering.pause(newsroom, errand.id, reason=why or "paused by a person")

    _steer(context.obj, issue, work, yes=f"{issue} is paused.")


def resume(context: typer.Context, issue: IssueName) -> None:
    """Go on with a paused issue; `digest serve` or `digest work` carries it."""
    desk: Desk = context.obj

    def work(newsroom: Newsroom, errand: Errand) -> Awaitable[bool]:
        return jobs.steering.resume(newsroom, errand.id, now=desk.now())

    _steer(desk, issue, work, yes=f"{issue} goes on, by `digest serve` or `digest work`.")


def cancel(
    context: typer.Context,
    issue: IssueName,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Send no further letter of an issue, ever. What was sent was sent."""
    desk: Desk = context.obj
    if not yes and not typer.confirm(f"Send nothing more of {issue}, for good?"):
        raise typer.Exit(1)

    def work(newsroom: Newsroom, errand: Errand) -> Awaitable[bool]:
        return jobs.steering.cancel(newsroom, errand.id, now=desk.now())

    _steer(desk, issue, work, yes=f"{issue} is cancelled.")


def retry_failed(context: typer.Context, issue: IssueName) -> None:
    """Try once more whoever was refused, given up or parked, if they are still welcome. What is paused stays paused.

    An address that was said not to exist is suppressed at once: `digest subscribers restore` first, if you know better.
    """
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[int, Errand, int]:
        _, found = await named_issue(newsroom, issue)
        number = await jobs.steering.retry_failed(newsroom, found.id, now=desk.now())
        async with newsroom.reading() as tx:
            left = (await store.ledger.balance(tx, found.id)).failed
        return number, await _errand(newsroom, found.id), left

    number, errand, left = desk.run(work)
    paused = errand.state is ErrandState.PAUSED
    when = f"after `digest resume {issue}`: it is paused" if paused else "by `digest serve` or `digest work`"
    yes = f"{counted(number, 'letter')} of {issue} will be tried again, {when}."
    no = "Nobody failed."
    if errand.state is ErrandState.CANCELLED:
        no = STANDS[errand.state].format(issue=issue)
    elif left:
        who = counted(left, "other" if number else "reader")
        no = f"{who} failed and may not be written to any more: `digest subscribers show` says why of each."
        yes = f"{yes} {no}"
    _said(desk, changed=number, yes=yes, no=no)


def settle(
    context: typer.Context,
    issue: IssueName,
    assume_sent: Annotated[bool, typer.Option("--assume-sent", help="They count as sent.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="They are sent again; a reader may get two.")] = False,
    reader: Annotated[
        list[str] | None, typer.Option(help="Only this reader's; may be repeated. [default: all]")
    ] = None,
) -> None:
    """Decide about the letters in doubt: those of which nobody knows whether they were accepted."""
    desk: Desk = context.obj
    if assume_sent is resend:
        raise SettingsError("Say one of --assume-sent and --resend.")

    async def work(newsroom: Newsroom) -> int:
        _, found = await named_issue(newsroom, issue)
        if resend and (await _errand(newsroom, found.id)).state is ErrandState.CANCELLED:
            raise SettingsError(f"{STANDS[ErrandState.CANCELLED].format(issue=issue)} Only --assume-sent can be said.")
        readers = None if reader is None else [await _reader(newsroom, address) for address in reader]
        return await jobs.steering.decide(newsroom, found.id, sent=assume_sent, now=desk.now(), readers=readers)

    number = desk.run(work)
    one, many = ("counts as sent", "count as sent") if assume_sent else ("is sent again", "are sent again")
    yes = f"{counted(number, 'letter')} of {issue} {one if number == 1 else many}."
    _said(desk, changed=number, yes=yes, no=f"No letter {'of these readers ' if reader else ''}is in doubt.")


async def _reader(newsroom: Newsroom, address: str) -> int:
    async with newsroom.reading() as tx:
        person = await subscribers.find(tx, address)
    if person is None:
        raise SettingsError(f"Nobody here has the address {address}.")
    return person.id


def reconcile(
    context: typer.Context,
    issue: IssueName,
    logs: Annotated[
        list[Path], typer.Argument(help="Postfix logs (plain, journalctl -o export or -o json), or CSV; packed or not.")
    ],
    complete: Annotated[
        bool, typer.Option("--complete", help="The logs cover all of the send: what they do not name is sent again.")
    ] = False,
) -> None:
    """Settle letters in doubt by the relay's own logs, matched by Message-ID; what they do not tell stays in doubt."""
    desk: Desk = context.obj
    seen = relay_logs.told(logs, complete=complete)

    async def work(newsroom: Newsroom) -> tuple[Reconciled, Errand]:
        _, found = await named_issue(newsroom, issue)
        done = await jobs.steering.reconcile(newsroom, found.id, seen, complete=complete, now=desk.now())
        return done, await _errand(newsroom, found.id)

    done, errand = desk.run(work)
    unsent = ("was not", "were not") if errand.state is ErrandState.CANCELLED else ("is sent again", "are sent again")
    desk.screen.say(
        f"The logs name {counted(len(seen), 'letter')}: {_are(done.sent, 'was accepted', 'were accepted')}, "
        f"{_are(done.unsent, *unsent)}, {_are(done.left, 'is still in doubt', 'are still in doubt')}."
    )
    if not seen:
        desk.screen.warn("What is read are Postfix's lines, and CSV with a heading that names a message-id column.")
    if desk.screen.as_json:
        desk.screen.data({"named": len(seen), "sent": done.sent, "unsent": done.unsent, "in_doubt": done.left})


def _are(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _steer(desk: Desk, issue: str, order: Callable[[Newsroom, Errand], Awaitable[bool]], *, yes: str) -> None:
    """Give an order; where it changes nothing, say how the issue stands."""

    async def work(newsroom: Newsroom) -> tuple[bool, Errand]:
        _, found = await named_issue(newsroom, issue)
        changed = await order(newsroom, await _errand(newsroom, found.id))
        return changed, await _errand(newsroom, found.id)  # as it stands now: somebody else may have been faster

    changed, errand = desk.run(work)
    _said(desk, changed=changed, yes=yes, no=STANDS[errand.state].format(issue=issue))


async def _errand(newsroom: Newsroom, errand_id: int) -> Errand:
    async with newsroom.reading() as tx:
        return await store.errands.get(tx, errand_id)


def _said(desk: Desk, *, changed: int, yes: str, no: str) -> None:
    desk.screen.say(yes if changed else no)
    if desk.screen.as_json:
        desk.screen.data({"changed": int(changed)})
