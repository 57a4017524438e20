"""Press what the calendar says is due: slots since the last one anybody took, each decided once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from digest import cadence, store
from digest.jobs.press import Order, press
from digest.model import Cadence, Newsletter, Outcome, Run, Slot
from digest.newsroom import Newsroom

MOST_MISSED = 1000  # slots looked at after a long absence; the older ones are far too late anyway


async def press_due(newsroom: Newsroom, *, now: datetime) -> list[Run]:
    """Print what is due in all newsletters; finish first what a dead press left open. Returns the runs made."""
    async with newsroom.reading() as tx:
        newsletters = await store.newsletters.every(tx, live_only=True)
        unfinished = await store.runs.unfinished(tx)
    runs: list[Run | None] = []
    by_id = {newsletter.id: newsletter for newsletter in newsletters}
    for run in unfinished:
        if run.newsletter_id in by_id:
            order = Order(cadence=run.cadence, key=run.key, due=run.due)
            runs.append(await press(newsroom, by_id[run.newsletter_id], order, now=now))
    for newsletter in newsletters:
        for rhythm in newsletter.cadences:
            runs += await _press_cadence(newsroom, newsletter, rhythm, now)
    return [run for run in runs if run is not None]


async def _press_cadence(
    newsroom: Newsroom, newsletter: Newsletter, rhythm: Cadence, now: datetime
) -> list[Run | None]:
    async with newsroom.reading() as tx:
        last = await store.runs.last_due(tx, newsletter.id, rhythm.key)
    since = last or newsletter.made or now
    slots = list(_slots(newsletter, rhythm, since, now))[-MOST_MISSED:]
    decisions = cadence.decide_missed(slots, newsletter.misfire, now=now)
    return [
        await press(newsroom, newsletter, Order.of(decision.slot, decision.words), now=now)
        if decision.press
        else await _pass_over(newsroom, decision.slot, decision.words, now)
        for decision in decisions
    ]


def _slots(newsletter: Newsletter, rhythm: Cadence, since: datetime, now: datetime) -> Iterator[Slot]:
    rule = cadence.parse(rhythm.rule, rhythm.zone)
    return cadence.slots(rule, newsletter_id=newsletter.id, cadence=rhythm.key, after=since, until=now)


async def _pass_over(newsroom: Newsroom, slot: Slot, words: str, now: datetime) -> Run | None:
    """A slot that is not printed leaves a run too, with its reason."""
    async with newsroom.begin() as tx:
        return await store.runs.record(tx, slot, Outcome.LATE, reason=words, now=now)
