"""The outbox: claim, mark, settle, give back, rescue. Every write is fenced by the lease that claimed the row.

The picture of a delivery's states is in ``docs/states.md``; the steps between them are here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, or_, select, update

from digest.model import Delivery, DeliveryState, InDoubtPolicy
from digest.store.engine import Tx
from digest.store.tables import deliveries, errands

MOST_CRASHES = 3  # a letter that took its process down this often is parked

QUEUED, SENDING = DeliveryState.QUEUED.value, DeliveryState.SENDING.value
IN_DOUBT, PARKED, SENT = DeliveryState.IN_DOUBT.value, DeliveryState.PARKED.value, DeliveryState.SENT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one claimed delivery. ``counted`` False: the attempt was not the reader's side's fault."""

    delivery_id: int
    state: DeliveryState
    not_before: datetime | None = None
    code: int = 0
    enhanced: str = ""
    text: str = ""
    counted: bool = True


async def claim(
    tx: Tx, *, errand_id: int, limit: int, lease: str, lease_for: timedelta, now: datetime
) -> list[Delivery]:
    """Take up to ``limit`` due deliveries of an open errand, the longest waiting first.

    One statement for both databases; PostgreSQL skips rows that another process is taking.
    """
    open_errand = select(errands.c.id).where(errands.c.id == errand_id, errands.c.state == "open").scalar_subquery()
    due = (
        select(deliveries.c.id)
        .where(
            deliveries.c.errand_id == open_errand,
            deliveries.c.state == QUEUED,
            deliveries.c.not_before <= now,
        )
        .order_by(deliveries.c.not_before, deliveries.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(deliveries)
        .where(deliveries.c.id.in_(due))
        .values(
            state=SENDING,
            attempts=deliveries.c.attempts + 1,
            lease=lease,
            lease_until=now + lease_for,
            data_started=None,
        )
        .returning(*deliveries.c)
    )
    return [_read(row) for row in await tx.execute(statement)]


async def renew(tx: Tx, *, lease: str, lease_for: timedelta, now: datetime) -> None:
    """Keep what a living process has claimed."""
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.lease == lease, deliveries.c.state == SENDING)
        .values(lease_until=now + lease_for)
    )


async def mark_data_started(tx: Tx, delivery_ids: Sequence[int], *, lease: str, now: datetime) -> set[int]:
    """Write down that DATA begins. Returns those that are still ours: no other may be sent."""
    statement = (
        update(deliveries)
        .where(deliveries.c.id.in_(delivery_ids), deliveries.c.lease == lease, deliveries.c.state == SENDING)
        .values(data_started=now)
        .returning(deliveries.c.id)
    )
    return set((await tx.execute(statement)).scalars())


async def settle(tx: Tx, results: Sequence[Result], *, lease: str, now: datetime) -> None:
    """Write down what became of claimed deliveries.

    A row that was rescued into doubt while its process was stopped still knows the lease, so its true owner may
    settle it; a row that somebody else claimed since does not, and is left alone.
    """
    where = (
        deliveries.c.id == bindparam("which"),
        deliveries.c.lease == lease,
        or_(deliveries.c.state == SENDING, deliveries.c.state == IN_DOUBT),
    )
    statement = (
        update(deliveries)
        .where(*where)
        .values(
            state=bindparam("new_state"),
            not_before=bindparam("new_not_before"),
            attempts=deliveries.c.attempts - bindparam("uncounted"),
            code=bindparam("new_code"),
            enhanced=bindparam("new_enhanced"),
            text=bindparam("new_text"),
            settled=now,
            lease="",
            lease_until=None,
        )
    )
    rows: list[dict[str, Any]] = [
        {
            "which": result.delivery_id,
            "new_state": result.state.value,
            "new_not_before": result.not_before or now,
            "uncounted": 0 if result.counted else 1,
            "new_code": result.code,
            "new_enhanced": result.enhanced,
            "new_text": result.text[:500],
        }
        for result in results
    ]
    if rows:
        await tx.execute(statement, rows)


async def release(tx: Tx, *, lease: str, now: datetime) -> None:
    """Give back what was claimed and whose DATA never began; it counts as no attempt."""
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.lease == lease, deliveries.c.state == SENDING, deliveries.c.data_started.is_(None))
        .values(state=QUEUED, attempts=deliveries.c.attempts - 1, not_before=now, lease="", lease_until=None)
    )


async def open_leases(tx: Tx) -> list[str]:
    """The leases under which letters are under way."""
    query = select(deliveries.c.lease).where(deliveries.c.state == SENDING).distinct()
    return list((await tx.execute(query)).scalars())


async def rescue(tx: Tx, *, now: datetime, dead: Sequence[str] = ()) -> int:
    """Take back the rows of processes that are gone: their lease ran out, or is among ``dead``.

    Without the DATA mark nothing was sent: queued again. With it nobody knows: in doubt, or what the errand's
    policy says. A row that was lost with its process three times is parked. Returns how many rows moved.
    """
    lost = (
        deliveries.c.state == SENDING,
        or_(deliveries.c.lease_until < now, deliveries.c.lease.in_(dead)),
    )
    crashed = deliveries.c.crashes + 1
    parked = await tx.execute(
        update(deliveries)
        .where(*lost, crashed >= MOST_CRASHES, deliveries.c.data_started.is_(None))
        .values(state=PARKED, crashes=crashed, settled=now, text="Its process ended three times while it had it.")
    )
    again = await tx.execute(
        update(deliveries)
        .where(*lost, deliveries.c.data_started.is_(None))
        .values(state=QUEUED, crashes=crashed, not_before=now, lease="", lease_until=None)
    )
    policy = select(errands.c.in_doubt).where(errands.c.id == deliveries.c.errand_id).scalar_subquery()
    after = case(
        (policy == InDoubtPolicy.RESEND.value, QUEUED),
        (policy == InDoubtPolicy.ASSUME_SENT.value, SENT),
        else_=IN_DOUBT,
    )
    doubt = await tx.execute(
        update(deliveries)
        .where(*lost)
        .values(state=after, crashes=crashed, not_before=now, settled=now, text="Its process ended during DATA.")
    )
    return parked.rowcount + again.rowcount + doubt.rowcount


def _read(row: Row[Any]) -> Delivery:
    names = ("id", "errand_id", "recipient_id", "attempts", "crashes", "not_before", "lease", "lease_until")
    replies = ("address", "code", "enhanced", "text")
    return Delivery(**{name: getattr(row, name) for name in (*names, *replies)}, state=DeliveryState(row.state))
