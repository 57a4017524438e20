"""Forgetting a person: what must go goes, what keeps the promise not to write again stays as a hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.persons import person_by_id
from subscribers.suppression import suppress_canonical
from subscribers.tables import bounces, changes, consents, memberships, persons, requests
from subscribers.tokens import Keys


async def forget(tx: AsyncConnection, person_id: int, *, keys: Keys, now: datetime) -> bool:
    """Erase a person and all that is known of them; keep one keyed hash. Returns whether there was anybody."""
    person = await person_by_id(tx, person_id)
    if person is None:
        return False
    await suppress_canonical(tx, person.canonical, reason="forgotten", keys=keys, now=now)
    await tx.execute(delete(requests).where(func.lower(requests.c.address) == person.canonical))
    await erase_rows(tx, person_id)
    return True


async def erase_rows(tx: AsyncConnection, person_id: int) -> None:
    """Every row about a person: memberships, consents, changes, requests, bounces, and the person."""
    for table in (bounces, changes, consents, memberships, requests):
        await tx.execute(delete(table).where(table.c.person_id == person_id))
    await tx.execute(delete(persons).where(persons.c.id == person_id))
