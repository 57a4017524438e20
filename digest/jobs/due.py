"""Press what the calendar says is due: slots since the last one anybody took, each decided once."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from digest import cadence, store
from digest.errors import DigestError
from digest.jobs.orders import Order
from digest.jobs.press import press
from digest.jobs.visiting import PATIENCE, Patience
from digest.model import Cadence, Newsletter, Outcome, Run, Slot
from digest.newsroom import Newsroom
from digest.sending.alerting import alert

log = logging.getLogger(__name__)

NOT_PRINTED = (Outcome.FAILED, Outcome.LATE)  # what is held or skipped is so by the newsletter's own rules
MOST_MISSED = 1000  # slots looked at after a long absence; the older ones are far too late anyway


async def press_due(newsroom: Newsroom, *, now: datetime, seconds: float = PATIENCE) -> list[Run]:
    """Print what is due in all newsletters; finish first what a dead press left open. Returns the runs made.

    So many ``seconds`` are waited for pages which nobody read yet, by all of them together.
    """
    async with newsroom.reading() as tx:
        newsletters = await store.newsletters.every(tx, live_only=True)
        unfinished = await store.runs.unfinished(tx)
    runs: list[Run | None] = []
    patience = Patience(seconds)
    by_id = {newsletter.id: newsletter for newsletter in newsletters}
    for run in unfinished:
        if run.newsletter_id in by_id:
            order = Order(cadence=run.cadence, key=run.key, due=run.due)
            newsletter = by_id[run.newsletter_id]
            runs += await _apart(newsletter, _again(newsroom, newsletter, order, now, patience))
    for newsletter in newsletters:
        for rhythm in newsletter.cadences:
            runs += await _apart(newsletter, _press_cadence(newsroom, newsletter, rhythm, now, patience))
    made = [run for run in runs if run is not None]
    await _tell(newsroom, {run.newsletter_id: run for run in made}, by_id)
    return made


async def _tell(newsroom: Newsroom, last: Mapping[int, Run], newsletters: Mapping[int, Newsletter]) -> None:
    """Readers wait for what was not printed, and nobody stands beside the clock: somebody is told (``send.alert``)."""
    for newsletter_id, run in last.items():
        if run.outcome in NOT_PRINTED:
            what = f"{newsletters[newsletter_id].title}: the issue of {run.due:%Y-%m-%d %H:%M} UTC was not printed"
            await alert(newsroom.settings.send.alert, f"{what}: {run.reason}")


async def _apart(newsletter: Newsletter, work: Awaitable[Sequence[Run | None]]) -> Sequence[Run | None]:
    """One newsletter's trouble is told, and comes up again at the next look; no other waits for it."""
    try:
        return await work
    except DigestError as fault:
        log.warning("%s is not printed now: %s", newsletter.slug, fault.message)
    except Exception:
        log.exception("%s is not printed now.", newsletter.slug)
    return ()


async def _again(
    newsroom: Newsroom, newsletter: Newsletter, order: Order, now: datetime, patience: Patience
) -> list[Run | None]:
    return [await press(newsroom, newsletter, order, now=now, patience=patience)]


async def _press_cadence(
    newsroom: Newsroom, newsletter: Newsletter, rhythm: Cadence, now: datetime, patience: Patience
) -> list[Run | None]:
    async with newsroom.reading() as tx:
        last = await store.runs.last_due(tx, newsletter.id, rhythm.key)
    since = last or newsletter.made or now
    slots = list(_slots(newsletter, rhythm, since, now))[-MOST_MISSED:]
    decisions = cadence.decide_missed(slots, newsletter.misfire, now=now)
    return [
        await press(newsroom, newsletter, Order.of(decision.slot, decision.words), now=now, patience=patience)
        if decision.press
        else await _pass_over(newsroom, decision.slot, decision.words, now)
        for decision in decisions
    ]


def _slots(newsletter: Newsletter, rhythm: Cadence, since: datetime, now: datetime) -> Iterator[Slot]:
    rule = cadence.parse(rhythm.rule, rhythm.zone)
    return cadence.slots(rule, newsletter_id=newsletter.id, cadence=rhythm.key, after=since, until=now)


async def pass_by(tx: store.Tx, newsletter: Newsletter, rhythm: Cadence, why: str, *, now: datetime) -> None:
    """Let no slot be printed that came before ``now``: the newest one that nobody took is left, with the reason."""
    rule = cadence.parse(rhythm.rule, rhythm.zone)
    newest = cadence.last_before(rule, now)
    since = await store.runs.last_due(tx, newsletter.id, rhythm.key) or newsletter.made or now
    if newest is None or newest <= since:
        return
    for slot in _slots(newsletter, rhythm, newest - timedelta(seconds=1), now):
        words = f"{why}; its stories go into the next issue"
        await store.runs.record(tx, slot, Outcome.LATE, reason=words, now=now)


async def _pass_over(newsroom: Newsroom, slot: Slot, words: str, now: datetime) -> Run | None:
    """A slot that is not printed leaves a run too, with its reason."""
    async with newsroom.begin() as tx:
        return await store.runs.record(tx, slot, Outcome.LATE, reason=words, now=now)
