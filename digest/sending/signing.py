"""Letters that are signed are made a little before their turn: a signature takes longer than all the rest together.

``deliver.sign`` works at a few letters that lie first in a tray, beside the lanes that carry those before them.
Where no key signs, nothing is done ahead.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from digest.deliver.sign import AT_A_TURN, TURNS_AHEAD, Signers
from digest.model import Letter
from digest.sending.desks import Desk, Job

LOOK = 2 * AT_A_TURN * TURNS_AHEAD  # how far into a tray: more signed letters than that are never held
ENOUGH = LOOK // 2  # signed letters ahead, with which there is time to wait for a whole turn


def sign_ahead(signers: Signers, desk: Desk) -> None:
    """Have signed what will be carried next; to be asked for each letter, so it looks no more often than it must."""
    while signers.keys and desk.turns < TURNS_AHEAD and not _lulled(desk):
        coming = list(desk.tray.coming(LOOK))
        unmade = [job for job in coming if job.turn is None and not job.post.closed]
        same = [job for job in unmade if job.post is unmade[0].post][:AT_A_TURN]
        if len(same) < AT_A_TURN and len(coming) - len(unmade) >= ENOUGH:
            desk.lull = AT_A_TURN - len(same)  # so many letters have to leave until there is a whole turn
        elif same:
            _begin(signers, desk, same)
        else:
            return


def _lulled(desk: Desk) -> bool:
    lulled = desk.lull > 0
    desk.lull -= lulled
    return lulled


def make(signers: Signers, job: Job) -> Letter:
    """The letter of a job, here and now."""
    press = job.post.press
    letter = press.letter(job.recipient, delivery_id=job.delivery.id, variant=job.delivery.variant)
    if not signers.keys:
        return letter
    return replace(letter, message=signers.sign(letter.message, press.domain, relaxed=letter.relaxed))


def is_signed(job: Job) -> bool:
    """Whether its letter is made."""
    return job.letter is not None


async def finished(job: Job) -> None:
    """Wait until a job's letter is signed, where somebody is at it."""
    if job.letter is None and job.turn is not None:
        await asyncio.wait({job.turn})


def _begin(signers: Signers, desk: Desk, jobs: Sequence[Job]) -> None:
    letters, press = [], jobs[0].post.press
    for job in jobs:
        job.turn = asyncio.get_running_loop().create_future()
        job.turn.set_result([])  # of a letter that cannot be made: it is tried, and noted, when its turn comes
        with contextlib.suppress(Exception):
            letters.append(
                (job, press.letter(job.recipient, delivery_id=job.delivery.id, variant=job.delivery.variant))
            )
    if not letters:
        return
    made = [job for job, _ in letters]
    turn = signers.begin([letter for _, letter in letters], press.domain)
    for job in made:
        job.turn = turn
    desk.turns += 1
    turn.add_done_callback(partial(_signed, desk, made))


def _signed(desk: Desk, jobs: Sequence[Job], turn: asyncio.Future[list[Letter]]) -> None:
    desk.turns -= 1
    if turn.cancelled() or turn.exception() is not None:
        return
    for job, letter in zip(jobs, turn.result(), strict=True):
        job.letter = letter
    desk.wake(len(jobs))
