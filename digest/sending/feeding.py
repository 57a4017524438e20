"""The feeder of a dispatch: claim what is due, ask who is still welcome, and lay it into the relays' trays."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

import subscribers
from digest import cadence, render, store
from digest.errors import DigestError, StoreError
from digest.model import Delivery, Errand, ErrandKind
from digest.sending import fitting, room, sharing, tending
from digest.sending.desks import Job, Post
from digest.sending.floor import Floor
from digest.sending.giving import give_back, put_behind
from digest.sending.settling import unwelcome
from digest.sending.welcome import welcome

log = logging.getLogger(__name__)

SHORTEST_READING = 0.1  # seconds between two readings of the speed
PULSE = 1.0  # seconds between two looks at what others may have changed: a pause, a cancellation, the hour
LONGEST_PAUSE = 5.0  # seconds between two tries at a database that is away
REACH = 20  # times that half of what lies ready makes room, one after the other
RAREST = 60.0  # seconds between two looks behind one relay's letters for those of another


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
    appetite, idle = floor.appetite(floor.clock()), not floor.in_hand
    brought = await _bring(floor, only, appetite) if appetite else 0
    floor.dry = appetite > 0 and not brought
    await _feed_starving(floor, only)
    if floor.dry or asyncio.get_running_loop().time() - floor.seen >= PULSE:
        await _see_changes(floor)
    if appetite and not brought and idle:
        return False
    await _rest(floor, only, brought)
    return True


async def _rest(floor: Floor, only: int | None, brought: int) -> None:
    """Until somebody is hungry, or until the next pulse."""
    if brought and floor.suspect not in floor.in_hand and floor.appetite(floor.clock()):
        return
    try:
        async with asyncio.timeout(PULSE):
            await floor.hungry.wait()
    except TimeoutError:
        await _make_room(floor, only)
        await _see_changes(floor)


async def _make_room(floor: Floor, only: int | None) -> None:
    """Where lanes have nothing to do although the tray is full, let half of it go: others may be due who need not wait.

    What is let go stands behind all that is due by now; where nobody else waits for the room, nothing is.
    """
    now = floor.clock()
    stuck = [desk for desk in floor.desks.values() if desk.idle and floor.is_full(desk) and desk.tray.is_stuck(now)]
    if stuck and await _due(floor, only):
        await put_behind(floor, lambda: room.halved(stuck))


async def _feed_starving(floor: Floor, only: int | None) -> None:
    """Where one relay's letters fill the room and another relay has nothing to do, look behind them for its letters.

    While none come, that is done ever more rarely: there may be none.
    """
    at = asyncio.get_running_loop().time()
    if at < floor.look_behind or not room.is_missed(floor):
        return
    gone = set[int]()
    for _ in range(REACH):
        late = await put_behind(floor, lambda: room.halved(room.full(floor)))
        gone |= {job.delivery.id for job in late}
        brought = await _bring(floor, only, floor.appetite(floor.clock()))
        come_round = gone & floor.in_hand.keys()
        if not brought or come_round or not room.is_missed(floor):
            break
    floor.patience = min(RAREST, floor.patience * 2) if room.is_missed(floor) else PULSE
    floor.look_behind = at + floor.patience


async def _due(floor: Floor, only: int | None) -> list[Errand]:
    async with floor.mailroom.reading() as tx:
        return [one for one in await store.errands.due(tx, now=floor.clock()) if only in (None, one.id)]


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


def turns(due: Sequence[Errand], appetite: int) -> list[Errand]:
    """Whose turn it is in a round of so many letters.

    Small mails have one letter each, and there may be thousands: where issues are due as well, they get half of it.
    """
    mails = [one for one in due if one.kind is ErrandKind.MAIL]
    issues = [one for one in due if one.kind is not ErrandKind.MAIL]
    return [*mails[: max(1, appetite // 2 if issues else appetite)], *issues]


async def _bring(floor: Floor, only: int | None, appetite: int) -> int:
    """Claim up to ``appetite`` letters, of each due errand a share. Returns how many came."""
    now, due = floor.clock(), turns(await _due(floor, only), appetite)
    brought = 0
    for number, errand in enumerate(due):
        post = floor.posts.get(errand.id)
        if post is None or post.closed:  # somebody let it go on
            if wrong := await fitting.wrong_key(floor.mailroom, errand):
                floor.trouble = floor.trouble or wrong
                floor.end()
                return brought
            post = await _open_or_pause(floor, errand)
        if post is None:
            continue
        upto = await tending.tend(floor.mailroom, errand, post, now=now, attention=floor.attention)
        if upto is not None and not post.closed:
            share = max(1, (appetite - brought) // (len(due) - number))
            brought += await _claim(floor, post, share, upto)
    return brought


async def _open_or_pause(floor: Floor, errand: Errand) -> Post | None:
    """One errand whose letters cannot be made waits for a person; the others go on."""
    try:
        return await _open_post(floor, errand)
    except (DigestError, subscribers.SubscribersError) as fault:
        if isinstance(fault, StoreError) and not fault.permanent:
            raise
        await tending.pause(floor.mailroom, errand.id, f"its letters cannot be made: {fault.message.rstrip('.')}")
        return None


async def _open_post(floor: Floor, errand: Errand) -> Post:
    async with floor.mailroom.reading() as tx:
        sheet = await store.errands.sheet_of(tx, errand.id)
    post = Post(
        errand=errand,
        press=render.open_press(sheet, floor.mailroom.links, newsletter_id=errand.newsletter_id),
        window=cadence.parse_window(errand.window),
        newsletter=sheet.newsletter_slug,
        doubts=floor.attention.doubts(errand.id, lanes=sum(desk.relay.lanes for desk in floor.desks.values())),
    )
    floor.posts[errand.id] = post
    return post


async def _claim(floor: Floor, post: Post, limit: int, upto: datetime) -> int:
    """Claim, and ask at the last moment who may still be written to; the others' rows are settled at once."""
    errand, batch = post.errand, await _take(floor, post.errand.id, limit, upto)
    people = [delivery.recipient_id for delivery in batch]
    async with floor.mailroom.reading() as tx:
        known = await welcome(tx, errand, batch, now=floor.clock())
        gone = [person for person in people if person not in known]
        why = await subscribers.why_not(tx, errand.newsletter_id, gone) if gone else {}
    for delivery in batch:
        if delivery.recipient_id in why:
            floor.scribe.note(unwelcome(delivery, why[delivery.recipient_id]))
    asked = asyncio.get_running_loop().time()
    floor.lay_in(
        (Job(one, known[one.recipient_id], post, asked) for one in batch if one.recipient_id in known),
        floor.clock(),
    )
    return len(batch)


async def _take(floor: Floor, errand_id: int, limit: int, upto: datetime) -> list[Delivery]:
    """What is due; where that is nothing, one of those that were lost with their process, if none is in hand.

    A process that was stopped for so long that it was taken for dead takes nothing more under its old lease: whatever
    it took would be taken from it again and again.
    """
    lease, lonely = floor.lease, floor.suspect not in floor.in_hand

    def work(tx: Connection) -> tuple[list[Delivery], int]:
        if not store.leases.is_held(tx, lease):
            return [], 0
        batch = store.outbox.claim(tx, errand_id=errand_id, limit=limit, lease=lease, upto=upto)
        if batch or not lonely:
            return batch, floor.suspect
        lost = store.outbox.claim(tx, errand_id=errand_id, limit=1, lease=lease, upto=upto, lost=True)
        return lost, lost[0].id if lost else 0

    batch, floor.suspect = await floor.mailroom.pen.write(work)
    return batch
