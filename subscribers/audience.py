"""The audience: who may be written to now, a page at a time and once more at the last moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.model import Recipient, Standing
from subscribers.segments import Test, condition, find, parse
from subscribers.tables import memberships, persons

PAGE = 1000

_RECIPIENT = (
    persons.c.id, persons.c.address, persons.c.name, persons.c.language, persons.c.zone, memberships.c.picks,
    memberships.c.hour,
)  # fmt: skip


async def recipients(
    tx: AsyncConnection,
    newsletter_id: int,
    *,
    cadence: str = "",
    after: int = 0,
    limit: int = PAGE,
    now: datetime | None = None,
    within: Test | None = None,
) -> list[Recipient]:
    """A page of those who may be written to, by ascending id beyond ``after``; an empty page is the end.

    With a ``cadence``, those who chose it and those who chose none; with ``now``, nobody who wants to be left alone
    until later; ``within`` a segment, only its readers.
    """
    query = (
        select(*_RECIPIENT)
        .join(memberships, memberships.c.person_id == persons.c.id)
        .where(*_active(newsletter_id, cadence, now), *_within(tx, within), memberships.c.person_id > after)
        .order_by(memberships.c.person_id)
        .limit(limit)
    )
    return list(_to_recipients((await tx.execute(query)).all()))


async def hours(
    tx: AsyncConnection, newsletter_id: int, *, cadence: str = "", now: datetime, within: Test | None = None
) -> dict[tuple[int | None, str], int]:
    """How many of those who may be written to now asked for which hour in which zone."""
    columns = (memberships.c.hour, persons.c.zone)
    query = (
        select(*columns, func.count())
        .select_from(memberships)
        .join(persons, memberships.c.person_id == persons.c.id)
        .where(*_active(newsletter_id, cadence, now), *_within(tx, within))
        .group_by(*columns)
    )
    return {(hour, zone): number for hour, zone, number in (await tx.execute(query)).all()}


async def languages(tx: AsyncConnection, newsletter_id: int) -> set[str]:
    """The languages that those who may be written to chose, as they are stored ("de-AT")."""
    query = (
        select(persons.c.language)
        .join(memberships, memberships.c.person_id == persons.c.id)
        .where(*_active(newsletter_id, ""), persons.c.language != "")
        .distinct()
    )
    return set((await tx.execute(query)).scalars())


async def count(tx: AsyncConnection, newsletter_id: int, *, cadence: str = "", within: Test | None = None) -> int:
    """How many may be written to; ``within`` a segment, of its readers."""
    query = select(func.count()).select_from(memberships).where(*_active(newsletter_id, cadence))
    if within is not None:
        query = query.join(persons, memberships.c.person_id == persons.c.id).where(*_within(tx, within))
    return int((await tx.execute(query)).scalar_one())


async def reach(tx: AsyncConnection, newsletter_id: int, segment: str, *, now: datetime) -> tuple[int, int]:
    """How many of those who may be written to a segment takes (a name or words; "": all), and of how many.

    Raises:
        SegmentError: it cannot be understood, or there is none with this name.
    """
    within = parse(await find(tx, segment), now=now) if segment else None
    everybody = await count(tx, newsletter_id)
    return (everybody if within is None else await count(tx, newsletter_id, within=within)), everybody


async def still_welcome(
    tx: AsyncConnection, newsletter_id: int, person_ids: Sequence[int], *, now: datetime | None = None
) -> Mapping[int, Recipient]:
    """Those of a batch who may still be written to at this moment, as they are now; ``now`` as for ``recipients``."""
    query = (
        select(*_RECIPIENT)
        .join(memberships, memberships.c.person_id == persons.c.id)
        .where(*_active(newsletter_id, "", now), memberships.c.person_id.in_(person_ids))
    )
    return {recipient.id: recipient for recipient in _to_recipients((await tx.execute(query)).all())}


async def whoever(tx: AsyncConnection, person_ids: Sequence[int]) -> Mapping[int, Recipient]:
    """People as a letter needs them, whatever they joined or left: for a mail that answers what they did themselves."""
    query = select(persons).where(persons.c.id.in_(person_ids))
    names = ("id", "address", "name", "language", "zone")
    return {row.id: Recipient(**{name: getattr(row, name) for name in names}) for row in await tx.execute(query)}


async def why_not(tx: AsyncConnection, newsletter_id: int, person_ids: Iterable[int]) -> Mapping[int, str]:
    """Why each of these is not written to.

    "left", "paused", "pending", "suppressed", "snoozed", or "unknown" (forgotten).
    """
    people = list(person_ids)
    query = select(memberships.c.person_id, memberships.c.standing).where(
        memberships.c.newsletter_id == newsletter_id, memberships.c.person_id.in_(people)
    )
    active = Standing.ACTIVE.value  # so it is a rest that they asked for
    known = {person: "snoozed" if why == active else why for person, why in (await tx.execute(query)).all()}
    return {person: known.get(person, "unknown") for person in people}


def _active(newsletter_id: int, cadence: str, now: datetime | None = None) -> tuple[ColumnElement[bool], ...]:
    where = [memberships.c.newsletter_id == newsletter_id, memberships.c.standing == Standing.ACTIVE.value]
    if cadence:
        where.append(memberships.c.cadence.in_(("", cadence)))
    if now is not None:
        where.append(or_(memberships.c.snoozed_until.is_(None), memberships.c.snoozed_until <= now))
    return tuple(where)


def _within(tx: AsyncConnection, segment: Test | None) -> tuple[ColumnElement[bool], ...]:
    return () if segment is None else (condition(tx, segment),)


def _to_recipients(rows: Iterable[Any]) -> Iterator[Recipient]:
    # Unpacked, not asked by name: a million of these are made in a send.
    for person_id, address, name, language, zone, picks, hour in rows:
        yield Recipient(id=person_id, address=address, name=name, language=language, zone=zone, picks=picks, hour=hour)
