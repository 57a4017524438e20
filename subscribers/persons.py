"""Persons, whatever they read: found by address or id, and how they are stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import parse_address
from subscribers.ids import new_id
from subscribers.model import Person
from subscribers.tables import persons


async def find(tx: AsyncConnection, address: str) -> Person | None:
    """The person behind an address, in whatever spelling.

    Raises:
        AddressError: ``address`` is none.
    """
    query = select(persons).where(persons.c.canonical == parse_address(address).canonical)
    row = (await tx.execute(query)).one_or_none()
    return to_person(row) if row else None


async def person_by_id(tx: AsyncConnection, person_id: int) -> Person | None:
    """The person with this id."""
    row = (await tx.execute(select(persons).where(persons.c.id == person_id))).one_or_none()
    return to_person(row) if row else None


async def add_person(
    tx: AsyncConnection, address: str, canonical: str, profile: Person | None, now: datetime
) -> Person:
    """Somebody new, with what is known of them."""
    blank = Person(id=0, address=address, canonical=canonical)
    person = replace(profile or blank, id=new_id(now), address=address, canonical=canonical, made=now)
    await tx.execute(insert(persons).values(**_values(person, now)))
    return person


def _values(person: Person, now: datetime) -> dict[str, Any]:
    """A person as a row."""
    return {
        "id": person.id,
        "address": person.address,
        "canonical": person.canonical,
        "name": person.name,
        "language": person.language,
        "zone": person.zone,
        "attributes": dict(person.attributes),
        "made": person.made or now,
        "changed": now,
    }


def to_person(row: Row[Any]) -> Person:
    """A row as a person."""
    return Person(
        id=row.id,
        address=row.address,
        canonical=row.canonical,
        name=row.name,
        language=row.language,
        zone=row.zone,
        attributes=row.attributes,
        made=row.made,
    )
