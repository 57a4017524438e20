"""Carrying an issue that was ordered by hand: time to undo it, a bar while it leaves, the accounts at the end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

import typer

from digest import jobs, sender, store
from digest.cli.desk import Desk
from digest.cli.relay_states import in_words, relays_now
from digest.cli.values import accounts
from digest.cli.waits import waits_of
from digest.errors import RelayDown
from digest.model import Balance, Errand, ErrandState, Outcome, Run
from digest.newsroom import Newsroom
from digest.words import counted

TICK = 0.2  # seconds
INTERRUPTED = 130  # as a shell has it of a command that Ctrl-C ended
STOPPED = (
    "Stopped here. What was not sent waits in the queue: `digest serve` or `digest work` goes on with it, at once "
    "where one runs; `digest cancel` ends it."
)


class Posted(NamedTuple):
    """How an issue stands when its carrier is done; ``refusal``: what was said of a letter that failed."""

    errand: Errand
    balance: Balance
    refusal: str
    waits: str = ""  # what the others wait for
    relays: Sequence[str] = ()  # what there is to say of them
    stopped: bool = False  # by whoever sent it


async def post(desk: Desk, newsroom: Newsroom, run: Run) -> Posted | None:
    """Carry the issue of a run. None: it has none."""
    if run.issue_id is None:
        return None
    async with _stoppable() as stop:
        errand = await _errand(newsroom, run.issue_id)
        if errand.active is None and errand.opens is not None and errand.opens > desk.now():
            await _time_to_undo(desk, newsroom, errand, stop)
        sender.hear_hangup(stop)
        await _carry(desk, newsroom, await _errand(newsroom, run.issue_id), stop)
    async with newsroom.reading() as tx:
        errand, balance = await store.errands.get(tx, run.issue_id), await store.ledger.balance(tx, run.issue_id)
        some = balance.failed and await store.ledger.replies(tx, run.issue_id, store.ledger.FAILED, limit=1)
        waiting = await waits_of(tx, errand, now=desk.now())
        relays = in_words(await relays_now(newsroom, tx, desk.now()))
    return Posted(errand, balance, some[0][-1] if some else "", waiting, relays, stop.is_set())


async def _errand(newsroom: Newsroom, errand_id: int) -> Errand:
    async with newsroom.reading() as tx:
        return await store.errands.get(tx, errand_id)


@asynccontextmanager
async def _stoppable() -> AsyncIterator[asyncio.Event]:
    """An event that Ctrl-C and SIGTERM set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, stop.set)
    try:
        yield stop
    finally:
        for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(which)


async def _time_to_undo(desk: Desk, newsroom: Newsroom, errand: Errand, stop: asyncio.Event) -> None:
    """Wait until the first letter may leave; Ctrl-C before that cancels the issue, and so may somebody else."""
    opens: datetime = errand.opens or desk.now()
    whole = (opens - desk.now()).total_seconds()
    desk.screen.say(f"The first letter leaves in {whole:.0f} seconds. Ctrl-C undoes it (--now does not wait).")
    with desk.screen.progress("Time to undo", int(whole)) as moved:
        while (left := (opens - desk.now()).total_seconds()) > 0 and not stop.is_set():
            moved(int(whole - left))
            await asyncio.sleep(min(TICK, left))
            if (await _errand(newsroom, errand.id)).state is ErrandState.CANCELLED:
                return
    if stop.is_set() and await jobs.steering.cancel(newsroom, errand.id, now=desk.now()):
        desk.screen.warn("Cancelled before any letter left.")


async def _carry(desk: Desk, newsroom: Newsroom, errand: Errand, stop: asyncio.Event) -> None:
    """Carry one errand with a progress bar; Ctrl-C finishes the letters under way and stops."""
    if errand.state is not ErrandState.OPEN:
        return
    try:
        with desk.screen.progress("Sending", errand.candidates) as moved:

            def settled(results: Sequence[store.Result]) -> None:
                moved.step(len(results))

            await jobs.dispatch(newsroom, clock=desk.now, stop=stop, only=errand.id, on_settled=settled)
    except RelayDown as fault:
        if (await _errand(newsroom, errand.id)).state is ErrandState.PAUSED:
            return  # its reason is told with the accounts
        waiting = "The letters that were not sent wait in the queue; `digest serve` goes on with them."
        raise RelayDown(f"{str(fault).rstrip('.')}. {waiting}") from fault
    if stop.is_set():
        desk.screen.warn(STOPPED)


def report(desk: Desk, run: Run, posted: Posted | None) -> None:
    """Say what came of it. Raises ``Exit`` where it was not sent."""
    errand, balance, refusal, *_ = posted or (None, None, "")
    if desk.screen.as_json:
        value = {"run": run.id, "issue": run.issue_id, "outcome": run.outcome.value, "reason": run.reason}
        state = {"state": errand.state.value, "why": errand.reason} if errand else {}
        desk.screen.data(value | state | {"balance": accounts(balance) if balance else {}})
    elif posted:
        _tell(desk, posted)
    if run.outcome is not Outcome.SENT:
        desk.screen.warn(f"{run.outcome.value}: {run.reason}")
        raise typer.Exit(1)
    if errand is not None and errand.state in (ErrandState.PAUSED, ErrandState.CANCELLED):
        desk.screen.warn(f"{errand.state.value}: {errand.reason}")
        raise typer.Exit(1)
    if balance is not None and balance.finished and balance.failed and not balance.sent and not balance.in_doubt:
        desk.screen.warn(f"Nobody got it. The last answer was: {refusal}")
        desk.screen.say("When what it says is mended, `digest retry-failed` sends it once more.")
        raise typer.Exit(1)
    if posted is not None and posted.stopped and not posted.balance.finished:
        raise typer.Exit(INTERRUPTED)


def _tell(desk: Desk, posted: Posted) -> None:
    errand, balance = posted.errand, posted.balance
    sums = accounts(balance)
    others = ", ".join(
        f"{name.replace('_', ' ')} {n}" for name, n in sums.items() if n and name not in ("candidates", "sent")
    )
    letters = f"[bold]{balance.sent:,} of {counted(balance.candidates, 'letter')} sent[/bold]"
    desk.screen.say(f"{letters}{'; ' + others if others else ''}.")
    if errand.state is ErrandState.PAUSED:
        desk.screen.say("The rest waits for a person: see why below, and `digest resume` lets `digest serve` go on.")
    elif errand.state is ErrandState.OPEN and not balance.finished and not posted.stopped:
        for sentence in posted.relays:
            desk.screen.say(sentence)
        why = f"waits: {posted.waits}" if posted.waits else "is carried by others, or waits for its next try"
        desk.screen.say(f"The rest {why}. Keep `digest serve` running.")
