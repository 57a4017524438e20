"""The feeder of a dispatch: claim what is due, ask who is still welcome, and lay it into the relays' trays."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from digest import store
from digest.errors import StoreError
from digest.model import Errand
from digest.sending import aside, bringing, room, sharing, tending
from digest.sending.bringing import Whom
from digest.sending.floor import Floor
from digest.sending.giving import give_back, put_behind
from digest.sending.patience import Patience

log = logging.getLogger(__name__)

SHORTEST_READING = 0.1  # seconds between two readings of the speed
PULSE = 1.0  # seconds between two looks at what others may have changed: a pause, a cancellation, the hour
LONGEST_PAUSE = 5.0  # seconds between two tries at a database that is away
REACH = 20  # times that half of what lies ready makes room, one after the other


class Speedometer:
    """How fast letters leave, so that as many are claimed as will leave soon."""

    def __init__(self) -> None:
        self._at = asyncio.get_running_loop().time()
        self._carried = 0
        self._speed = 0.0

    def read(self, carried: int) -> float:
        """Letters a second since the last reading, half believed."""
        now = asyncio.get_running_loop().time()
        if now - self._at >= SHORTEST_READING:
            lately = (carried - self._carried) / (now - self._at)
            self._speed = (self._speed + lately) / 2
            self._at, self._carried = now, carried
        return self._speed


async def feed(floor: Floor, only: int | None) -> None:
    """Bring letters until nothing is due any more; what lies in the trays then is still carried."""
    failures = 0
    watch = Speedometer()
    floor.aside.patience.until = asyncio.get_running_loop().time() + PULSE  # until then nobody knows who is slow
    try:
        while not floor.halted:
            floor.speed = watch.read(floor.carried)
            try:
                if not await _round(floor, only):
                    return
                failures = 0
            except StoreError as fault:
                failures += 1
                floor.loose = True  # what was claimed may have been kept, although nobody told us
                log.error("Nothing can be claimed (%s); sending waits.", fault)  # noqa: TRY400 - the sentence is enough
                await asyncio.sleep(min(LONGEST_PAUSE, 0.1 * 2 ** min(failures, 10)))
    finally:
        floor.done = True
        floor.end()


async def _round(floor: Floor, only: int | None) -> bool:
    """Give back, claim, rest. Returns whether there may be more."""
    floor.hungry.clear()  # before anything is looked at: whoever calls meanwhile is heard by the rest
    await give_back(floor)
    await sharing.share(floor)
    if not floor.usable(floor.clock()):
        return False
    if floor.aside.groups:
        await _refill(floor, only)
    appetite, idle = floor.appetite(floor.clock()), not floor.in_hand
    brought = await _bring(floor, only, appetite)
    await _feed_starving(floor, only)
    if room.is_slow(floor) or room.stuck(floor):
        aside.set_aside(floor)
    if floor.dry or asyncio.get_running_loop().time() - floor.seen >= PULSE:
        await _see_changes(floor)
    if appetite and not brought and idle:
        return False
    await _rest(floor, only, brought)
    return True


async def _bring(floor: Floor, only: int | None, appetite: int) -> int:
    """Claim up to so many letters, past those who are set aside as long as others wait. Returns how many came."""
    brought, was_dry = 0, floor.dry
    if appetite and floor.aside.groups:
        brought = await bringing.bring(floor, only, appetite, Whom(others=aside.domains_of(floor)))
        if brought:
            floor.aside.patience = Patience()
        elif was_dry or not room.is_crowded(floor):  # else the last of the others have the time until the next pulse
            aside.take_back(floor)
            appetite = floor.appetite(floor.clock())
    if appetite and not floor.aside.groups:
        brought = await bringing.bring(floor, only, appetite)
    floor.dry = appetite > 0 and not brought
    return brought


async def _refill(floor: Floor, only: int | None) -> None:
    """Claim a few letters for those who are set aside; who has none left is no more."""
    aside.see(floor)
    few = sum(desk.relay.lanes for desk in floor.desks.values())
    for group, its in list(floor.aside.groups.items()):
        if its.more and aside.lying_for(floor, group) < few:
            its.more = await bringing.bring(floor, only, few, Whom(these=frozenset(its.domains))) > 0
        if not aside.lying_for(floor, group):
            aside.drop(floor, group)


async def _rest(floor: Floor, only: int | None, brought: int) -> None:
    """Until somebody is hungry, or until the next pulse."""
    if brought and floor.lonely and floor.appetite(floor.clock()):
        return
    try:
        async with asyncio.timeout(PULSE):
            await floor.hungry.wait()
    except TimeoutError:
        if not aside.set_aside(floor):
            await _make_room(floor, only)
        await _see_changes(floor)


async def _make_room(floor: Floor, only: int | None) -> None:
    """Where lanes have nothing to do although the tray is full, let half of it go: others may be due who need not wait.

    What is let go stands behind all that is due by now; where nobody else waits for the room, nothing is.
    """
    stuck = [desk for desk in room.stuck(floor) if desk.idle]
    if stuck and await bringing.due(floor, only):
        await put_behind(floor, lambda: room.halved(stuck))


async def _feed_starving(floor: Floor, only: int | None) -> None:
    """Where one relay's letters fill the room and another relay has nothing to do, look behind them for its letters.

    While none come, that is done ever more rarely: there may be none.
    """
    at = asyncio.get_running_loop().time()
    if at < floor.behind.until or not room.is_missed(floor):
        return
    gone = set[int]()
    for _ in range(REACH):
        late = await put_behind(floor, lambda: room.halved(room.full(floor)))
        gone |= {job.delivery.id for job in late}
        brought = await bringing.bring(floor, only, floor.appetite(floor.clock()))
        come_round = gone & floor.in_hand.keys()
        if not brought or come_round or not room.is_missed(floor):
            break
    floor.behind.looked(at, found=not room.is_missed(floor))


async def _see_changes(floor: Floor) -> None:
    """Of errands that were paused or cancelled meanwhile, or whose hours are over, nothing more is taken."""
    floor.seen = asyncio.get_running_loop().time()
    async with floor.mailroom.reading() as tx:
        still_open = await store.errands.still_open(tx, list(floor.posts))
    for errand_id in floor.posts.keys() - still_open.keys():
        floor.posts[errand_id].closed = floor.posts[errand_id].closed or "it was paused, cancelled or finished"
    await _heed_hours(floor, still_open)


async def _heed_hours(floor: Floor, still_open: Mapping[int, Errand]) -> None:
    """Take back out of the trays what may not leave any more at this hour: a slow relay would carry it for long."""
    now = floor.clock()
    over = {one for one, errand in still_open.items() if tending.is_over(errand, floor.posts[one].window, now=now)}
    if over:  # due at once: whoever looks next gives it up, or waits for its hour
        trays = [desk.tray for desk in floor.desks.values()]
        await put_behind(
            floor, lambda: [job for tray in trays for job in tray.pick(lambda job: job.delivery.errand_id in over)]
        )
