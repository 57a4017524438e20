"""Pins: the articles that editors want in a newsletter's next issue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Table, delete, select

from digest.store.engine import Tx, insert_new
from digest.store.tables import metadata
from digest.store.telling import articles_told
from subscribers import UtcDateTime

pins = Table(
    "pins",
    metadata,
    Column("newsletter_id", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),
    Column("made", UtcDateTime, nullable=False),
)


async def pin(tx: Tx, newsletter_id: int, article_id: int, *, now: datetime) -> None:
    """Pin an article; one that is pinned stays so."""
    row = {"newsletter_id": newsletter_id, "article_id": article_id, "made": now}
    await tx.execute(insert_new(tx, pins), [row])


async def unpin(tx: Tx, newsletter_id: int, article_id: int) -> bool:
    """Take a pin away. Returns whether there was one."""
    where = (pins.c.newsletter_id == newsletter_id, pins.c.article_id == article_id)
    return bool((await tx.execute(delete(pins).where(*where))).rowcount)


async def ever_made(tx: Tx, newsletter_id: int) -> list[tuple[int, datetime]]:
    """The ids of all articles that are pinned, told or not, and when each was, the oldest pin first."""
    query = select(pins.c.article_id, pins.c.made).where(pins.c.newsletter_id == newsletter_id)
    ordered = query.order_by(pins.c.made, pins.c.article_id)
    return [(article_id, made) for article_id, made in (await tx.execute(ordered)).all()]


async def of_newsletter(tx: Tx, newsletter_id: int, *, segment: str = "") -> list[tuple[int, datetime]]:
    """The ids of pinned articles that it has not told yet, and when each was pinned, the oldest pin first.

    What it told to another ``segment`` of its readers is not told yet.
    """
    told = articles_told(newsletter_id, segment=segment)
    query = (
        select(pins.c.article_id, pins.c.made)
        .where(pins.c.newsletter_id == newsletter_id, pins.c.article_id.not_in(told))
        .order_by(pins.c.made, pins.c.article_id)
    )
    return [(article_id, made) for article_id, made in (await tx.execute(query)).all()]
