"""A page of a list, in the caller's transaction: look up who is here, decide, write.

Most rows of most imports are about people who are not here yet. So a page is first written as if nobody were; only if
that fails is it looked up who is (and for the next page at once, as long as somebody was).

People are written row by row; memberships and consents nearly all by single statements, which a database carries out by
itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Row as Record
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import canonical_key
from subscribers.ids import new_id
from subscribers.lists.bulk import IN_A_LIST, pages_of
from subscribers.lists.deciding import Known, Outcome, decide
from subscribers.lists.job import Import, Settled, Taken
from subscribers.lists.listed import Page
from subscribers.lists.meeting import meet, nameless, open_meeting
from subscribers.lists.ready import Ready
from subscribers.lists.rowed import Facts, Member, Row
from subscribers.lists.writing import write_copied, write_others, write_people, write_plain
from subscribers.model import ImportReport, Mode, Refusal, Standing
from subscribers.suppression import any_suppressed, suppressed_among
from subscribers.tables import memberships, persons
from subscribers.tokens import Keys

EXAMPLES = 20
REPEATED = "The same person stands in this file before."


async def open_import(
    tx: AsyncConnection,
    newsletter_id: int,
    *,
    mode: Mode,
    source: str,
    keys: Keys,
    now: datetime,
    dry_run: bool = False,
) -> Import:
    """Begin. All pages must come by the connection of ``tx``, each in a transaction of its own if that is wished."""
    await open_meeting(tx)
    first = new_id(now)
    return Import(
        newsletter_id=newsletter_id,
        mode=mode,
        source=source,
        keys=keys,
        now=now,
        dry_run=dry_run,
        first_id=first,
        next_id=first,
        careful=dry_run,
        copying=tx.dialect.name == "postgresql",
    )


async def take(tx: AsyncConnection, job: Import, one: Ready, *, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Decide a page, and write what follows from it.

    ``meanwhile`` is called once, when a thread may make the next page ready: at once where a database takes in whole
    tables as text, else when people are written and it does the rest by itself. Before, a thread would only be in the
    way of a driver that goes through rows.
    """
    if job.copying:
        meanwhile()
    job.report = with_page(job.report, one.page, one.again)
    closed = await _closed(tx, job, one.rows)
    taken = None if job.careful else await _try_without_looking(tx, job, one, closed)
    if taken is None:
        await _take_carefully(tx, job, one, closed)
    if not job.copying:
        meanwhile()
    if taken is not None:
        await _write_rest(tx, job, taken)
    if job.mode is Mode.SYNC and one.page.spared:
        await _spare(tx, list(one.page.spared.values()))


async def _take_carefully(tx: AsyncConnection, job: Import, one: Ready, closed: Collection[str]) -> None:
    """Look who is here, a few at a time, and decide about each."""
    job.careful = job.dry_run
    numbered = list(zip(one.ids, one.rows, strict=True))
    for start in range(0, len(numbered), IN_A_LIST):
        part = numbered[start : start + IN_A_LIST]
        rows = [row for _, row in part]
        known = await _look_up(tx, job, rows)
        job.careful = job.careful or bool(known)
        before = await _met_before(tx, job, rows, known)
        again = [row for row in rows if row.canonical in before and row.canonical not in known]
        fresh = [it for it in part if it[1].canonical not in before or it[1].canonical in known]
        await _write_rest(tx, job, await _settle(tx, job, fresh, known, closed), again, before)


async def _write_rest(
    tx: AsyncConnection, job: Import, taken: Taken, again: Sequence[Row] = (), before: Collection[str] = ()
) -> None:
    """Memberships, consents and suppressions of people who are written; and the accounts."""
    if not job.dry_run:
        await write_plain(tx, job, taken.plain)
        await write_others(tx, job, taken.others)
    job.report = with_outcomes(job.report, taken, again, before)


async def _closed(tx: AsyncConnection, job: Import, rows: Sequence[Row]) -> Collection[str]:
    """Those whose address is on the suppression list, the forgotten among them."""
    if not await any_suppressed(tx):
        return frozenset()
    keys = {canonical_key(row.canonical, job.keys): row.canonical for row in rows}
    return {keys[key] for key in await suppressed_among(tx, keys)}


async def _try_without_looking(tx: AsyncConnection, job: Import, one: Ready, closed: Collection[str]) -> Taken | None:
    """Write a page as if nobody were here. None: somebody is, and nothing was written."""
    try:
        async with tx.begin_nested():
            if closed or not one.copied:
                return await _settle(tx, job, zip(one.ids, one.rows, strict=True), {}, closed)
            await write_copied(tx, one.copied)
            return Taken(plain=one.ids)
    except tx.dialect.loaded_dbapi.IntegrityError:
        return None


