"""The roll: who joined which newsletter, and who may be written to now.

Every function works in the caller's transaction and may be repeated.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import consent as consents
from subscribers.address import canonical_key, parse_address
from subscribers.errors import NotPermitted
from subscribers.model import Consent, Event, Joined, Membership, Person, Standing
from subscribers.persons import add_person, find, person_by_id, to_person
from subscribers.standing import step
from subscribers.suppression import is_suppressed, unsuppress
from subscribers.tables import bounces, memberships, persons
from subscribers.tokens import Keys

PAGE = 1000


async def join(
    tx: AsyncConnection,
    address: str,
    newsletter_id: int,
    *,
    consent: Consent,
    keys: Keys,
    now: datetime,
    profile: Person | None = None,
    cadence: str = "",
    confirmed: bool = False,
) -> Joined:
    """Put somebody on the roll: pending, or active at once when they already agreed (``confirmed``).

    Raises:
        AddressError: ``address`` is none.
        NotPermitted: ``confirmed`` is claimed for somebody who left or is suppressed; only they can come back.
    """
    parsed = parse_address(address)
    person = await find(tx, address) or await add_person(tx, parsed.address, parsed.canonical, profile, now)
    stored = before = await standing_of(tx, newsletter_id, person.id)
    if before is None and await is_suppressed(tx, canonical_key(parsed.canonical, keys)):
        before = Standing.SUPPRESSED
    if confirmed and before in (Standing.LEFT, Standing.SUPPRESSED):
        raise NotPermitted(f"{address} is {before.value}; only the reader can come back, by confirming.", why=before)
    after = step(before, Event.JOIN)
    if confirmed:
        after = step(after, Event.CONFIRM)
    # Somebody suppressed who asks for one more newsletter is put on its roll as such: only so can they confirm.
    if after is not stored:
        await write_standing(tx, newsletter_id, person.id, after, now=now, cadence=cadence)
        event = Event.CONFIRM if after is Standing.ACTIVE else Event.JOIN
        await consents.record(tx, [person.id], newsletter_id, event, consent, now=now)
    return Joined(person_id=person.id, standing=after, changed=after is not stored)


async def confirm(
    tx: AsyncConnection, *, person_id: int, newsletter_id: int, consent: Consent, keys: Keys, now: datetime
) -> Joined:
    """The reader confirmed by their own hand: the only way out of suppression."""
    before = await standing_of(tx, newsletter_id, person_id)
    after = step(before, Event.CONFIRM)
    if before is Standing.SUPPRESSED:
        person = await person_by_id(tx, person_id)
        if person:
            await unsuppress(tx, canonical_key(person.canonical, keys))
            await tx.execute(delete(bounces).where(bounces.c.person_id == person_id))
    if after is not before:
        await write_standing(tx, newsletter_id, person_id, after, now=now)
        await consents.record(tx, [person_id], newsletter_id, Event.CONFIRM, consent, now=now)
    return Joined(person_id=person_id, standing=after, changed=after is not before)


async def move(
    tx: AsyncConnection, event: Event, *, person_id: int, newsletter_id: int, consent: Consent, now: datetime
) -> bool:
    """Pause, resume or leave. Returns whether anything changed; somebody unknown changes nothing.

    Raises:
        NotPermitted: the standing has no such step.
    """
    before = await standing_of(tx, newsletter_id, person_id)
    if before is None:
        return False
    after = step(before, event)
    if after is before:
        return False
    await write_standing(tx, newsletter_id, person_id, after, now=now)
    await consents.record(tx, [person_id], newsletter_id, event, consent, now=now)
    return True


async def leave(tx: AsyncConnection, *, person_id: int, newsletter_id: int, why: str, now: datetime) -> bool:
    """Take somebody off the roll, at once. Returns whether they were on it."""
    return await move(
        tx, Event.LEAVE, person_id=person_id, newsletter_id=newsletter_id, consent=Consent(how=why), now=now
    )


async def standing_of(tx: AsyncConnection, newsletter_id: int, person_id: int) -> Standing | None:
    """Where somebody stands with a newsletter; None if they never joined."""
    query = select(memberships.c.standing).where(
        memberships.c.newsletter_id == newsletter_id, memberships.c.person_id == person_id
    )
    standing = (await tx.execute(query)).scalar_one_or_none()
    return Standing(standing) if standing else None


async def counts(tx: AsyncConnection, newsletter_id: int) -> dict[Standing, int]:
    """How many stand where."""
    query = (
        select(memberships.c.standing, func.count())
        .where(memberships.c.newsletter_id == newsletter_id)
        .group_by(memberships.c.standing)
    )
    return {Standing(standing): number for standing, number in (await tx.execute(query)).all()}


async def subscribers_of(
    tx: AsyncConnection,
    newsletter_id: int,
    *,
    standing: Standing | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> list[Membership]:
    """A page of the roll, whatever their standing, by ascending person id beyond ``after``."""
    query = (
        select(persons, memberships.c.standing, memberships.c.cadence, memberships.c.since)
        .join(memberships, memberships.c.person_id == persons.c.id)
        .where(memberships.c.newsletter_id == newsletter_id, memberships.c.person_id > after)
        .order_by(memberships.c.person_id)
        .limit(limit)
    )
    if standing:
        query = query.where(memberships.c.standing == standing.value)
    return [
        Membership(
            person=to_person(row),
            newsletter_id=newsletter_id,
            standing=Standing(row.standing),
            cadence=row.cadence,
            since=row.since,
        )
        for row in await tx.execute(query)
    ]


async def write_standing(
    tx: AsyncConnection, newsletter_id: int, person_id: int, standing: Standing, *, now: datetime, cadence: str = ""
) -> None:
    """Write down where somebody stands; whether they may was asked before."""
    # Somebody suppressed who joins would be pending otherwise; every other standing hides nothing.
    hidden = Standing.PENDING.value if standing is Standing.SUPPRESSED else ""
    changed: dict[str, Any] = {"standing": standing.value, "before": hidden, "changed": now, "since": now}
    if cadence:
        changed["cadence"] = cadence
    where = (memberships.c.newsletter_id == newsletter_id, memberships.c.person_id == person_id)
    done = await tx.execute(update(memberships).where(*where).values(**changed))
    if done.rowcount == 0:
        await tx.execute(insert(memberships).values(newsletter_id=newsletter_id, person_id=person_id, **changed))
