"""What the pool says of how well its sources are."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select

from digest.model import Volume
from digest.store.engine import Tx
from digest.store.tables import articles

WEEK = timedelta(days=7)


async def volumes(tx: Tx, *, now: datetime) -> dict[int, Volume]:
    """The volume of each source that ever brought anything."""
    seen = articles.c.seen
    query = select(
        articles.c.source_id,
        func.count(),
        func.max(seen),
        _count(seen > now - WEEK),
        _count((seen <= now - WEEK) & (seen > now - 5 * WEEK)),
        _count(articles.c.published > now + timedelta(hours=1)),
        _count(articles.c.held.is_(True)),
    ).group_by(articles.c.source_id)
    names = ("articles", "newest", "last_week", "weeks_before", "future", "held")
    return {row[0]: Volume(**dict(zip(names, row[1:], strict=True))) for row in await tx.execute(query)}


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