async def _settle(
    tx: AsyncConnection,
    job: Import,
    rows: Iterable[tuple[int, Row]],
    known: Mapping[str, Known],
    closed: Collection[str],
) -> Taken:
    """Decide every row, and write those who are new."""
    ids: list[int] = []
    plain: list[Row] = []  # beside each other: pairs would be as many objects again
    others: list[Settled] = []
    for person_id, row in rows:
        here, shut = known.get(row.canonical), row.canonical in closed
        if row.said is None and here is None and not shut:
            ids.append(person_id)
            plain.append(row)
        else:
            fate = decide(row, here, mode=job.mode, closed=shut)
            others.append(Settled(row, here, fate, here.person_id if here else person_id if fate.member else 0))
    if not job.dry_run:
        new = ((one.person_id, one.row) for one in others if _is_new(one))
        await write_people(tx, job, chain(zip(ids, plain, strict=True), new))
    return Taken(plain=ids, others=others)


def _is_new(one: Settled) -> bool:
    return one.known is None and one.person_id != 0


async def _look_up(tx: AsyncConnection, job: Import, rows: Sequence[Row]) -> dict[str, Known]:
    """Those of a page who are here, with their membership of this newsletter."""
    own = (memberships.c.person_id == persons.c.id) & (memberships.c.newsletter_id == job.newsletter_id)
    query = select(persons, *_MEMBER).outerjoin(memberships, own)
    found = pages_of(tx, query, persons.c.canonical, [row.canonical for row in rows])
    return {row.canonical: _known(row) async for row in found}


_MEMBER = [memberships.c[name] for name in ("standing", "before", "cadence", "hour", "snoozed_until", "picks", "since")]


def _known(row: Record[Any]) -> Known:
    member = row.standing and Member(
        Standing(row.standing), row.before, row.cadence, row.hour, row.snoozed_until, row.picks, row.since
    )
    return Known(row.id, Facts(row.name, row.language, row.zone, row.attributes), member or None)


async def _met_before(
    tx: AsyncConnection, job: Import, rows: Sequence[Row], known: Mapping[str, Known]
) -> Collection[str]:
    """Those of a page who came on an earlier page of the same file."""
    numbers = {one.person_id: canonical for canonical, one in known.items() if not job.made_here(one.person_id)}
    if job.dry_run:
        numbers |= {nameless(row.canonical): row.canonical for row in rows if row.canonical not in known}
    before = {numbers[number] for number in await meet(tx, numbers)}
    return before | {canonical for canonical, one in known.items() if job.made_here(one.person_id)}


async def _spare(tx: AsyncConnection, addresses: Sequence[str]) -> None:
    """Whose row was refused is in the file all the same."""
    query = select(persons.c.id, persons.c.canonical)
    await meet(tx, [row.id async for row in pages_of(tx, query, persons.c.canonical, addresses)])


def _is_repetition(one: Settled, before: Collection[str]) -> bool:
    return one.row.canonical in before and one.fate.outcome is not Outcome.TAKEN_OFF


def with_page(report: ImportReport, page: Page, again: Sequence[Row]) -> ImportReport:
    """The accounts with a page that was read, and whoever stood on it twice."""
    refused, rows = report.refused + len(page.refused), report.rows + page.read
    refusals = (*report.refusals, *page.refused)[:EXAMPLES]
    return _with_repeats(replace(report, rows=rows, refused=refused, refusals=refusals), again)


def with_outcomes(report: ImportReport, taken: Taken, again: Sequence[Row], before: Collection[str]) -> ImportReport:
    """The accounts with what became of rows; ``before``: whoever came on an earlier page."""
    sums = Counter(one.fate.outcome.value for one in taken.others if not _is_repetition(one, before))
    sums[Outcome.ADDED.value] += len(taken.plain)
    report = replace(report, **{name: getattr(report, name) + number for name, number in sums.items()})
    return _with_repeats(report, [*again, *(one.row for one in taken.others if _is_repetition(one, before))])


def _with_repeats(report: ImportReport, again: Sequence[Row]) -> ImportReport:
    found = (Refusal(line=row.line, field="address", value=row.address, reason=REPEATED) for row in again[:EXAMPLES])
    return replace(report, repeated=report.repeated + len(again), repeats=(*report.repeats, *found)[:EXAMPLES])
