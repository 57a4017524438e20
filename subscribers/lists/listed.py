"""A file as a list of people: what was guessed of it, and its rows in pages.

``open_list`` looks at the head of each table in the file and says what it takes it for; ``Listed.pages`` then reads it
once, from the beginning to the end, and holds no more than a page at a time.
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
from subscribers.lists.columns import UNTITLED, guess_columns, need_sense, titles_of
from subscribers.lists.files import Opened, Part, open_file
from subscribers.lists.meanings import Column
from subscribers.lists.objects import ObjectReader
from subscribers.lists.programs import OWN, Program, columns_of, program_of
from subscribers.lists.reading import RowReader
from subscribers.lists.rowed import Row
from subscribers.lists.rows import JSON_LINES, SAMPLE, SAMPLE_ROWS, Dialect, read_cells, read_objects, sniff
from subscribers.lists.saying import Saying
from subscribers.lists.text import Lines
from subscribers.lists.wishes import apply_wishes
from subscribers.model import Refusal

PAGE = 50_000  # rows: fewer commits, and a second's work for a database
FIRST = 8  # the first page is so many times smaller: nobody else has anything to do until it is read
MOST_CHARACTERS = 1 << 24  # of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody says of a file, where the guesses would be wrong.

    ``columns`` are of the form TITLE=MEANING. Without ``others`` only named attributes are kept. ``defused``: it was
    written for spreadsheets, and the apostrophes are to be taken off.
    """

    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    others: bool = True
    defused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file, as it is understood. ``program``: whose export it is; ``heading``: whether it has one."""

    name: str
    dialect: Dialect
    columns: tuple[Column, ...]
    program: str = ""
    heading: bool = True


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
                found.append((part, *_look_at(part, wishes)))
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


def _look_at(part: Part, wishes: Wishes) -> tuple[Table, Program | None]:
    with part.open() as stream:
        sample = stream.read(SAMPLE)
    dialect = sniff(sample, part.name, encoding=wishes.encoding, delimiter=wishes.delimiter)
    if dialect.form == JSON_LINES:
        titles, rows = _heads_of_objects(part, dialect)
        heading = True
    else:
        titles, rows, heading = _heads(part, dialect)
    program = program_of(titles)
    columns = columns_of(program, titles, rows) if program else guess_columns(titles, rows)
    columns = apply_wishes(columns, wishes.columns, others=wishes.others)
    need_sense(columns, part.name)
    name = program.name if program else ""
    return Table(name=part.name, dialect=dialect, columns=tuple(columns), program=name, heading=heading), program


def _heads(part: Part, dialect: Dialect) -> tuple[list[str], list[list[str]], bool]:
    """The titles of a table's columns, its first rows, and whether it has a heading."""
    with part.open() as stream:
        lines = Lines(stream, dialect.encoding)
        rows = [row for _, row in itertools.islice(read_cells(lines, dialect), SAMPLE_ROWS)]
    if not rows:
        raise ListRefused(f'{part.name} holds no row; a heading row with a column "email" was expected.')
    if any("@" in cell for cell in rows[0]) and not program_of(titles_of(rows[0])):
        return [f"{UNTITLED} {number}" for number in range(1, len(rows[0]) + 1)], rows, False
    if len(rows) == 1:
        raise ListRefused(f"{part.name} has a heading and nothing below it.")
    return titles_of(rows[0]), rows[1:], True


def _heads_of_objects(part: Part, dialect: Dialect) -> tuple[list[str], list[list[str]]]:
    with part.open() as stream:
        lines = Lines(stream, dialect.encoding)
        objects = [one for _, one in itertools.islice(read_objects(lines), SAMPLE_ROWS)]
    titles = list(dict.fromkeys(key for one in objects for key in one))
    if not titles:
        raise ListRefused(f"{part.name} holds no object with an address; expected one in each line.")
    return titles, [[ObjectReader.as_cell(one.get(title)) for title in titles] for one in objects]


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
