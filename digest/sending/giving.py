"""Giving back what was claimed and is not carried now; writing down pauses and refusals that nobody told yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from digest import store
from digest.model import ErrandKind
from digest.sending import bouncing, tending
from digest.sending.desks import Job
from digest.sending.floor import Floor

KEPT_MAILS = 100  # small mails that a dispatch itself closes at its end
COOLING = timedelta(seconds=15)  # letters that no relay takes just now are given back for so long


async def give_back(floor: Floor) -> None:
    """Write down pauses, and give back the rows that nobody here carries any more."""
    for errand_id, reason in list(floor.to_pause.items()):
        await tending.pause(floor.mailroom, errand_id, reason)
        del floor.to_pause[errand_id]
    put_away(floor)
    if floor.refused:
        told = list(floor.refused)
        await bouncing.tell(floor.mailroom, told, now=floor.clock())
        del floor.refused[: len(told)]
    if floor.loose:
        await _release(floor, until=floor.clock() + COOLING)


async def put_behind(floor: Floor, late: Callable[[], Iterable[Job]]) -> list[Job]:
    """Let letters go that ``late`` takes out of the trays: they stand behind all that is due by now. Returns them.

    What is loose for other reasons is given back before, to cool down. Between taking out and letting go nothing is
    waited for: where the database failed just then, they would lie in no tray and be in hand for ever.
    """
    await give_back(floor)
    jobs = list(late())
    if jobs:
        floor.let_go(jobs)
        await _release(floor, until=floor.clock())
    return jobs


async def _release(floor: Floor, *, until: datetime) -> None:
    floor.loose, keep = False, tuple(floor.in_hand)
    await floor.mailroom.pen.write(lambda tx: store.outbox.release(tx, lease=floor.lease, keep=keep, not_before=until))


def put_away(floor: Floor) -> None:
    """Forget small mails that nobody has in hand, but for the last of them.

    In a rush thousands would pile up; what is forgotten here the sweep closes.
    """
    held = {one.errand_id for one in floor.in_hand.values()}
    over = [key for key, post in floor.posts.items() if post.errand.kind is ErrandKind.MAIL and key not in held]
    for key in over[:-KEPT_MAILS]:
        del floor.posts[key]
