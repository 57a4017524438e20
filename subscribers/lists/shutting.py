"""The suppression list in and out.

It holds keyed hashes and no addresses, so it can be written out only as such: good for a newsroom with the same secret,
and meaningless to anybody else. In comes that, or any list of addresses.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac
from itertools import islice
from pathlib import Path
from typing import TextIO

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import KEY_BYTES, canonical_key
from subscribers.errors import ListRefused
from subscribers.lists.listed import Page
from subscribers.lists.rowed import Row
from subscribers.lists.times import as_moment, past
from subscribers.model import Refusal
from subscribers.suppression import Suppressing, close_memberships, put_keys, suppress_many, suppressed_among
from subscribers.tables import persons, suppressions
from subscribers.tokens import Keys

PAGE = 5000
EXAMPLES = 20
LONGEST_HEADING = 200
LONGEST_REASON, LONGEST_NOTE = 32, 500
TITLES = ("reason", "note", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """What came of a list of addresses that must not be written to."""

    rows: int = 0
    added: int = 0
    known: int = 0  # they were on the list already
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()  # the first of them

    def __add__(self, more: Shut) -> Shut:
        """The sums of both."""
        return Shut(
            rows=self.rows + more.rows,
            added=self.added + more.added,
            known=self.known + more.known,
            refused=self.refused + more.refused,
            refusals=(*self.refusals, *more.refusals)[:EXAMPLES],
        )


def _of_page(rows: int, added: int, refused: Sequence[Refusal]) -> Shut:
    known = rows - added - len(refused)
    return Shut(rows=rows, added=added, known=known, refused=len(refused), refusals=tuple(refused[:EXAMPLES]))


def heading_of(keys: Keys) -> str:
    """The title of the column of hashes: it tells the newsroom's secret from any other without giving it away."""
    return f"key {hmac(keys.oldest_secret, b'suppressions', sha256).hexdigest()[:16]}"


async def write_suppressions(tx: AsyncConnection, out: TextIO, *, keys: Keys) -> int:
    """Write the whole list as CSV; returns how many there are."""
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow((heading_of(keys), *TITLES))
    number, after = 0, b""
    while True:
        query = select(suppressions).where(suppressions.c.key > after).order_by(suppressions.c.key).limit(PAGE)
        page = (await tx.execute(query)).all()
        if not page:
            return number
        rows.writerows((row.key.hex(), row.reason, row.note, row.at.isoformat()) for row in page)
        number, after = number + len(page), page[-1].key


def open_hashes(path: Path) -> TextIO | None:
    """A file that ``write_suppressions`` wrote, opened; None for any other.

    Raises:
        ListRefused: it is not there.
    """
    try:
        file = path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as fault:
        raise ListRefused(f"{path} cannot be read: {fault.strerror}.") from fault
    heading = file.readline(LONGEST_HEADING)
    if heading.startswith("key ") and heading.rstrip().endswith(",".join(TITLES)):
        file.seek(0)
        return file
    file.close()
    return None


async def take_hashes(tx: AsyncConnection, file: TextIO, *, keys: Keys, now: datetime) -> Shut:
    """Put a list that was written by ``write_suppressions`` onto ours.

    Raises:
        ListRefused: it was written by a newsroom with another secret.
    """
    rows = csv.reader(file)
    if next(rows, [""])[0].lstrip("\ufeff") != heading_of(keys):
        raise ListRefused(
            "This list was written by a newsroom with another secret, so its hashes say nothing here; "
            "bring in the list of addresses that was suppressed there."
        )
    shut = Shut()
    while lines := list(islice(enumerate(rows, shut.rows + 2), PAGE)):
        read = [_entry(cells, now) for _, cells in lines]
        good = dict(one for one in read if one is not None)
        bad = (line for (line, _), one in zip(lines, read, strict=True) if one is None)
        refused = [
            Refusal(line=line, field="key", value="", reason="It is no line of a suppression list.") for line in bad
        ]
        shut += _of_page(len(lines), await put_keys(tx, good), refused)
    await _close_memberships(tx, keys=keys, now=now)
    return shut


def _entry(cells: list[str], now: datetime) -> tuple[bytes, Suppressing] | None:
    try:
        hashed, reason, note, moment = cells
        key, at = bytes.fromhex(hashed), past(as_moment(moment), now)
    except ValueError:
        return None
    if len(key) != KEY_BYTES or at is None or not reason:
        return None
    return key, Suppressing("", reason[:LONGEST_REASON], note[:LONGEST_NOTE], at)


async def _close_memberships(tx: AsyncConnection, *, keys: Keys, now: datetime) -> None:
    """See that whoever's hash is on the list is written to no more. A hash names nobody, so all are gone through."""
    after = 0
    while True:
        query = select(persons.c.id, persons.c.canonical).where(persons.c.id > after).order_by(persons.c.id)
        page = (await tx.execute(query.limit(PAGE))).all()
        if not page:
            return
        hashed = {canonical_key(row.canonical, keys): row.id for row in page}
        await close_memberships(tx, [hashed[key] for key in await suppressed_among(tx, hashed)], now=now)
        after = page[-1].id


async def shut_page(tx: AsyncConnection, page: Page, *, why: str, note: str, keys: Keys, now: datetime) -> Shut:
    """Suppress everybody on a page of a list of people, whatever their standing in it.

    ``why`` is the reason of whom the list gives none.
    """
    # A row of which something else makes no sense names somebody all the same.
    wanted = {one: Suppressing(one, why, note, now) for one in page.spared.values()}
    wanted |= {row.canonical: _suppressing(row, why, note, now) for row in page.rows}
    new = await suppress_many(tx, list(wanted.values()), keys=keys, now=now)
    return _of_page(page.read, new, [one for one in page.refused if one.line not in page.spared])


def _suppressing(row: Row, why: str, note: str, now: datetime) -> Suppressing:
    said = row.said
    given = said.claim.reason if said and said.claim else ""
    known = said.note if said and said.note else note
    return Suppressing(row.canonical, given or why, known, (said.at if said else None) or now)
