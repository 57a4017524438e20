"""Lists as CSV: in, with the accounts of every row, and out.

An import never brings back anybody who left, was suppressed or was forgotten, whatever the file
says: those rows are left alone and counted. It reads in one pass, a page of rows at a time, so
memory does not grow with the file, and may be run again after an interruption.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import available_timezones

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import consent as consents
from subscribers.address import canonical_key, parse_address
from subscribers.dialect import Dialect, column_meanings, sniff
from subscribers.errors import AddressError, RowRefused
from subscribers.ids import ids_from
from subscribers.model import Consent, Event, ImportReport, Person, Refusal, Standing
from subscribers.roll import person_values, subscribers_of, to_person
from subscribers.suppression import suppressed_among
from subscribers.tables import memberships, persons
from subscribers.tokens import Keys

PAGE = 1000
EXAMPLES = 20
LONGEST_FIELD = 2000  # characters
Progress = Callable[[int], None]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # a spreadsheet would run these


@dataclass(slots=True)
class _Import:
    newsletter_id: int
    keys: Keys
    now: datetime
    consent: Consent
    dry_run: bool
    ids: Iterator[int]
    zones: frozenset[str] = field(default_factory=lambda: frozenset(available_timezones()))
    refused: list[Refusal] = field(default_factory=list)


async def read_csv(
    tx: AsyncConnection,
    path: Path,
    newsletter_id: int,
    *,
    keys: Keys,
    now: datetime,
    dry_run: bool = False,
    refused_path: Path | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Put the people of a CSV or TSV file on the roll as active subscribers.

    Encoding, delimiter and columns are guessed (the report says what was guessed); columns that mean nothing to
    us become attributes. Somebody already there gets what the file knows and we do not. ``on_progress`` is told
    the number of rows behind us. With ``refused_path`` every refused row is written there, with line and reason.

    Raises:
        RowRefused: the file has no column with addresses, or cannot be read as a table at all.
    """
    dialect = sniff(path)
    job = _Import(newsletter_id, keys, now, Consent(how="import", wording=path.name), dry_run, ids_from(now))
    report = ImportReport(encoding=dialect.encoding, delimiter=dialect.delimiter)
    with ExitStack() as stack:
        rows = _rows(stack.enter_context(path.open(encoding=dialect.encoding, newline="")), dialect)
        meanings = column_meanings(next(rows, (1, []))[1])
        report = replace(report, columns=meanings)
        refusals = _refused_file(stack, refused_path)
        while page := list(islice(rows, PAGE)):
            report = await _import_page(tx, job, page, meanings, report)
            refusals(job.refused)
            job.refused.clear()
            if on_progress:
                on_progress(report.rows)
    return report


