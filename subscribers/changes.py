"""What readers changed, and what it was before: append-only, so that everything can be shown and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.tables import changes

UNDOABLE = timedelta(days=30)
MOST_SHOWN = 50
STANDING = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a reader changed. ``newsletter_id`` 0: about the person. ``undoes``: the change it takes back.

    ``before`` and ``after`` are as JSON has them: texts, numbers, None.
    """

    id: int
    person_id: int
    newsletter_id: int
    at: datetime
    what: str
    before: Any
    after: Any
    how: str = ""
    undoes: int | None = None


async def record(
    tx: AsyncConnection,
    *,
    person_id: int,
    newsletter_id: int = 0,
    what: str,
    before: Any,
    after: Any,
    how: str,
    now: datetime,
    undoes: int | None = None,
) -> int:
    """Write down a change; returns its number."""
    values = {"person_id": person_id, "newsletter_id": newsletter_id, "what": what, "how": how, "undoes": undoes}
    statement = insert(changes).values(**values, before=before, after=after, at=now).returning(changes.c.id)
    return int((await tx.execute(statement)).scalar_one())


async def change_of(tx: AsyncConnection, change_id: int) -> Change | None:
    """The change with this number."""
    row = (await tx.execute(select(changes).where(changes.c.id == change_id))).one_or_none()
    return _read(row) if row else None


async def changes_of(tx: AsyncConnection, person_id: int, *, since: datetime | None = None) -> list[Change]:
    """What somebody changed, newest first: all of it, or the newest few since a moment."""
    query = select(changes).where(changes.c.person_id == person_id).order_by(changes.c.id.desc())
    if since is not None:
        query = query.where(changes.c.at >= since).limit(MOST_SHOWN)
    return [_read(row) for row in await tx.execute(query)]


def undoable(found: Iterable[Change], *, now: datetime) -> list[Change]:
    """Those of somebody's changes that can still be taken back: young enough, and not taken back already. Pure."""
    every = list(found)
    taken_back = {one.undoes for one in every if one.undoes is not None}
    return [one for one in every if one.id not in taken_back and now - one.at <= UNDOABLE]


def _read(row: Row[Any]) -> Change:
    names = ("id", "person_id", "newsletter_id", "at", "what", "before", "after", "how", "undoes")
    return Change(**{name: getattr(row, name) for name in names})
