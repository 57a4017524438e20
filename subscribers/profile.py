"""All that is known of one reader, for whoever has to answer for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import canonical_key, parse_address
from subscribers.bounces import soft_bounces
from subscribers.model import Consent, Event, Membership, Person, Profile, Standing
from subscribers.persons import find, person_by_id
from subscribers.stepping import take_step
from subscribers.suppression import suppression_of
from subscribers.tables import memberships
from subscribers.tokens import Keys


async def profile(tx: AsyncConnection, address: str, *, keys: Keys) -> Profile:
    """Person, standing with each newsletter, suppression and soft bounces. An address nobody has gives an empty one.

    Raises:
        AddressError: ``address`` is none.
    """
    person = await find(tx, address)
    suppression = await suppression_of(tx, canonical_key(parse_address(address).canonical, keys))
    if person is None:
        return Profile(person=None, suppression=suppression)
    return Profile(
        person=person,
        memberships=tuple(await memberships_of(tx, person)),
        suppression=suppression,
        soft_bounces=await soft_bounces(tx, person.id),
    )


async def memberships_of(tx: AsyncConnection, person: Person) -> list[Membership]:
    """Where somebody stands with each newsletter they ever joined, the oldest newsletter first."""
    query = select(memberships).where(memberships.c.person_id == person.id).order_by(memberships.c.newsletter_id)
    return [
        Membership(
            person=person,
            newsletter_id=row.newsletter_id,
            standing=Standing(row.standing),
            cadence=row.cadence,
            since=row.since,
        )
        for row in await tx.execute(query)
    ]


async def leave_all(tx: AsyncConnection, person_id: int, *, why: str, now: datetime) -> bool:
    """Take somebody off every newsletter, where nobody knows which one they meant. Returns whether they are here."""
    person = await person_by_id(tx, person_id)
    for one in await memberships_of(tx, person) if person else ():
        of, consent = one.newsletter_id, Consent(how=why)
        await take_step(tx, Event.LEAVE, person_id=person_id, newsletter_id=of, consent=consent, now=now)
    return person is not None


async def left_since(tx: AsyncConnection, newsletter_id: int, since: datetime) -> int:
    """How many left a newsletter since a moment, and did not come back."""
    left = (memberships.c.newsletter_id == newsletter_id, memberships.c.standing == Standing.LEFT.value)
    return int((await tx.execute(select(func.count()).where(*left, memberships.c.since >= since))).scalar_one())
