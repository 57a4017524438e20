"""A lane at work: take a letter, make it, hand it over, say what came of it; and the next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import subscribers
from digest import deliver
from digest.errors import RelayDown, StoreError, Taken
from digest.model import Letter
from digest.sending import outcomes, signing
from digest.sending.desks import Desk, Job
from digest.sending.floor import Floor
from digest.sending.welcome import welcome

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
        floor.hungry.set()  # where we were told to stop, the feeder need not rest to its end
    except RelayDown as fault:
        floor.give_up(fault.message)


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
        outcomes.note_broken(floor, desk, job, group, fault)
        return False
    return True


async def _carry(floor: Floor, desk: Desk, lane: deliver.Lane, job: Job, group: str) -> Taking | None:
    """One letter. Returns the one that was announced behind it, if any."""
    announced: Taking | None = None

    def following() -> Letter | None:
        nonlocal announced
        announced = None if group in floor.aside.groups else _at_hand(floor, desk)
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
        outcomes.note_unwelcome(floor, desk, job, group, fault.why)
    except Exception as fault:  # noqa: BLE001 - one letter's fault stops no other
        outcomes.note_broken(floor, desk, job, group, fault)
    else:
        if outcomes.answered(floor, desk, job, group, verdict):
            await asyncio.sleep(STEP_BACK)
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
