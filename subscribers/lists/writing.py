"""Writing people who are new, and all that follows where a file says nothing special of them: two statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import BindParameter, Insert, bindparam, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.lists.bulk import as_copied_alike, copy_rows, insert_rows
from subscribers.lists.job import Import
from subscribers.lists.rowed import Row
from subscribers.model import Event, Standing
from subscribers.tables import consents, memberships, micros, persons

PERSON = ("id", "address", "canonical", "name", "language", "zone", "attributes", "made", "changed")
CONSENT = ("person_id", "newsletter_id", "at", "event", "how", "wording", "client")
HOW = "import"


def person_rows(job: Import, people: Iterable[tuple[int, Row]]) -> Iterator[tuple[Any, ...]]:
    """New persons as they are stored. Not a list: rows that are looked at one by one need not be kept."""
    now = micros(job.now)
    return (
        (person_id, address, canonical, name, language, zone, _json(kept) if kept else "{}", now, now)
        for person_id, (_, address, canonical, name, language, zone, kept, _) in people
    )


async def write_people(tx: AsyncConnection, job: Import, people: Iterable[tuple[int, Row]]) -> None:
    """New persons.

    Raises:
        the driver's IntegrityError: one of the addresses is here already.
    """
    await insert_rows(tx, persons, PERSON, person_rows(job, people))


async def write_copied(tx: AsyncConnection, copied: Iterable[bytes]) -> None:
    """New persons of whom the bytes are ready; as ``write_people``."""
    await copy_rows(tx, persons, PERSON, copied)


async def write_plain(tx: AsyncConnection, job: Import, ids: Sequence[int]) -> None:
    """Memberships and consents of new readers of whom a file says nothing special: two statements for all."""
    if not ids:
        return
    bound = {"newsletter": job.newsletter_id, "first": ids[0], "last": ids[-1], "now": job.now, "source": job.source}
    # Ids without a gap need not be looked up, where a database can count.
    counted = job.copying and ids[-1] - ids[0] + 1 == len(ids)
    await tx.execute(_plain_memberships(counted=counted), bound)
    if job.copying:
        alike = (job.newsletter_id, micros(job.now), Event.CONFIRM.value, HOW, job.source, "")
        await copy_rows(tx, consents, CONSENT, [as_copied_alike(ids, alike)])
    else:
        await tx.execute(_plain_consents(), bound)


def _new_ones(*columns: Any, counted: bool) -> Any:
    first, last = (bindparam(name, type_=persons.c.id.type) for name in ("first", "last"))
    newsletter, now = bindparam("newsletter", type_=memberships.c.newsletter_id.type), _now()
    if counted:
        return select(func.generate_series(first, last).column_valued("id"), newsletter, now, *columns)
    made_here = persons.c.id.between(first, last), persons.c.made == now
    return select(persons.c.id, newsletter, now, *columns).where(*made_here)


def _now() -> BindParameter[datetime]:
    return bindparam("now", type_=persons.c.made.type)


@lru_cache(2)
def _plain_memberships(*, counted: bool) -> Insert:
    chosen = _new_ones(literal(Standing.ACTIVE.value), literal(""), literal(""), _now(), counted=counted)
    names = ["person_id", "newsletter_id", "since", "standing", "before", "cadence", "changed"]
    return insert(memberships).from_select(names, chosen, include_defaults=False)


@lru_cache(1)
def _plain_consents() -> Insert:
    source = bindparam("source", type_=consents.c.wording.type)
    chosen = _new_ones(literal(Event.CONFIRM.value), literal(HOW), source, literal(""), counted=False)
    names = ["person_id", "newsletter_id", "at", "event", "how", "wording", "client"]
    return insert(consents).from_select(names, chosen, include_defaults=False)


def _json(value: Any) -> str:
    return to_json(value).decode()  # a quarter of the time that the standard library takes
