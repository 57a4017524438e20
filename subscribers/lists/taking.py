"""A page of a list, in the caller's transaction: look up who is here, decide, write.

Most rows of most imports are about people who are not here yet. So a page is first written as if nobody were; only if
that fails is it looked up who is (and for the next page at once, as long as somebody was).

People are written row by row; memberships and consents nearly all by single statements, which a database carries out by
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.ids import new_id
from subscribers.lists.accounts import with_outcomes, with_page
from subscribers.lists.bulk import IN_A_LIST
from subscribers.lists.deciding import Known, decide
from subscribers.lists.job import Import, Settled, Taken
from subscribers.lists.known import closed_among, look_up, met_before, spare
from subscribers.lists.meeting import open_meeting
from subscribers.lists.ready import Ready
from subscribers.lists.rowed import Row
from subscribers.lists.settling import write_others
from subscribers.lists.writing import write_copied, write_people, write_plain
from subscribers.model import Mode
from subscribers.tokens import Keys


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
    closed = await closed_among(tx, job, one.rows)
    taken = None if job.careful else await _try_without_looking(tx, job, one, closed)
    if taken is None:
        await _take_carefully(tx, job, one, closed)
    if not job.copying:
        meanwhile()
    if taken is not None:
        await _write_rest(tx, job, taken)
    if job.mode is Mode.SYNC and one.page.spared:
        await spare(tx, list(one.page.spared.values()))


async def _take_carefully(tx: AsyncConnection, job: Import, one: Ready, closed: Collection[str]) -> None:
    """Look who is here, a few at a time, and decide about each."""
    job.careful = job.dry_run
    numbered = list(zip(one.ids, one.rows, strict=True))
    for start in range(0, len(numbered), IN_A_LIST):
        part = numbered[start : start + IN_A_LIST]
        rows = [row for _, row in part]
        known = await look_up(tx, job, rows)
        job.careful = job.careful or bool(known)
        before = await met_before(tx, job, rows, known)
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
