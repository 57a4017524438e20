"""What the pool says of how well its sources are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Text, case, cast, exists, func, select, type_coerce

from digest.model import IN_THE_FUTURE, SET_ASIDE, Volume
from digest.store.engine import Tx
from digest.store.tables import articles

WEEK = timedelta(days=7)
_MICROSECOND = timedelta(microseconds=1)
# When it was news: what a first look brings of an archive was so long ago.
_TOLD = case((articles.c.published < articles.c.seen, articles.c.published), else_=articles.c.seen)


async def volumes(tx: Tx, *, now: datetime) -> dict[int, Volume]:
    """The volume of each source that ever brought anything."""
    seen, lately = articles.c.seen, articles.c.seen > now - WEEK
    ahead, aside = (lately & cast(articles.c.notes, Text).contains(note) for note in (IN_THE_FUTURE, SET_ASIDE))
    query = select(
        articles.c.source_id,
        func.count(),
        func.max(seen),
        _count(now - WEEK < _TOLD),
        _count((now - WEEK >= _TOLD) & (now - 5 * WEEK < _TOLD)),
        _count((articles.c.published > now + timedelta(hours=1)) | ahead),
        _count(articles.c.held.is_(True)),
        _count(aside),
    ).group_by(articles.c.source_id)
    names = ("articles", "newest", "last_week", "weeks_before", "future", "held", "set_aside")
    found = {row[0]: Volume(**dict(zip(names, row[1:], strict=True))) for row in await tx.execute(query)}
    held = {source_id for source_id, volume in found.items() if volume.held}
    for one, number in (await _renamed(tx, held)).items():
        found[one] = replace(found[one], renamed=number)
    for one, number in (await _usual(tx)).items():
        found[one] = replace(found[one], usual=number)
    return found


async def _usual(tx: Tx) -> dict[int, int]:
    """How many articles each source brought in the four weeks up to its newest."""
    told = type_coerce(_TOLD, BigInteger)
    newest = select(articles.c.source_id, func.max(told).label("told")).group_by(articles.c.source_id).subquery()
    query = (
        select(articles.c.source_id, func.count())
        .join(newest, newest.c.source_id == articles.c.source_id)
        .where(told > newest.c.told - 4 * WEEK // _MICROSECOND)
        .group_by(articles.c.source_id)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}


async def _renamed(tx: Tx, held: Collection[int]) -> dict[int, int]:
    """Of articles that are held back, how many are known by other ids, by source."""
    known = articles.alias()
    twin = (known.c.source_id == articles.c.source_id, known.c.hash == articles.c.hash, known.c.held.is_(False))
    query = (
        select(articles.c.source_id, func.count())
        .where(articles.c.source_id.in_(held), articles.c.held.is_(True), exists().where(*twin))
        .group_by(articles.c.source_id)
    )
    return {one: number for one, number in (await tx.execute(query)).all() if number} if held else {}


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
