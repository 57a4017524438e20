"""The clock of ``digest serve``: APScheduler says when somebody looks, the database says what is to be done.

APScheduler 3 fires a daily 02:30 job twice when clocks go back and loses days whose midnight does not
exist (measured), so it keeps no truth here: its triggers ask our own cadences, its memory store is
rebuilt at every start, and a slot is pressed once because its row can exist once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from digest import cadence, engine, jobs, sender, store, web
from digest.errors import SettingsError
from digest.model import Cadence, Newsletter
from digest.newsroom import Newsroom

log = logging.getLogger(__name__)

LOOK_EVERY = 30.0  # seconds between looks at due slots, whatever the triggers did: clocks are set, laptops sleep
GATHER_EVERY = 15.0
ROUND = 60.0  # seconds after which a round asks nobody else: what became due meanwhile, or was pushed, has its turn
CORRESPOND_EVERY = 2.0  # who asks for a mail waits for it
TIDY_EVERY = 600.0
HUBS_EVERY = 30.0


class SlotTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires at the moments of one of our cadences."""

    def __init__(self, rhythm: Cadence) -> None:
        self._rhythm = cadence.parse(rhythm.rule, rhythm.zone)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The next moment, in UTC."""
        after = max(previous_fire_time, now - timedelta(seconds=1)) if previous_fire_time else now
        moments = cadence.upcoming(self._rhythm, now=after, count=1)
        return moments[0].at if moments else None


async def serve(
    newsroom: Newsroom,
    *,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    listen: tuple[str, int],
    senders: Sequence[Sequence[str]] = (),
) -> None:
    """Do everything by the clock until ``stop`` is set; then finish what is in flight.

    ``senders`` are commands that are kept running beside us: more processes that carry letters.

    Raises:
        SettingsError: nobody can listen on that address.
    """
    doors = web.open_doors(*listen)
    wake, letters, news, stubs = (asyncio.Event() for _ in range(4))
    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
    scheduler.start()
    app = web.make_app(newsroom, clock=clock, on_push=news.set)
    pages = asyncio.create_task(web.serve_pages(app, doors, stop))
    log.info("Serving %s; public pages on http://%s:%d", newsroom.settings.newsroom.name, *listen)
    duties = [
        engine.Duty(
            name="press", once=lambda: _press(newsroom, scheduler, clock, wake, letters), pause=LOOK_EVERY, wake=wake
        ),
        engine.Duty(name="gather", once=lambda: _gather(newsroom, clock, stubs), pause=GATHER_EVERY, wake=news),
        engine.Duty(name="pages", once=lambda: _read_pages(newsroom, clock), pause=GATHER_EVERY, wake=stubs),
        engine.Duty(name="mails", once=lambda: _correspond(newsroom, clock, letters), pause=CORRESPOND_EVERY),
        engine.Duty(name="tidy", once=lambda: _tidy(newsroom, clock), pause=TIDY_EVERY),
        engine.Duty(name="hubs", once=lambda: _tend_hubs(newsroom, clock), pause=HUBS_EVERY),
        *sender.duties(newsroom, clock, stop, letters, wake),
    ]
    if any(jobs.boxes(newsroom)):
        every = newsroom.settings.returns.every.total_seconds()
        duties.append(engine.Duty(name="returns", once=lambda: _collect(newsroom, clock, stop), pause=every))
    crew = [asyncio.create_task(engine.keep(command, 1, stop, grace=sender.GRACE)) for command in senders]
    try:
        async with jobs.listen(newsroom, clock=clock):
            await engine.run(duties, stop, grace=sender.GRACE)
    finally:
        scheduler.shutdown(wait=False)
        stop.set()
        await asyncio.gather(pages, *crew)
    log.info("Stopped; nothing was left in flight.")


async def _press(
    newsroom: Newsroom, scheduler: Any, clock: Callable[[], datetime], wake: asyncio.Event, letters: asyncio.Event
) -> bool:
    runs = await jobs.press_due(newsroom, now=clock())
    for run in runs:
        log.info("%s %s: %s (%s)", run.cadence, run.key, run.outcome.value, run.reason)
    if runs:
        letters.set()
    async with newsroom.reading() as tx:
        newsletters = await store.newsletters.every(tx, live_only=True)
    set_alarms(scheduler, newsletters, wake)
    return False


def set_alarms(scheduler: Any, newsletters: list[Newsletter], wake: asyncio.Event) -> None:
    """One alarm for each cadence; those whose rule changed or is gone are taken off."""
    wanted = {
        f"{one.id}/{rhythm.key}/{rhythm.rule}/{rhythm.zone}": rhythm for one in newsletters for rhythm in one.cadences
    }
    known = {job.id for job in scheduler.get_jobs()}
    for gone in known - wanted.keys():
        scheduler.remove_job(gone)
    for name in wanted.keys() - known:
        with suppress(SettingsError):  # whoever prints says why
            scheduler.add_job(wake.set, SlotTrigger(wanted[name]), id=name)


async def _gather(newsroom: Newsroom, clock: Callable[[], datetime], stubs: asyncio.Event) -> bool:
    looks = await jobs.go_round(newsroom, now=clock(), seconds=ROUND, pages=False)
    new = sum(look.new for look in looks)
    if new:
        stubs.set()
        log.info("Gathered %d new articles from %d sources", new, len(looks))
    for look in looks:
        if look.failure:
            log.warning("%s: %s", look.source.slug, look.failure)
    return False


async def _read_pages(newsroom: Newsroom, clock: Callable[[], datetime]) -> bool:
    """Beside the rounds: a site may want half a minute between two pages, and no source waits for that."""
    return bool(await jobs.visit_pages(newsroom, now=clock()))


async def _correspond(newsroom: Newsroom, clock: Callable[[], datetime], letters: asyncio.Event) -> bool:
    written = await jobs.correspond(newsroom, now=clock())
    if written:
        letters.set()
    return written > 0  # there may be more: when many sign up at once, nobody waits for the pauses between pages


async def _tidy(newsroom: Newsroom, clock: Callable[[], datetime]) -> bool:
    forgotten = await jobs.tidy(newsroom, now=clock())
    if forgotten:
        log.info("%d who never confirmed are forgotten", forgotten)
    return False


async def _tend_hubs(newsroom: Newsroom, clock: Callable[[], datetime]) -> bool:
    await jobs.tend_hubs(newsroom, now=clock())
    return False


async def _collect(newsroom: Newsroom, clock: Callable[[], datetime], stop: asyncio.Event) -> bool:
    haul = await jobs.collect(newsroom, clock=clock, stop=stop)
    if haul.mails:
        log.info("%d mails came back: %s", haul.mails, ", ".join(f"{n} {effect}" for effect, n in haul.effects.items()))
    return False
