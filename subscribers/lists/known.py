"""Who of a page is known: here, on the suppression list, or met on an earlier page of the same file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row as Record
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import canonical_key
from subscribers.lists.bulk import pages_of
from subscribers.lists.deciding import Known
from subscribers.lists.job import Import
from subscribers.lists.meeting import meet, nameless
from subscribers.lists.rowed import Facts, Member, Row
from subscribers.model import Standing
from subscribers.suppression import any_suppressed, suppressed_among
from subscribers.tables import memberships, persons

_MEMBER = [memberships.c[name] for name in ("standing", "before", "cadence", "hour", "snoozed_until", "picks", "since")]


async def closed_among(tx: AsyncConnection, job: Import, rows: Sequence[Row]) -> Collection[str]:
    """Those whose address is on the suppression list, the forgotten among them."""
    if not await any_suppressed(tx):
        return frozenset()
    keys = {canonical_key(row.canonical, job.keys): row.canonical for row in rows}
    return {keys[key] for key in await suppressed_among(tx, keys)}


async def look_up(tx: AsyncConnection, job: Import, rows: Sequence[Row]) -> dict[str, Known]:
    """Those of a page who are here, with their membership of this newsletter."""
    own = (memberships.c.person_id == persons.c.id) & (memberships.c.newsletter_id == job.newsletter_id)
    query = select(persons, *_MEMBER).outerjoin(memberships, own)
    found = pages_of(tx, query, persons.c.canonical, [row.canonical for row in rows])
    return {row.canonical: _known(row) async for row in found}


def _known(row: Record[Any]) -> Known:
    member = row.standing and Member(
        Standing(row.standing), row.before, row.cadence, row.hour, row.snoozed_until, row.picks, row.since
    )
    return Known(row.id, Facts(row.name, row.language, row.zone, row.attributes), member or None)


async def met_before(
    tx: AsyncConnection, job: Import, rows: Sequence[Row], known: Mapping[str, Known]
) -> Collection[str]:
    """Those of a page who came on an earlier page of the same file."""
    numbers = {one.person_id: canonical for canonical, one in known.items() if not job.made_here(one.person_id)}
    if job.dry_run:
        numbers |= {nameless(row.canonical): row.canonical for row in rows if row.canonical not in known}
    before = {numbers[number] for number in await meet(tx, numbers)}
    return before | {canonical for canonical, one in known.items() if job.made_here(one.person_id)}


async def spare(tx: AsyncConnection, addresses: Sequence[str]) -> None:
    """Whose row was refused is in the file all the same."""
    query = select(persons.c.id, persons.c.canonical)
    await meet(tx, [row.id async for row in pages_of(tx, query, persons.c.canonical, addresses)])
