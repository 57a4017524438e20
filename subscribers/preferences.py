"""What readers choose, read and changed. Each change is written down with what was before; ``undoing`` takes it back.

A value that is set to what it is already changes nothing and leaves no record, so everything here may be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import changes
from subscribers.model import Person, Standing
from subscribers.persons import person_by_id
from subscribers.picks import Picks, packed
from subscribers.tables import memberships, micros, persons
from subscribers.wishes import for_column, stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a reader chose of one newsletter.

    ``cadence`` "" is every issue, ``hour`` the hour of the day (0 to 23) in the reader's zone, None whenever the issue
    is ready. Nothing is sent before ``snoozed_until``.
    """

    newsletter_id: int
    standing: Standing
    cadence: str
    picks: Picks
    hour: int | None
    snoozed_until: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A reader, with what they chose of each newsletter they ever joined, by newsletter id."""

    person: Person
    choices: Mapping[int, Choices]


async def preferences(tx: AsyncConnection, person_id: int) -> Preferences | None:
    """What a reader chose; None for somebody who is not (any more) here."""
    person = await person_by_id(tx, person_id)
    if person is None:
        return None
    names = ("newsletter_id", "cadence", "picks", "hour", "snoozed_until", "since")
    rows = await tx.execute(
        select(memberships).where(memberships.c.person_id == person_id).order_by(memberships.c.newsletter_id)
    )
    choices = {
        row.newsletter_id: Choices(standing=Standing(row.standing), **{name: getattr(row, name) for name in names})
        for row in rows
    }
    return Preferences(person=person, choices=choices)


async def change(
    tx: AsyncConnection,
    person_id: int,
    wishes: Mapping[str, Any],
    *,
    newsletter_id: int = 0,
    how: str,
    now: datetime,
) -> list[int]:
    """Change what is wished for; returns the numbers of the changes, none where all of it was so already.

    Of a newsletter (``newsletter_id``): ``cadence`` (a key), ``picks`` (Picks), ``hour`` (0 to 23 or None),
    ``snoozed_until`` (an aware time or None). Of the person: ``name``, ``language``, ``zone`` (an IANA name).

    Raises:
        PreferenceError: a value is none that could be meant; nothing is changed then.
    """
    wanted = {what: stored(what, value, of_a_newsletter=bool(newsletter_id)) for what, value in wishes.items()}
    current = await current_values(tx, person_id, newsletter_id)
    made = []
    for what, value in wanted.items() if current else ():
        if current[what] != value:
            await write_value(tx, person_id, newsletter_id, what, value, now=now)
            about = {"person_id": person_id, "newsletter_id": newsletter_id}
            made.append(
                await changes.record(tx, **about, what=what, before=current[what], after=value, how=how, now=now)
            )
    return made


async def current_values(tx: AsyncConnection, person_id: int, newsletter_id: int) -> dict[str, Any]:
    """What can be changed of a person, or of their membership, as it is stored; empty where there is none."""
    if not newsletter_id:
        person = await person_by_id(tx, person_id)
        return {name: getattr(person, name) for name in ("name", "language", "zone", "address")} if person else {}
    where = (memberships.c.newsletter_id == newsletter_id, memberships.c.person_id == person_id)
    row = (await tx.execute(select(memberships).where(*where))).one_or_none()
    if row is None:
        return {}
    until = None if row.snoozed_until is None else micros(row.snoozed_until)
    return {"cadence": row.cadence, "picks": packed(row.picks), "hour": row.hour, "snoozed_until": until}


async def write_value(
    tx: AsyncConnection, person_id: int, newsletter_id: int, what: str, value: Any, *, now: datetime
) -> None:
    """Write one stored value where it belongs."""
    values = {what: for_column(what, value), "changed": now}
    if newsletter_id:
        where = (memberships.c.newsletter_id == newsletter_id, memberships.c.person_id == person_id)
        await tx.execute(update(memberships).where(*where).values(**values))
    else:
        await tx.execute(update(persons).where(persons.c.id == person_id).values(**values))
