"""A lane at work: take a letter, make it, hand it over, say what came of it; and the next."""

from __future__ import annotations

import asyncio
import logging
import traceback
from datetime import datetime

import subscribers
from digest import deliver
from digest.errors import RelayDown, StoreError, Taken
from digest.jobs.desks import Desk, Job
from digest.jobs.floor import NOTHING, Floor
from digest.jobs.settling import broken, settlement, unwelcome
from digest.model import Letter, Verdict, VerdictKind

log = logging.getLogger(__name__)

LONG_AGO = 2.0  # seconds since a reader was welcome; then they are asked for again
ENOUGH_ANSWERS = 200  # fewer say nothing of a list

Taking = tuple[Job, str]


async def work(floor: Floor, desk: Desk) -> None:
    """Carry letters until there are none, or somebody says stop."""
    try:
        async with desk.relay.lane() as lane:
            taken = await _next(floor, desk)
            while taken is not None:
                announced = await _carry(floor, desk, lane, *taken)
                taken = None if floor.halted else announced or await _next(floor, desk)
    except RelayDown as fault:
        floor.trouble = floor.trouble or fault.message
        floor.end()


async def _next(floor: Floor, desk: Desk) -> Taking | None:
    while not floor.halted:
        taken = _prepared(floor, desk)
        if taken is not None:
            return taken
        if floor.done and not floor.waiting:
            return None
        await desk.rest(floor.clock())
    return None


def _prepared(floor: Floor, desk: Desk) -> Taking | None:
    """The next letter, made; one that cannot be made is noted as such and blocks nobody."""
    while (taken := floor.take(desk)) is not None:
        job, group = taken
        try:
            job.letter = job.letter or job.post.press.letter(job.recipient, delivery_id=job.delivery.id)
        except Exception as fault:  # noqa: BLE001 - one reader's letter may break something of ours: the others go on
            _note_broken(floor, desk, job, group, fault)
            continue
        return taken
    return None


async def _carry(floor: Floor, desk: Desk, lane: deliver.Lane, job: Job, group: str) -> Taking | None:
    """One letter. Returns the one that was announced behind it, if any."""
    announced: Taking | None = None

    def following() -> Letter | None:
        nonlocal announced
        announced = _prepared(floor, desk)
        return announced[0].letter if announced else None

    async def mark() -> None:
        await _ask_again(floor, job)
        if not await floor.scribe.mark(job.delivery.id):
            raise Taken(f"Delivery {job.delivery.id} was taken over by another process.")

    assert job.letter is not None  # noqa: S101 - for the type checker: ``_prepared`` made it
    try:
        verdict = await lane.carry(job.letter, mark, following)
    except StoreError:
        floor.hand_back(desk, job, group)  # whoever has it now settles it
    except subscribers.NotPermitted as fault:
        desk.tray.ended(group, NOTHING, now=floor.clock())
        floor.scribe.note(unwelcome(job.delivery, fault.why))
    except Exception as fault:  # noqa: BLE001 - as above
        _note_broken(floor, desk, job, group, fault)
    else:
        _answered(floor, desk, job, group, verdict)
    return announced


async def _ask_again(floor: Floor, job: Job) -> None:
    """Where the relay is slow, the reader may have left since the letter was claimed.

    Raises:
        NotPermitted: so it is.
    """
    if asyncio.get_running_loop().time() - job.asked < LONG_AGO:
        return
    newsletter, reader = job.post.errand.newsletter_id, job.delivery.recipient_id
    async with floor.newsroom.reading() as tx:
        if not await subscribers.still_welcome(tx, newsletter, [reader]):
            why = await subscribers.why_not(tx, newsletter, [reader])
            raise subscribers.NotPermitted(why=why[reader])


def _answered(floor: Floor, desk: Desk, job: Job, group: str, verdict: Verdict) -> None:
    now = floor.clock()
    desk.tray.ended(group, verdict, now=now)
    about_relay = verdict.kind is VerdictKind.RELAY_DOWN or (
        verdict.kind is VerdictKind.SENDER_FAULT and verdict.connecting
    )
    if about_relay:
        _relay_failed(floor, desk, job, group, verdict)
        return
    give_up = floor.newsroom.settings.send.give_up
    result = settlement(job.delivery, verdict, job.post.errand, give_up=give_up, now=now, rng=floor.rng)
    floor.scribe.note(result, desk.relay.settings.name)
    floor.carried += 1
    _judge(floor, job, verdict)
    if verdict.kind is VerdictKind.IN_DOUBT:
        # The letter has its state; but whoever swallows letters without a word shall not be given all of them.
        _distrust(floor, desk, verdict, now)
        return
    desk.breaker = deliver.breaker.worked(desk.breaker)
    if verdict.kind is VerdictKind.SENT:
        desk.left -= 1
        if desk.left <= 0:
            floor.left_alone(desk, now)
    desk.wake()


def _relay_failed(floor: Floor, desk: Desk, job: Job, group: str, verdict: Verdict) -> None:
    """Nothing of the letter left: it lies first in the tray again, and the relay is judged."""
    desk.tray.put(job, group, first=True)
    _distrust(floor, desk, verdict, floor.clock())


def _distrust(floor: Floor, desk: Desk, verdict: Verdict, now: datetime) -> None:
    desk.breaker = deliver.breaker.failed(desk.breaker, verdict, now=now)
    if desk.breaker.is_open(now):
        log.warning(
            "%s is left alone until %s: %s", desk.relay.name, f"{desk.breaker.open_until:%H:%M:%S} UTC", verdict.text
        )
        floor.left_alone(desk, now)
    desk.wake()


def _judge(floor: Floor, job: Job, verdict: Verdict) -> None:
    """Whether the errand may go on: not when the fault is ours, nor when too many readers are refused (L-09)."""
    post, most = job.post, floor.newsroom.settings.send.most_refused
    post.answers += 1
    post.refusals += verdict.kind is VerdictKind.REFUSED
    if verdict.kind is VerdictKind.SENDER_FAULT:
        _pause(floor, job, verdict.text)
    elif post.answers >= ENOUGH_ANSWERS and post.refusals > most * post.answers and not post.closed:
        _pause(
            floor, job, f"{post.refusals} of {post.answers} letters were refused, more than {most:.1%}: {verdict.text}"
        )


def _pause(floor: Floor, job: Job, reason: str) -> None:
    job.post.closed = reason
    floor.to_pause[job.post.errand.id] = reason
    floor.hungry.set()


def _note_broken(floor: Floor, desk: Desk, job: Job, group: str, fault: Exception) -> None:
    """The row keeps the last lines of the traceback: whoever mends it needs them (R-23)."""
    words = " ".join("".join(traceback.format_exception(fault, limit=-3)).split())[-500:]
    log.error("The letter of delivery %d cannot be handled: %s", job.delivery.id, words)
    desk.tray.ended(group, NOTHING, now=floor.clock())
    floor.scribe.note(broken(job.delivery, words))
    desk.wake()
