"""A lane at work: take a letter, make it, hand it over, say what came of it; and the next."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Sequence
from datetime import datetime

import subscribers
from digest import deliver
from digest.errors import RelayDown, StoreError, Taken
from digest.model import Letter, Verdict, VerdictKind
from digest.sending import rates, signing
from digest.sending.desks import Desk, Job, Post
from digest.sending.floor import NOTHING, Floor
from digest.sending.settling import broken, settlement, unwelcome
from digest.sending.welcome import welcome

log = logging.getLogger(__name__)

LONG_AGO = 2.0  # seconds since a reader was welcome; then they are asked for again
STEP_BACK = 1.0  # seconds that a lane waits to which the relay opened no connection
IN_A_BREATH = 100  # readers that are asked for at once

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
        signing.sign_ahead(floor.mailroom.signers, desk)
        taken = floor.take(desk)
        if taken is not None:
            await signing.finished(taken[0])
            if _is_made(floor, desk, *taken):
                return taken
            continue
        if floor.done and not floor.waiting:
            return None
        await desk.rest(floor.clock())
    return None


def _at_hand(floor: Floor, desk: Desk) -> Taking | None:
    """The next letter, if nobody has to wait for it."""
    signers = floor.mailroom.signers
    signing.sign_ahead(signers, desk)
    while (taken := floor.take(desk, signing.is_signed if signers.keys else None)) is not None:
        if _is_made(floor, desk, *taken):
            return taken
    return None


def _is_made(floor: Floor, desk: Desk, job: Job, group: str) -> bool:
    """Make the letter; one that cannot be made is noted as such and blocks nobody."""
    try:
        job.letter = job.letter or signing.make(floor.mailroom.signers, job)
    except Exception as fault:  # noqa: BLE001 - one reader's letter may break something of ours: the others go on
        _note_broken(floor, desk, job, group, fault)
        return False
    return True


async def _carry(floor: Floor, desk: Desk, lane: deliver.Lane, job: Job, group: str) -> Taking | None:
    """One letter. Returns the one that was announced behind it, if any."""
    announced: Taking | None = None

    def following() -> Letter | None:
        nonlocal announced
        announced = _at_hand(floor, desk)
        return announced[0].letter if announced else None

    async def mark() -> None:
        await _ask_again(floor, job)
        if not await floor.scribe.mark(job.delivery.id):
            raise Taken(f"Delivery {job.delivery.id} was taken over by another process.")
        job.marked = True

    assert job.letter is not None  # noqa: S101 - for the type checker: ``_is_made`` saw to it
    try:
        verdict = await lane.carry(job.letter, mark, following)
    except StoreError:
        floor.hand_back(desk, job, group)  # whoever has it now settles it
    except subscribers.NotPermitted as fault:
        _note_unwelcome(floor, desk, job, group, fault.why)
    except Exception as fault:  # noqa: BLE001 - one letter's fault stops no other
        _note_broken(floor, desk, job, group, fault)
    else:
        _answered(floor, desk, job, group, verdict)
        if _is_one_too_many(verdict):
            await asyncio.sleep(STEP_BACK)  # so that one that is connected takes the letter
    return announced


async def _ask_again(floor: Floor, job: Job) -> None:
    """Where the relay is slow, the reader may have left since the letter was claimed.

    Raises:
        NotPermitted: so it is.
    """
    if asyncio.get_running_loop().time() - job.asked < LONG_AGO:
        return
    why = await floor.asking(job)
    if why:
        raise subscribers.NotPermitted(why=why)


async def ask(floor: Floor, jobs: Sequence[Job]) -> list[str]:
    """Why each of these readers may not be written to any more, "" for those who may.

    All lanes ask together, and for those who come next in the same breath; whoever of them left is found out when
    their turn comes.
    """
    now, why = asyncio.get_running_loop().time(), dict.fromkeys((job.delivery.id for job in jobs), "")
    coming = [one for desk in floor.desks.values() for one in desk.tray.coming(IN_A_BREATH)]
    async with floor.mailroom.reading() as tx:
        for post in {job.post.errand.id: job.post for job in jobs}.values():
            among = [one for one in (*jobs, *coming) if one.post is post]
            known = await welcome(tx, post.errand, [one.delivery for one in among], now=floor.clock())
            gone = [one.delivery for one in jobs if one.post is post and one.delivery.recipient_id not in known]
            reasons = await subscribers.why_not(tx, post.errand.newsletter_id, [one.recipient_id for one in gone])
            why |= {one.id: reasons[one.recipient_id] for one in gone}
            for one in among:
                if one.delivery.recipient_id in known:
                    one.asked = now
    return [why[job.delivery.id] for job in jobs]


def _answered(floor: Floor, desk: Desk, job: Job, group: str, verdict: Verdict) -> None:
    now = floor.clock()
    desk.tray.ended(group, verdict, now=now)
    desk.taken -= verdict.kind is not VerdictKind.SENT  # only what was taken counts for the day
    about_relay = verdict.kind is VerdictKind.RELAY_DOWN or (
        verdict.kind is VerdictKind.SENDER_FAULT and verdict.connecting
    )
    if about_relay:
        _relay_failed(floor, desk, job, group, verdict)
        return
    _settle(floor, desk, job, verdict)
    floor.carried += 1
    _judge(floor, job, verdict)
    if verdict.kind is VerdictKind.IN_DOUBT:
        # The letter has its state; but whoever swallows letters without a word shall not be given all of them.
        _distrust(floor, desk, verdict, now)
        return
    desk.breaker = deliver.breaker.worked(desk.breaker)
    if desk.left <= 0:
        floor.left_alone(desk, now)
    desk.wake()


def _settle(floor: Floor, desk: Desk, job: Job, verdict: Verdict) -> None:
    give_up = floor.mailroom.settings.send.give_up
    result = settlement(job.delivery, verdict, job.post.errand, give_up=give_up, now=floor.clock(), rng=floor.rng)
    floor.scribe.note(result, desk.relay.settings.name)


def _relay_failed(floor: Floor, desk: Desk, job: Job, group: str, verdict: Verdict) -> None:
    """Nothing of the letter left: it lies first in the tray again, and the relay is judged.

    Where the ledger has its mark, it goes back to the queue, and the mark with it: else it would be in doubt some day.
    """
    if job.marked:
        _settle(floor, desk, job, verdict)
    else:
        desk.tray.put(job, group, first=True)
    if deliver.asks_for_less(verdict) and desk.tray.rest(floor.clock()):
        _say_slower(desk, verdict)
        desk.wake()
    elif _is_one_too_many(verdict) and (desk.tray.is_busy or desk.relay.calls):
        desk.wake()  # the others go on
    else:
        _distrust(floor, desk, verdict, floor.clock())


def _is_one_too_many(verdict: Verdict) -> bool:
    """Whether the relay takes no call beside those it has."""
    return verdict.connecting and deliver.pace.too_much(verdict)


def _say_slower(desk: Desk, verdict: Verdict) -> None:
    """Once in a dispatch: whoever knows the limit can set it, and nothing has to be tried twice."""
    if not desk.slowed:
        log.warning("%s wants letters more slowly (set its rate to what it allows): %s", desk.relay.name, verdict.text)
    desk.slowed = True


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
    post, most = job.post, floor.mailroom.settings.send.most_refused
    post.answers += 1
    post.refusals += verdict.kind is VerdictKind.REFUSED
    if verdict.kind is VerdictKind.SENDER_FAULT:
        _pause(floor, job, verdict.text)
    elif _too_many(post, most):
        _pause(
            floor, job, f"{post.refusals} of {post.answers} letters were refused, more than {most:.1%}: {verdict.text}"
        )


def _too_many(post: Post, most: float) -> bool:
    """Whether too many were refused, and nobody said so yet nor was told to go on all the same."""
    many = post.answers >= rates.ENOUGH and post.refusals > most * post.answers
    return many and not post.closed and not post.errand.overruled


def _pause(floor: Floor, job: Job, reason: str) -> None:
    job.post.closed = reason
    floor.to_pause[job.post.errand.id] = reason
    floor.hungry.set()


def _note_unwelcome(floor: Floor, desk: Desk, job: Job, group: str, why: str) -> None:
    desk.tray.ended(group, NOTHING, now=floor.clock())
    desk.taken -= 1
    floor.scribe.note(unwelcome(job.delivery, why))
    desk.wake()


def _note_broken(floor: Floor, desk: Desk, job: Job, group: str, fault: Exception) -> None:
    """The row keeps the last lines of the traceback: whoever mends it needs them (R-23)."""
    words = " ".join("".join(traceback.format_exception(fault, limit=-3)).split())[-500:]
    log.error("The letter of delivery %d cannot be handled: %s", job.delivery.id, words)
    desk.tray.ended(group, NOTHING, now=floor.clock())
    desk.taken -= 1
    floor.scribe.note(broken(job.delivery, words))
    desk.wake()
