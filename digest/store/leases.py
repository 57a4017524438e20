"""Leases: who holds claimed letters and open runs, and whether they have said lately that they live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

import subscribers
from digest.model import Lease
from digest.store.engine import Tx
from digest.store.tables import leases


async def take(tx: Tx, holder: str, *, now: datetime) -> int:
    """A new lease for a process; returns its id."""
    lease = subscribers.new_id(now)
    await tx.execute(insert(leases).values(id=lease, holder=holder, beat=0, taken=now))
    return lease


async def beat(tx: Tx, lease: int) -> None:
    """Say that its holder lives."""
    await tx.execute(update(leases).where(leases.c.id == lease).values(beat=leases.c.beat + 1))


async def every(tx: Tx) -> list[Lease]:
    """All leases there are."""
    rows = await tx.execute(select(leases.c.id, leases.c.holder, leases.c.beat).order_by(leases.c.id))
    return [Lease(id=row.id, holder=row.holder, beat=row.beat) for row in rows]


def is_held(tx: Connection, lease: int) -> bool:
    """Whether its holder has not been taken for dead; so it stays until the transaction ends."""
    query = select(leases.c.id).where(leases.c.id == lease).with_for_update(read=True)
    return tx.execute(query).scalar_one_or_none() is not None


async def drop(tx: Tx, which: Sequence[int]) -> None:
    """Their holders have let go of everything, or are gone."""
    await tx.execute(delete(leases).where(leases.c.id.in_(which)))
