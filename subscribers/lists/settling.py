"""Writing what was decided of those who need a look: memberships, changed facts, consents, suppressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.lists.bulk import insert_rows
from subscribers.lists.job import Import, Settled
from subscribers.lists.rowed import Facts, Member
from subscribers.lists.writing import CONSENT, HOW
from subscribers.model import Event
from subscribers.picks import EVERYTHING, Picks, packed
from subscribers.suppression import Suppressing, suppress_many
from subscribers.tables import consents, memberships, micros, persons

MEMBERSHIP = (
    "newsletter_id", "person_id", "standing", "before", "cadence", "picks", "hour", "snoozed_until", "since", "changed",
)  # fmt: skip
WHO = bindparam("who", type_=persons.c.id.type)


async def write_others(tx: AsyncConnection, job: Import, settled: Sequence[Settled]) -> None:
    """Everything about those who need a look: new or changed memberships, changed facts, consents, suppressions."""
    if not settled:
        return
    joined: list[tuple[int, dict[str, Any]]] = []
    changed: list[tuple[int, dict[str, Any]]] = []
    for one in settled:
        before, member = one.known.member if one.known else None, one.fate.member
        if member is not None and member != before:
            (changed if before else joined).append((one.person_id, _chosen(job, member)))
    other = [(one.person_id, _facts(job, one.fate.facts)) for one in settled if _is_told_of_otherwise(one)]
    consented = [line for one in settled for line in _consents(job, one)]
    suppressed = [_suppressing(job, one) for one in settled if one.fate.suppress]
    await insert_rows(tx, memberships, MEMBERSHIP, [_membership(job, who, chosen) for who, chosen in joined])
    own = (memberships.c.newsletter_id == job.newsletter_id) & (memberships.c.person_id == WHO)
    await _change(tx, memberships, own, changed)
    await _change(tx, persons, persons.c.id == WHO, other)
    await insert_rows(tx, consents, CONSENT, consented)
    await suppress_many(tx, suppressed, keys=job.keys, now=job.now)


def _is_told_of_otherwise(one: Settled) -> bool:
    return one.known is not None and one.fate.facts != one.known.facts


def _chosen(job: Import, member: Member) -> dict[str, Any]:
    return {
        "standing": member.standing.value,
        "before": member.before,
        "cadence": member.cadence,
        "picks": member.picks or EVERYTHING,
        "hour": member.hour,
        "snoozed_until": member.snoozed,
        "since": member.since or job.now,
        "changed": job.now,
    }


def _facts(job: Import, facts: Facts) -> dict[str, Any]:
    return facts._asdict() | {"attributes": dict(facts.attributes), "changed": job.now}


def _membership(job: Import, person_id: int, chosen: Mapping[str, Any]) -> tuple[Any, ...]:
    return (job.newsletter_id, person_id, *(_stored(chosen[name]) for name in MEMBERSHIP[2:]))


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return micros(value)
    return packed(value) if isinstance(value, Picks) else value


async def _change(
    tx: AsyncConnection, table: Table, which: ColumnElement[bool], changed: Sequence[tuple[int, Mapping[str, Any]]]
) -> None:
    """Change what is stored of people: in the rows ``which`` are about ``WHO``."""
    if not changed:
        return
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in changed[0][1]}
    rows = [{WHO.key: who, **{f"new_{name}": value for name, value in one.items()}} for who, one in changed]
    await tx.execute(update(table).where(which).values(new), rows)


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
