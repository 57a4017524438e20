"""What cannot be done is set aside, so that those behind it are; it is tried again a few times, then no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

# After the first failure, the second, …; after one more it is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440))
LONGEST = 500  # characters of a reason
WELL = {"tries": 0, "later": None, "trouble": ""}  # what a row says that is not set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Something that could not be done: ``what`` it is, ``why``, and when it is tried again; None: never."""

    id: int
    what: str
    tries: int
    again: datetime | None
    why: str


def is_due(table: Table, now: datetime) -> ColumnElement[bool]:
    """Whether a row of a table with the columns of ``WELL`` may be taken: the first time, or once more."""
    later = table.c.later
    return or_(table.c.trouble == "", and_(later.is_not(None), later <= now))


async def put_aside(tx: AsyncConnection, table: Table, key: int, why: str, *, now: datetime) -> None:
    """Set a row aside for a while, longer each time, and in the end for good."""
    tries = int((await tx.execute(select(table.c.tries).where(table.c.id == key))).scalar_one_or_none() or 0)
    later = now + PAUSES[tries] if tries < len(PAUSES) else None
    values = {"tries": tries + 1, "later": later, "trouble": why[:LONGEST] or "unknown"}
    await tx.execute(update(table).where(table.c.id == key).values(**values))


async def put_off(tx: AsyncConnection, table: Table, key: int, why: str, *, now: datetime) -> None:
    """Set a row aside for a minute, for a reason that is not its own: that counts as no try."""
    values = {"later": now + PAUSES[0], "trouble": why[:LONGEST] or "unknown"}
    await tx.execute(update(table).where(table.c.id == key).values(**values))


async def aside_in(tx: AsyncConnection, table: Table, *, limit: int) -> Sequence[SetAside]:
    """What is set aside in a table, the oldest first."""
    rows = await tx.execute(select(table).where(table.c.trouble != "").order_by(table.c.id).limit(limit))
    return [_read(row) for row in rows]


def _read(row: Any) -> SetAside:
    return SetAside(id=row.id, what=row.kind, tries=row.tries, again=row.later, why=row.trouble)
