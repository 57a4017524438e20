"""What a table of a file is: its form, whose export, what its columns mean; guessed from its head, or as it is said."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from subscribers.errors import ListRefused
from subscribers.lists.columns import UNTITLED, guess_columns, need_sense, titles_of
from subscribers.lists.files import Part
from subscribers.lists.meanings import Column
from subscribers.lists.objects import ObjectReader
from subscribers.lists.programs import Program, columns_of, program_of
from subscribers.lists.rows import JSON_LINES, SAMPLE, SAMPLE_ROWS, Dialect, read_cells, read_objects, sniff
from subscribers.lists.text import Lines
from subscribers.lists.wishes import apply_wishes


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


def look_at(part: Part, wishes: Wishes) -> tuple[Table, Program | None]:
    """A table as it is understood, and the program that wrote it.

    Raises:
        ListRefused: it holds no list of people.
    """
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
