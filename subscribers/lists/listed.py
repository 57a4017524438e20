"""A file as a list of people: what was guessed of it, and its rows in pages.

``open_list`` says what it takes each table of the file for (``guessing``); ``Listed.pages`` then reads it once, from
the beginning to the end, and holds no more than a page at a time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from subscribers.errors import ListRefused, RowRefused
from subscribers.lists.files import Opened, Part, open_file
from subscribers.lists.guessing import Table, Wishes, look_at
from subscribers.lists.objects import ObjectReader
from subscribers.lists.programs import OWN, Program
from subscribers.lists.reading import RowReader
from subscribers.lists.rowed import Row
from subscribers.lists.rows import JSON_LINES, read_cells, read_objects
from subscribers.lists.saying import Saying
from subscribers.lists.text import Lines
from subscribers.model import Refusal

PAGE = 50_000  # rows: fewer commits, and a second's work for a database
FIRST = 8  # the first page is so many times smaller: nobody else has anything to do until it is read
MOST_CHARACTERS = 1 << 24  # of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows, and those that were refused among them; ``read`` counts both. ``position``: bytes behind us."""

    rows: Sequence[Row] = ()
    refused: Sequence[Refusal] = ()
    # By their lines, canonical addresses in refused rows: they are in the file all the same.
    spared: Mapping[int, str] = field(default_factory=dict)
    read: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """An open file of people."""

    name: str
    size: int  # bytes, as the file lies on disk
    tables: tuple[Table, ...]
    skipped: tuple[str, ...]  # tables in a zip that hold no addresses
    _sources: tuple[tuple[Part, Table, Program | None], ...] = field(repr=False)
    _file: Opened = field(repr=False)
    _wishes: Wishes = field(repr=False)

    def pages(self, now: datetime, *, rows: int = PAGE) -> Iterator[Page]:
        """All rows, in pages of so many.

        Raises:
            ListRefused: the file is damaged further on; the pages before are whole.
        """
        for part, table, program in self._sources:
            name = table.name if len(self._sources) > 1 else ""
            yield from _pages(part, table, _reader(table, program, self._wishes, now), self._file, name, rows)


@contextmanager
def open_list(path: Path, wishes: Wishes | None = None) -> Iterator[Listed]:
    """Open a CSV, TSV or JSON Lines, as it is, in gzip or in a zip, and guess what is not said.

    Raises:
        ListRefused: it cannot be read as a list of people.
    """
    wishes = wishes or Wishes()
    with open_file(path) as opened:
        found: list[tuple[Part, Table, Program | None]] = []
        faults: list[ListRefused] = []
        for part in opened.parts:
            try:
                found.append((part, *look_at(part, wishes)))
            except ListRefused as fault:
                faults.append(fault)
        if not found:
            raise faults[0]
        own = [one for one in found if one[2] is not None]
        # Beside the lists a program names, its archive holds who opened what: people who may have left since.
        kept = own or found
        names = {one[1].name for one in kept}
        skipped = tuple(part.name for part in opened.parts if part.name not in names)
        yield Listed(path.name, opened.size, tuple(one[1] for one in kept), skipped, tuple(kept), opened, wishes)


def _reader(table: Table, program: Program | None, wishes: Wishes, now: datetime) -> RowReader | ObjectReader:
    saying = Saying(now=now, states=program.states if program else {}, everybody=program.everybody if program else None)
    exact = table.program == OWN
    if table.dialect.form == JSON_LINES:
        return ObjectReader(table.columns, saying, exact=exact, others=wishes.others)
    return RowReader(table.columns, saying, exact=exact, defused=wishes.defused)


def _pages(
    part: Part, table: Table, reader: RowReader | ObjectReader, opened: Opened, name: str, most: int
) -> Iterator[Page]:
    with part.open() as stream:
        lines = Lines(stream, table.dialect.encoding)
        rows: Iterator[tuple[int, Any]]
        if table.dialect.form == JSON_LINES:
            rows = read_objects(lines)
        else:
            rows = itertools.islice(read_cells(lines, table.dialect), int(table.heading), None)
        for size in itertools.chain([max(1, most // FIRST)], itertools.repeat(most)):
            page = _page(rows, lines, reader, size)
            if not page.read:
                return
            named = [replace(one, file=name) for one in page.refused] if name else page.refused
            yield replace(page, refused=named, position=opened.position())


def _page(rows: Iterator[tuple[int, Any]], lines: Lines, reader: Any, most: int) -> Page:
    taken: list[Row] = []
    refused: list[Refusal] = []
    spared: dict[int, str] = {}
    read, most_characters = 0, lines.characters + MOST_CHARACTERS
    keep, understand = taken.append, reader.read
    for line, cells in rows:
        try:
            row = understand(line, cells)
        except RowRefused as fault:
            if not any(cells):
                continue  # a row of nothing but separators
            refused.append(_refusal(fault, line, cells))
            if fault.address:
                spared[line] = fault.address
        else:
            keep(row)
        read += 1
        if read >= most or lines.characters > most_characters:
            break
    read += len(lines.refused)
    refused = sorted([*refused, *lines.refused], key=lambda one: one.line)
    lines.refused.clear()
    return Page(rows=taken, refused=refused, spared=spared, read=read)


def _refusal(fault: RowRefused, line: int, cells: Any) -> Refusal:
    value = (
        ", ".join(cell for cell in cells if isinstance(cell, str) and cell) if isinstance(cells, list) else str(cells)
    )
    return Refusal(line=line, field=fault.field, value=value[:200], reason=fault.message)
