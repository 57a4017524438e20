"""Errands: something to be carried to many readers. Its sheet is frozen with it.

The picture of an errand's states is in ``docs/states.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, exists, func, literal, or_, select

from digest.errors import NotFound
from digest.model import Canary, Errand, ErrandKind, ErrandState, InDoubtPolicy, Sheet
from digest.store.codec import unpack_sheet
from digest.store.engine import Tx
from digest.store.rows import QUEUED, UNDER_WAY, queued_of
from digest.store.tables import deliveries, errands


async def get(tx: Tx, errand_id: int) -> Errand:
    """The errand with this id.

    Raises:
        NotFound: there is none.
    """
    row = (await tx.execute(select(*_COLUMNS).where(errands.c.id == errand_id))).one_or_none()
    if row is None:
        raise NotFound(kind="errand", key=str(errand_id))
    return _read(row)


async def sheet_of(tx: Tx, errand_id: int) -> Sheet:
    """What the letters of an errand are made from.

    Raises:
        NotFound: there is no such errand.
        Damaged: the stored sheet cannot be read.
    """
    query = select(errands.c.sheet, errands.c.sheet_hash).where(errands.c.id == errand_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NotFound(kind="errand", key=str(errand_id))
    return unpack_sheet(row.sheet, row.sheet_hash)


async def due(tx: Tx, *, now: datetime) -> list[Errand]:
    """Open errands with a letter that is due, small mails first, then the oldest.

    Neither the hours of an errand's window nor its canary are asked here; whoever claims does. One that was begun
    stays open, whatever a clock that was set back says.
    """
    letter = exists().where(queued_of(errands.c.id), deliveries.c.not_before <= now)
    query = (
        select(*_COLUMNS)
        .where(errands.c.state == ErrandState.OPEN.value, or_(opened(now), errands.c.active.is_not(None)), letter)
        .order_by(errands.c.kind != ErrandKind.MAIL.value, errands.c.id)
    )
    return [_read(row) for row in await tx.execute(query)]


def opened(now: datetime) -> ColumnElement[bool]:
    """Whether the time to think better of it is over."""
    return or_(errands.c.opens.is_(None), errands.c.opens <= now)


async def still_open(tx: Tx, errand_ids: Sequence[int]) -> dict[int, Errand]:
    """Those of these errands that letters may be carried of, as they are now, by id."""
    query = select(*_COLUMNS).where(errands.c.id.in_(errand_ids), errands.c.state == ErrandState.OPEN.value)
    return {row.id: _read(row) for row in await tx.execute(query)}


async def unfinished(tx: Tx) -> list[Errand]:
    """Errands that are still freezing, open or paused."""
    going = (ErrandState.FREEZING.value, ErrandState.OPEN.value, ErrandState.PAUSED.value)
    rows = await tx.execute(select(*_COLUMNS).where(errands.c.state.in_(going)).order_by(errands.c.id))
    return [_read(row) for row in rows]


def _going(errand_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a letter is queued or under way: two questions, each for an index of its own."""
    under_way = select(deliveries.c.errand_id).where(deliveries.c.state == UNDER_WAY)
    return or_(exists().where(queued_of(errand_id)), errand_id.in_(under_way))


async def is_going(tx: Tx, errand_id: int) -> bool:
    """Whether a letter of an errand is queued or under way."""
    return bool((await tx.execute(select(_going(literal(errand_id, BigInteger))))).scalar_one())


async def all_done(tx: Tx) -> list[int]:
    """Every open errand of which nothing is queued or under way."""
    query = select(errands.c.id).where(errands.c.state == ErrandState.OPEN.value, ~_going(errands.c.id))
    return list((await tx.execute(query)).scalars())


async def closed_too_soon(tx: Tx) -> list[int]:
    """Every errand that is done although letters of it are queued: whoever deferred them is gone, and could not say so.

    From one errand with queued letters to the next, for the index over these: a million of one are read as one.
    """
    queued = deliveries.c.state == QUEUED
    waiting = select(func.min(deliveries.c.errand_id).label("errand")).where(queued).cte("waiting", recursive=True)
    following = select(func.min(deliveries.c.errand_id)).where(queued, deliveries.c.errand_id > waiting.c.errand)
    waiting = waiting.union_all(select(following.scalar_subquery()).where(waiting.c.errand.is_not(None)))
    done = (errands.c.state == ErrandState.DONE.value, errands.c.id.in_(select(waiting.c.errand)))
    return list((await tx.execute(select(errands.c.id).where(*done))).scalars())


_COLUMNS = tuple(column for column in errands.c if column.name not in ("sheet", "sheet_hash"))


def _read(row: Row[Any]) -> Errand:
    return Errand(
        id=row.id,
        kind=ErrandKind(row.kind),
        newsletter_id=row.newsletter_id,
        state=ErrandState(row.state),
        made=row.made,
        reason=row.reason,
        in_doubt=InDoubtPolicy(row.in_doubt),
        frozen_upto=row.frozen_upto,
        candidates=row.candidates,
        empty_handed=row.empty_handed,
        opens=row.opens,
        closes=row.closes,
        window=row.window,
        segment=row.segment,
        canary=Canary(row.canary),
        canary_until=row.canary_until,
        overruled=row.overruled,
        active=row.active,
    )
