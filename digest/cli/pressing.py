"""Sending and seeing how it goes: send, status, schedule, pause, resume."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Sequence
from typing import Annotated

import typer

import subscribers
from digest import cadence, engine, jobs, store
from digest.cli.desk import Desk
from digest.cli.people import chosen
from digest.cli.proofs import NewsletterName, show_plan
from digest.cli.values import accounts, of_errand, of_moment, of_run
from digest.errors import RelayDown, SettingsError
from digest.model import Balance, Cadence, Errand, ErrandState, Newsletter, Outcome, Run
from digest.newsroom import Newsroom
from digest.words import counted


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (send, status, schedule):
        app.command()(command)


def send(
    context: typer.Context,
    newsletter: NewsletterName = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing at all.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    key: Annotated[str, typer.Option(help="Two sends with the same key are one: for scripts that may run twice.")] = "",
) -> None:
    """Print an issue now and mail it. Says how many readers, which stories and which relay, and asks first."""
    desk: Desk = context.obj

    async def plan(newsroom: Newsroom) -> tuple[jobs.Proof, int, str]:
        of = await chosen(newsroom, newsletter)
        await _refuse_again(newsroom, of, key)
        proof = await jobs.prove(newsroom, of, now=desk.now())
        async with newsroom.reading() as tx:
            return proof, await subscribers.count(tx, of.id), newsroom.relay.name

    proof, readers, relay = desk.run(plan, apply=not dry_run)
    if dry_run or proof.choice.held or not desk.screen.as_json:
        show_plan(desk, proof)
    if proof.choice.held:
        raise typer.Exit(1)
    desk.screen.say(
        f"[bold]{counted(readers, 'reader')}[/bold], {counted(len(proof.choice.stories), 'story')}, by {relay}"
    )
    if dry_run:
        desk.screen.say("Dry run: nothing was changed, nothing was sent.")
        return
    if not readers:
        raise SettingsError(
            f"{proof.newsletter.slug} has no active readers; `digest subscribers import FILE` adds some."
        )
    if not yes and not typer.confirm("Send it?"):
        raise typer.Exit(1)
    run, balance = desk.run(lambda newsroom: _send(desk, newsroom, proof.newsletter, key))
    _report(desk, run, balance)


async def _refuse_again(newsroom: Newsroom, newsletter: Newsletter, key: str) -> None:
    """A key that was used is told before anything is planned; the press itself refuses it too."""
    if key:
        async with newsroom.reading() as tx:
            if await store.runs.find(tx, newsletter.id, jobs.BY_HAND, f"hand:{key}"):
                raise _sent_before(key)


def _sent_before(key: str) -> SettingsError:
    return SettingsError(f"A send with the key {key!r} was made before; `digest status` shows it.")


async def _send(desk: Desk, newsroom: Newsroom, newsletter: Newsletter, key: str) -> tuple[Run, Balance | None]:
    order = jobs.Order.by_hand(now=desk.now(), key=key)
    run = await jobs.press(newsroom, newsletter, order, now=desk.now())
    if run is None:
        raise _sent_before(key)
    if run.outcome is not Outcome.SENT or run.issue_id is None:
        return run, None
    await jobs.sweep(newsroom, engine.Vigil(), now=desk.now(), at=time.monotonic())
    async with newsroom.reading() as tx:
        errand = await store.errands.get(tx, run.issue_id)
    await _carry(desk, newsroom, errand)
    async with newsroom.reading() as tx:
        return run, await store.ledger.balance(tx, run.issue_id)


async def _carry(desk: Desk, newsroom: Newsroom, errand: Errand) -> None:
    """Carry one errand with a progress bar; Ctrl-C finishes the letters under way and stops."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, stop.set)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    try:
        with desk.screen.progress("Sending", errand.candidates) as moved:

            def settled(results: Sequence[store.Result]) -> None:
                moved.step(len(results))

            await jobs.dispatch(newsroom, clock=desk.now, stop=stop, only=errand.id, on_settled=settled)
    except RelayDown as fault:
        raise RelayDown(
            f"{fault} The letters that were not sent wait in the queue; `digest serve` goes on with them."
        ) from fault
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)
    if stop.is_set():
        desk.screen.warn("Stopped. What was not sent waits in the queue; `digest serve` goes on with it.")


