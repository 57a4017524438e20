"""Writing what was decided: people, memberships, consents, suppressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import BindParameter, Insert, bindparam, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.lists.bulk import as_copied_alike, copy_rows, insert_rows
from subscribers.lists.job import Import, Settled
from subscribers.lists.rowed import Member, Row
from subscribers.model import Event, Standing
from subscribers.picks import EVERYTHING, packed
from subscribers.suppression import Suppressing, suppress_many
from subscribers.tables import consents, memberships, micros, persons

PERSON = ("id", "address", "canonical", "name", "language", "zone", "attributes", "made", "changed")
MEMBERSHIP = (
    "newsletter_id", "person_id", "standing", "before", "cadence", "picks", "hour", "snoozed_until", "since", "changed",
)  # fmt: skip
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


async def write_others(tx: AsyncConnection, job: Import, settled: Sequence[Settled]) -> None:
    """Everything about those who need a look: new or changed memberships, changed facts, consents, suppressions."""
    if not settled:
        return
    joined = [one for one in settled if one.fate.member is not None and (one.known is None or one.known.member is None)]
    changed = [
        one
        for one in settled
        if one.known and one.known.member and one.fate.member and one.fate.member != one.known.member
    ]
    await insert_rows(
        tx,
        memberships,
        MEMBERSHIP,
        [_membership(job, one.person_id, one.fate.member) for one in joined if one.fate.member],
    )
    await _change_memberships(tx, job, changed)
    await _change_people(tx, job, [one for one in settled if one.known and one.fate.facts != one.known.facts])
    await insert_rows(tx, consents, CONSENT, [line for one in settled for line in _consents(job, one)])
    await suppress_many(
        tx, [_suppressing(job, one) for one in settled if one.fate.suppress], keys=job.keys, now=job.now
    )


def _membership(job: Import, person_id: int, member: Member) -> tuple[Any, ...]:
    return (
        job.newsletter_id,
        person_id,
        member.standing.value,
        member.before,
        member.cadence,
        packed(member.picks or EVERYTHING),
        member.hour,
        _micros(member.snoozed),
        micros(member.since or job.now),
        micros(job.now),
    )


def _json(value: Any) -> str:
    return to_json(value).decode()  # a quarter of the time that the standard library takes


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)


async def _change_memberships(tx: AsyncConnection, job: Import, changed: Sequence[Settled]) -> None:
    if not changed:
        return
    statement = (
        update(memberships)
        .where(memberships.c.newsletter_id == job.newsletter_id, memberships.c.person_id == bindparam("who"))
        .values({name: bindparam(f"new_{name}") for name in MEMBERSHIP[2:]})
    )
    rows = [
        {
            "who": one.person_id,
            "new_standing": member.standing.value,
            "new_before": member.before,
            "new_cadence": member.cadence,
            "new_picks": member.picks or EVERYTHING,
            "new_hour": member.hour,
            "new_snoozed_until": member.snoozed,
            "new_since": member.since or job.now,
            "new_changed": job.now,
        }
        for one in changed
        if (member := one.fate.member)
    ]
    await tx.execute(statement, rows)


async def _change_people(tx: AsyncConnection, job: Import, changed: Sequence[Settled]) -> None:
    if not changed:
        return
    statement = (
        update(persons)
        .where(persons.c.id == bindparam("who"))
        .values({name: bindparam(f"new_{name}") for name in ("name", "language", "zone", "attributes", "changed")})
    )
    rows = [
        {
            "who": one.person_id,
            "new_name": one.fate.facts.name,
            "new_language": one.fate.facts.language,
            "new_zone": one.fate.facts.zone,
            "new_attributes": dict(one.fate.facts.attributes),
            "new_changed": job.now,
        }
        for one in changed
    ]
    await tx.execute(statement, rows)


def _consents(job: Import, one: Settled) -> list[tuple[Any, ...]]:
    said, fate = one.row.said, one.fate
    new = one.known is None or one.known.member is None
    if said and said.history and new and fate.member:
        return [
            (one.person_id, job.newsletter_id, micros(at), event.value, had.how, had.wording, had.client)
            for at, event, had in said.history
        ]
    if fate.event is None:
        return []
    known_time = said and (said.at if fate.event in (Event.LEAVE, Event.REMOVE) else said.member.since)
    at = micros(known_time or job.now)
    client = said.client if said else ""
    return [(one.person_id, job.newsletter_id, at, fate.event.value, HOW, job.source, client)]


def _suppressing(job: Import, one: Settled) -> Suppressing:
    said, claim = one.row.said, one.fate.suppress
    # Our own export says what there is to say, and be it nothing.
    note = said.note if said and (said.note or said.member.before) else f"import of {job.source}"
    return Suppressing(one.row.canonical, claim.reason if claim else "", note, (said.at if said else None) or job.now)
