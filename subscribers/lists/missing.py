"""Readers who are not in a file that claims to be the whole list (``Mode.SYNC``).

They are removed, not left: that word belongs to the reader. The next list may bring them back.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, literal, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.lists.job import Import
from subscribers.lists.meeting import met
from subscribers.lists.writing import HOW
from subscribers.model import Event, Standing
from subscribers.tables import consents, memberships

READING = (Standing.ACTIVE.value, Standing.PAUSED.value)


async def count_missing(tx: AsyncConnection, job: Import) -> tuple[int, int]:
    """How many readers were not met, and of how many."""
    readers = select(func.count()).select_from(memberships).where(*_readers(job))
    missing = readers.where(_missing(job))
    return int((await tx.execute(missing)).scalar_one()), int((await tx.execute(readers)).scalar_one())


async def remove_missing(tx: AsyncConnection, job: Import) -> int:
    """Take those off the newsletter; returns how many."""
    where: tuple[Any, ...] = (*_readers(job), _missing(job))
    said = select(
        memberships.c.person_id, memberships.c.newsletter_id, literal(job.now, memberships.c.since.type),
        literal(Event.REMOVE.value), literal(HOW), literal(job.source), literal(""),
    ).where(*where)  # fmt: skip
    names = ["person_id", "newsletter_id", "at", "event", "how", "wording", "client"]
    await tx.execute(insert(consents).from_select(names, said, include_defaults=False))
    removed = {"standing": Standing.REMOVED.value, "since": job.now, "changed": job.now}
    return (await tx.execute(update(memberships).where(*where).values(**removed))).rowcount


def _readers(job: Import) -> tuple[ColumnElement[bool], ...]:
    # Whoever joined while the file was being read cannot be in it.
    mine, now = memberships.c.newsletter_id == job.newsletter_id, memberships.c.since <= job.now
    return (mine, memberships.c.standing.in_(READING), now)


def _missing(job: Import) -> ColumnElement[bool]:
    made_here = memberships.c.person_id.between(job.first_id, job.next_id - 1)
    return and_(not_(made_here), not_(exists().where(met.c.id == memberships.c.person_id)))