def _report(desk: Desk, run: Run, balance: Balance | None) -> None:
    if desk.screen.as_json:
        desk.screen.data(
            {
                "run": run.id,
                "issue": run.issue_id,
                "outcome": run.outcome.value,
                "reason": run.reason,
                "balance": accounts(balance) if balance else {},
            }
        )
    elif balance:
        others = ", ".join(
            f"{name} {n}" for name, n in accounts(balance).items() if n and name not in ("candidates", "sent")
        )
        desk.screen.say(
            f"[bold]{balance.sent:,} of {counted(balance.candidates, 'letter')} sent[/bold]"
            f"{'; ' + others if others else ''}."
        )
        if not balance.finished:
            desk.screen.say("The rest waits for its next try: keep `digest serve` running.")
    if run.outcome is not Outcome.SENT:
        desk.screen.warn(f"{run.outcome.value}: {run.reason}")
        raise typer.Exit(1)


def status(
    context: typer.Context,
    newsletter: Annotated[str, typer.Argument(help="Only this newsletter.")] = "",
    limit: Annotated[int, typer.Option(help="At most so many runs.")] = 15,
) -> None:
    """The last runs with outcome and reason, and what is still being sent. Silence never looks like a bug."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[list[Run], dict[int, str], list[tuple[Errand, Balance]]]:
        async with newsroom.reading() as tx:
            names = {one.id: one.slug for one in await store.newsletters.every(tx)}
            only = (await store.newsletters.get(tx, newsletter)).id if newsletter else None
            runs = await store.runs.recent(tx, only, limit=limit)
            going = [(one, await store.ledger.balance(tx, one.id)) for one in await store.errands.unfinished(tx)]
        return runs, names, [(one, balance) for one, balance in going if only in (None, one.newsletter_id)]

    runs, names, going = desk.run(work)
    value = {
        "runs": [of_run(run, names.get(run.newsletter_id, "")) for run in runs],
        "sending": [of_errand(one, balance) for one, balance in going],
    }
    rows = [(names.get(run.newsletter_id, ""), run.cadence, run.due, run.outcome.value, run.reason) for run in runs]
    columns = ("newsletter", "cadence", "due (UTC)", "outcome", "reason")
    desk.screen.show(value, title="Runs", columns=columns, rows=rows, empty="No runs yet.")
    for one, balance in going if not desk.screen.as_json else ():
        name, why = names.get(one.newsletter_id, ""), f": {one.reason}" if one.reason else ""
        desk.screen.out.print(
            f"[bold]{name}[/bold] is {one.state.value}{why}: {balance.sent} of {balance.candidates} sent, "
            f"{balance.deferred} deferred, {balance.failed} failed, {balance.in_doubt} in doubt"
        )
    if any(one.state is ErrandState.PAUSED for one, _ in going):
        raise typer.Exit(1)


def schedule(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="[next]", help="The word next.")] = "next",
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many issues of each rhythm.", min=1, max=1000)] = 5,
    newsletter: Annotated[str, typer.Option("--newsletter", "-n", help="Only this newsletter.")] = "",
) -> None:
    """When the next issues are due, local and UTC, with what clock changes do to them."""
    desk: Desk = context.obj
    if what.isdigit():
        count = int(what)
    elif what != "next":
        raise SettingsError(f"{what!r} is not known here; say `digest schedule next 10`.")

    async def work(newsroom: Newsroom) -> tuple[list[Newsletter], set[int]]:
        async with newsroom.reading() as tx:
            paused = await store.newsletters.paused(tx)
            found = [await store.newsletters.get(tx, newsletter)] if newsletter else await store.newsletters.every(tx)
            return found, paused

    newsletters, paused = desk.run(work)
    moments = _moments(newsletters, count, desk)
    rows = [
        (
            one.slug,
            rhythm.key,
            f"{moment.local:%a %Y-%m-%d %H:%M} {moment.local.tzname()}",
            f"{moment.at:%Y-%m-%d %H:%M}",
            moment.note or ("paused" if one.id in paused else ""),
        )
        for one, rhythm, moment in moments
    ]
    columns = ("newsletter", "cadence", "local", "UTC", "note")
    empty = "Nothing is scheduled; newsletters without cadences go by hand."
    desk.screen.show(
        [of_moment(*found) for found in moments], title="Schedule", columns=columns, rows=rows, empty=empty
    )


def _moments(
    newsletters: Sequence[Newsletter], count: int, desk: Desk
) -> list[tuple[Newsletter, Cadence, cadence.Occurrence]]:
    """The next moments of every rhythm, in the order in which they come."""
    found = [
        (one, rhythm, moment)
        for one in newsletters
        for rhythm in one.cadences
        for moment in cadence.upcoming(cadence.parse(rhythm.rule, rhythm.zone), now=desk.now(), count=count)
    ]
    return sorted(found, key=lambda one: one[2].at)
