"""Steering an errand: pause, go on, cancel, try again, close.

The picture of an errand's states is in ``docs/states.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, exists, literal, select, update

from digest.model import Canary, DeliveryState, ErrandState
from digest.store.engine import Tx
from digest.store.errands import is_going, opened
from digest.store.ledger import FAILED
from digest.store.lost import ended, untold
from digest.store.outbox import AT_ONCE, CANARIES, canaries_left
from digest.store.rows import queued_of
from digest.store.tables import deliveries, errands, runs

UNJUDGED = (Canary.RUNNING.value, Canary.WAITING.value)


async def pause(tx: Tx, errand_id: int, *, reason: str) -> bool:
    """Stop claiming, for a reason. Returns whether it was open."""
    return await _change(tx, errand_id, (ErrandState.OPEN,), ErrandState.PAUSED, reason)


async def resume(tx: Tx, errand_id: int, *, overruled: bool = False, passed: bool = False, now: datetime) -> bool:
    """Go on. Returns whether it was paused.

    ``overruled``: rates shall pause it no more; ``passed``: whatever its canaries say.
    """
    if not await _change(tx, errand_id, (ErrandState.PAUSED,), ErrandState.OPEN, ""):
        return False
    active = case(
        (opened(now), literal(now, errands.c.active.type)), else_=errands.c.active
    )  # the time to think better of it is not shortened
    values = {"active": active} | ({"overruled": True} if overruled else {})
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(values))
    if passed:
        await set_canary(tx, errand_id, Canary.PASSED)
    return True


async def set_canary(tx: Tx, errand_id: int, canary: Canary, *, until: datetime | None = None) -> None:
    """Go on with the canary's next step."""
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(canary=canary.value, canary_until=until))


async def touch(tx: Tx, errand_id: int, *, now: datetime) -> None:
    """Somebody works on it: it is begun."""
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(active=now))


async def cancel(tx: Tx, errand_id: int, *, reason: str, now: datetime) -> bool:
    """Send no further letter of it, ever, and let its run say so. Returns whether it was not over already."""
    going = (ErrandState.FREEZING, ErrandState.OPEN, ErrandState.PAUSED)
    if not await _change(tx, errand_id, going, ErrandState.CANCELLED, reason):
        return False
    await tx.execute(ended(errand_id, DeliveryState.EXCLUDED, reason, now))
    await tx.execute(untold(errand_id))
    said = (runs.c.issue_id == errand_id, runs.c.reason != "")
    await tx.execute(update(runs).where(*said).values(reason=runs.c.reason + f"; {reason}"))
    return True


async def expire(tx: Tx, errand_id: int, *, reason: str, now: datetime) -> int:
    """Give up what is still queued. Returns how many letters that were."""
    done = await tx.execute(ended(errand_id, DeliveryState.EXPIRED, reason, now))
    return done.rowcount


async def reopen(tx: Tx, errand_id: int, page: Sequence[int], *, now: datetime) -> int:
    """Try a page of deliveries that failed again; the time to give up counts anew. Returns how many letters.

    What is paused stays so: whoever paused it did not mean the others only. Before the first letters were judged, those
    of them that are tried again go first once more, and what becomes of them is awaited anew.
    """
    await _hold(tx, errand_id)
    unjudged = exists().where(errands.c.id == errand_id, errands.c.canary.in_(UNJUDGED), deliveries.c.attempts > 0)
    first, others = (literal(moment, deliveries.c.not_before.type) for moment in (CANARIES, AT_ONCE))
    due = case((unjudged, first), else_=others)
    again = {"state": DeliveryState.QUEUED.value, "not_before": due, "attempts": 0, "crashes": 0, "lease": 0}
    still = (deliveries.c.id.in_(page), deliveries.c.state.in_([state.value for state in FAILED]))
    done = await tx.execute(update(deliveries).where(*still).values(**again))
    if done.rowcount:
        await _change(tx, errand_id, (ErrandState.DONE,), ErrandState.OPEN, "")
        await tx.execute(update(errands).where(errands.c.id == errand_id).values(opens=now, active=now, closes=None))
        awaited = (errands.c.id == errand_id, errands.c.canary == Canary.WAITING.value)
        if await tx.run_sync(canaries_left, errand_id):
            await tx.execute(update(errands).where(*awaited).values(canary=Canary.RUNNING.value, canary_until=None))
    return done.rowcount


async def open_again_if_queued(tx: Tx, errand_id: int, *, now: datetime) -> None:
    """An errand that was done has letters again: whoever was in doubt is sent again."""
    await _hold(tx, errand_id)
    letter = exists().where(queued_of(errand_id))
    await tx.execute(
        update(errands)
        .where(errands.c.id == errand_id, errands.c.state == ErrandState.DONE.value, letter)
        .values(state=ErrandState.OPEN.value, opens=now, active=now, closes=None)
    )


async def finish_if_done(tx: Tx, errand_id: int) -> bool:
    """Close an open errand of which nothing is queued or under way. Returns whether it is closed now."""
    await _hold(tx, errand_id)
    if await is_going(tx, errand_id):
        return False
    return await _change(tx, errand_id, (ErrandState.OPEN,), ErrandState.DONE, "")


async def _hold(tx: Tx, errand_id: int) -> None:
    """Keep an errand's state from others up to this transaction's end.

    PostgreSQL would else let one close it for having no letter, while another lets letters of it be sent again.
    """
    await tx.execute(select(errands.c.id).where(errands.c.id == errand_id).with_for_update())


async def _change(tx: Tx, errand_id: int, before: tuple[ErrandState, ...], after: ErrandState, reason: str) -> bool:
    done = await tx.execute(
        update(errands)
        .where(errands.c.id == errand_id, errands.c.state.in_([state.value for state in before]))
        .values(state=after.value, reason=reason)
    )
    return done.rowcount == 1
