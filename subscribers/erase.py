"""Forgetting a person: what must go goes, what keeps the promise not to write again stays as a hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.roll import person_by_id
from subscribers.suppression import suppress_canonical
from subscribers.tables import bounces, consents, memberships, persons
from subscribers.tokens import Keys


async def forget(tx: AsyncConnection, person_id: int, *, keys: Keys, now: datetime) -> bool:
    """Erase a person, their memberships and consents; keep one keyed hash. Returns whether there was anybody."""
    person = await person_by_id(tx, person_id)
    if person is None:
        return False
    await suppress_canonical(tx, person.canonical, reason="forgotten", keys=keys, now=now)
    await tx.execute(delete(bounces).where(bounces.c.person_id == person_id))
    await tx.execute(delete(consents).where(consents.c.person_id == person_id))
    await tx.execute(delete(memberships).where(memberships.c.person_id == person_id))
    await tx.execute(delete(persons).where(persons.c.id == person_id))
    return True