def _rows(file: TextIO, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader((line.replace("\0", "") for line in file), delimiter=dialect.delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as fault:
        raise RowRefused(f"Line {reader.line_num} cannot be read as a row: {fault}.", line=reader.line_num) from fault


def _refused_file(stack: ExitStack, path: Path | None) -> Callable[[list[Refusal]], None]:
    if path is None:
        return lambda _: None
    writer = csv.writer(stack.enter_context(path.open("w", encoding="utf-8", newline="")))
    writer.writerow(("line", "field", "value", "reason"))
    return lambda refusals: writer.writerows((r.line, r.field, r.value, r.reason) for r in refusals)


async def _import_page(
    tx: AsyncConnection,
    job: _Import,
    page: list[tuple[int, list[str]]],
    meanings: Mapping[str, str],
    report: ImportReport,
) -> ImportReport:
    people = _read_people(job, page, meanings)
    there = await _who_is_there(tx, job, people)
    closed = await suppressed_among(tx, [canonical_key(canonical, job.keys) for canonical in people])
    shut = {c for c in people if canonical_key(c, job.keys) in closed}
    shut |= {c for c, (_, standing) in there.items() if standing in (Standing.LEFT, Standing.SUPPRESSED)}
    new = {c: p for c, p in people.items() if c not in there and c not in shut}
    known = {c: p for c, p in people.items() if c in there and c not in shut}
    to_join = [c for c in known if there[c][1] in (None, Standing.PENDING)]
    changes = {c: merged for c in known if (merged := _merge(there[c][0], known[c])) != there[c][0]}
    if not job.dry_run:
        await _write_page(tx, job, new, [there[c][0].id for c in to_join], list(changes.values()), there)
    updated = set(to_join) | set(changes)
    return replace(
        report,
        rows=report.rows + len(page),
        added=report.added + len(new),
        updated=report.updated + len(updated),
        unchanged=report.unchanged + len(known) - len(updated) + len(page) - len(people) - len(job.refused),
        left_alone=report.left_alone + len(shut),
        refused=report.refused + len(job.refused),
        examples=(*report.examples, *job.refused)[:EXAMPLES],
    )


def _read_people(job: _Import, page: list[tuple[int, list[str]]], meanings: Mapping[str, str]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for line, row in page:
        try:
            person = _read_person(job, line, dict(zip(meanings, row, strict=False)), meanings)
        except RowRefused as fault:
            value = row[list(meanings.values()).index("address")] if len(row) >= len(meanings) else ",".join(row)
            job.refused.append(Refusal(line=line, field=fault.field, value=value[:200], reason=fault.message))
            continue
        if person.canonical in people:
            person = _merge(people[person.canonical], person)
        people[person.canonical] = person
    return people


def _read_person(job: _Import, line: int, cells: Mapping[str, str], meanings: Mapping[str, str]) -> Person:
    facts: dict[str, str] = {}
    attributes: dict[str, object] = {}
    for column, cell in cells.items():
        value = " ".join(cell.split())
        if len(value) > LONGEST_FIELD:
            raise RowRefused(f"{column} is longer than {LONGEST_FIELD} characters.", line=line, field=column)
        meaning = meanings[column]
        if meaning == "attribute" and value:
            attributes[column] = value
        elif value:
            facts[meaning] = f"{facts[meaning]} {value}" if meaning == "name" and "name" in facts else value
    try:
        address = parse_address(facts.get("address", ""))
    except AddressError as fault:
        raise RowRefused(fault.message, line=line, field="address") from fault
    zone = facts.get("zone", "")
    if zone and zone not in job.zones:
        raise RowRefused(f"{zone!r} is no time zone name such as Europe/Berlin.", line=line, field="zone")
    return Person(
        id=0,
        address=address.address,
        canonical=address.canonical,
        name=facts.get("name", ""),
        language=facts.get("language", ""),
        zone=zone,
        attributes=attributes,
    )


def _merge(old: Person, new: Person) -> Person:
    """What we know, with what the file says on top; the file's empty cells take nothing away."""
    return replace(
        old,
        name=new.name or old.name,
        language=new.language or old.language,
        zone=new.zone or old.zone,
        attributes={**old.attributes, **new.attributes},
    )


async def _who_is_there(
    tx: AsyncConnection, job: _Import, people: Mapping[str, Person]
) -> dict[str, tuple[Person, Standing | None]]:
    own = (memberships.c.person_id == persons.c.id) & (memberships.c.newsletter_id == job.newsletter_id)
    query = (
        select(persons, memberships.c.standing).outerjoin(memberships, own).where(persons.c.canonical.in_(list(people)))
    )
    return {
        row.canonical: (to_person(row), Standing(row.standing) if row.standing else None)
        for row in await tx.execute(query)
    }


async def _write_page(
    tx: AsyncConnection,
    job: _Import,
    new: Mapping[str, Person],
    joining: list[int],
    changed: list[Person],
    there: Mapping[str, tuple[Person, Standing | None]],
) -> None:
    ids = list(islice(job.ids, len(new)))
    if new:
        rows = [person_values(replace(p, id=i), job.now) for i, p in zip(ids, new.values(), strict=True)]
        await tx.execute(insert(persons), rows)
    fresh = [*ids, *(p.id for p, standing in there.values() if standing is None and p.id in set(joining))]
    if fresh:
        await tx.execute(insert(memberships), [_membership(job, person_id) for person_id in fresh])
    pending = [person_id for person_id in joining if person_id not in set(fresh)]
    if pending:
        await tx.execute(
            update(memberships)
            .where(memberships.c.newsletter_id == job.newsletter_id, memberships.c.person_id.in_(pending))
            .values(standing=Standing.ACTIVE.value, since=job.now, changed=job.now)
        )
    await consents.record(tx, [*fresh, *pending], job.newsletter_id, Event.CONFIRM, job.consent, now=job.now)
    if changed:
        await _update_people(tx, changed, job.now)


async def _update_people(tx: AsyncConnection, people: list[Person], now: datetime) -> None:
    facts = ("name", "language", "zone", "attributes")
    statement = (
        update(persons)
        .where(persons.c.id == bindparam("which"))
        .values(changed=bindparam("at"), **{fact: bindparam(f"new_{fact}") for fact in facts})
    )
    rows: list[dict[str, Any]] = [
        {"which": p.id, "at": now, **{f"new_{fact}": getattr(p, fact) for fact in facts}} for p in people
    ]
    for row in rows:
        row["new_attributes"] = dict(row["new_attributes"])
    await tx.execute(statement, rows)


def _membership(job: _Import, person_id: int) -> dict[str, Any]:
    return {
        "newsletter_id": job.newsletter_id,
        "person_id": person_id,
        "standing": Standing.ACTIVE.value,
        "since": job.now,
        "changed": job.now,
    }


async def write_csv(tx: AsyncConnection, newsletter_id: int, out: TextIO, *, for_spreadsheets: bool = False) -> int:
    """Write the roll of a newsletter as CSV; returns the number of people.

    Exact by default: what is read back is what was written. ``for_spreadsheets`` puts an apostrophe before cells
    that a spreadsheet program would run as a formula.
    """
    attributes = await _attribute_names(tx, newsletter_id)
    writer = csv.writer(out)
    writer.writerow(["address", "name", "language", "zone", "standing", "since", *attributes])
    after, number = 0, 0
    while page := await subscribers_of(tx, newsletter_id, after=after):
        for member in page:
            person = member.person
            since = member.since.isoformat() if member.since else ""
            cells = [person.address, person.name, person.language, person.zone, member.standing.value, since]
            cells += [str(person.attributes.get(name, "")) for name in attributes]
            writer.writerow([_defuse(cell) if for_spreadsheets else cell for cell in cells])
        after, number = page[-1].person.id, number + len(page)
    return number


def _defuse(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA_STARTS) else cell


async def _attribute_names(tx: AsyncConnection, newsletter_id: int) -> list[str]:
    names: dict[str, None] = {}
    after = 0
    while page := await subscribers_of(tx, newsletter_id, after=after):
        for member in page:
            names.update(dict.fromkeys(member.person.attributes))
        after = page[-1].person.id
    return list(names)
