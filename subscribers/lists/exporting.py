"""The roll of a newsletter as rows: everything that an import of the same file puts back.

``HEADING`` is what ``programs.py`` knows as our own; attributes follow in columns of their own where their values are
all of one kind, and in one JSON object where they are not.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import canonical_key
from subscribers.lists.cells import Kind, as_date, as_number
from subscribers.lists.meanings import KEPT, LONGEST_TITLE
from subscribers.model import Standing, Suppression
from subscribers.picks import packed
from subscribers.segments import Test, condition
from subscribers.suppression import suppressions_of
from subscribers.tables import consents, memberships, persons
from subscribers.tokens import Keys

PAGE = 2000  # people
MOST_COLUMNS = 150  # of attributes
HEADING = (
    "address", "name", "language", "zone", "standing", "before", "reason", "note", "suppressed", "since", "cadence",
    "hour", "snoozed", "picks", "consent", "attributes",
)  # fmt: skip
_PERSON = [persons.c[name] for name in ("id", "address", "canonical", "name", "language", "zone", "attributes")]
_MEMBER = [memberships.c[name] for name in ("standing", "before", "since", "cadence", "hour", "snoozed_until", "picks")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whose rows are wanted: of one newsletter, of one standing, within a segment."""

    newsletter_id: int
    standing: Standing | None = None
    within: Test | None = None

    def pages(self, tx: AsyncConnection, *columns: Any) -> Select[Any]:
        """A page's worth of people beyond ``after``, with these columns of theirs."""
        query = select(*columns).join(memberships, memberships.c.person_id == persons.c.id)
        query = query.where(memberships.c.newsletter_id == self.newsletter_id)
        if self.standing is not None:
            query = query.where(memberships.c.standing == self.standing.value)
        if self.within is not None:
            query = query.where(condition(tx, self.within))
        return query.order_by(memberships.c.person_id).limit(PAGE)


async def people(tx: AsyncConnection, chosen: Chosen, *, keys: Keys) -> AsyncIterator[list[dict[str, Any]]]:
    """Everybody, a page at a time, by ascending id; values have their own kinds, times are ISO 8601 in UTC."""
    after = 0
    while page := (await tx.execute(chosen.pages(tx, *_PERSON, *_MEMBER).where(memberships.c.person_id > after))).all():
        after = page[-1].id
        said = await _histories(tx, chosen.newsletter_id, [row.id for row in page])
        hashed = {canonical_key(row.canonical, keys): row.id for row in page if row.standing == Standing.SUPPRESSED}
        shut = {hashed[key]: one for key, one in (await suppressions_of(tx, hashed)).items()}
        yield [_as_row(row, said.get(row.id, []), shut.get(row.id)) for row in page]


async def _histories(
    tx: AsyncConnection, newsletter_id: int, ids: Sequence[int]
) -> Mapping[int, list[dict[str, object]]]:
    query = select(consents).where(consents.c.person_id.in_(ids), consents.c.newsletter_id == newsletter_id)
    found: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row in await tx.execute(query.order_by(consents.c.id)):
        line = {"at": _time(row.at), "event": row.event, "how": row.how}
        found[row.person_id].append(line | {k: v for k in ("wording", "client") if (v := getattr(row, k))})
    return found


def _as_row(row: Row[Any], history: list[dict[str, object]], shut: Suppression | None) -> dict[str, Any]:
    hidden = row.before or Standing.PENDING.value  # where nobody knows, as ``standing.py`` has it
    return {
        "address": row.address,
        "name": row.name,
        "language": row.language,
        "zone": row.zone,
        "standing": row.standing,
        "before": hidden if row.standing == Standing.SUPPRESSED else "",
        "reason": shut.reason if shut else "",
        "note": shut.note if shut else "",
        "suppressed": _time(shut.at) if shut else "",
        "since": _time(row.since),
        "cadence": row.cadence,
        "hour": row.hour,
        "snoozed": _time(row.snoozed_until),
        "picks": json.loads(packed(row.picks) or "null"),
        "consent": history or None,
        "attributes": row.attributes,
    }


def _time(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


async def attribute_columns(tx: AsyncConnection, chosen: Chosen) -> dict[str, Kind]:
    """The attributes that can have a column of their own, by name, with the one kind that all their values are of."""
    found: dict[str, Kind] = {}
    after = 0
    while page := (
        await tx.execute(chosen.pages(tx, persons.c.id, persons.c.attributes).where(memberships.c.person_id > after))
    ).all():
        after = page[-1].id
        for row in page:
            for name, value in row.attributes.items():
                kind = kind_of(value)
                found[name] = kind if found.setdefault(name, kind) is kind else Kind.JSON
    plain = (name for name in sorted(found) if _fits_a_heading(name))
    return {name: found[name] for _, name in zip(range(MOST_COLUMNS), plain, strict=False)}


def _fits_a_heading(name: str) -> bool:
    title = f"{KEPT}{name}:{Kind.YES_NO}"
    return bool(name) and len(title) <= LONGEST_TITLE and title == " ".join(title.replace("\ufeff", "").split())


def kind_of(value: object) -> Kind:
    """The kind whose cells give exactly this value back; JSON does for everything."""
    if isinstance(value, bool):
        return Kind.YES_NO
    if isinstance(value, int | float):
        return Kind.NUMBER if repr(as_number(repr(value))) == repr(value) else Kind.JSON
    if isinstance(value, str) and value.strip():
        return Kind.DATE if as_date(value) == value else Kind.TEXT
    return Kind.JSON


def cells_of(row: Mapping[str, Any], columns: Mapping[str, Kind]) -> Iterator[str]:
    """A row as the cells of a table: ``HEADING``, then ``columns``."""
    attributes = row["attributes"]
    # Where somebody changed one since the columns were chosen, it may be of another kind.
    fit = {name for name, kind in columns.items() if name in attributes and _fits(attributes[name], kind)}
    rest = {name: value for name, value in attributes.items() if name not in fit}
    for name in HEADING:
        yield _cell(rest or None if name == "attributes" else row[name])
    for name, kind in columns.items():
        yield _typed(attributes[name], kind) if name in fit else ""


def _fits(value: object, kind: Kind) -> bool:
    return kind is Kind.JSON or kind_of(value) is kind


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _typed(value: object, kind: Kind) -> str:
    if kind is Kind.YES_NO:
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if kind is Kind.JSON else str(value)
