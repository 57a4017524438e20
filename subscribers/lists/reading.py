"""Cells become a row, or the one sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from subscribers.address import parse_address, spelling
from subscribers.errors import AddressError, RowRefused
from subscribers.lists.cells import (
    CONVERT,
    LONGEST,
    LONGEST_NAME,
    as_json,
    as_language,
    as_text,
    as_zone,
    bare,
    is_nothing,
    sound,
)
from subscribers.lists.meanings import Column, Meaning
from subscribers.lists.rowed import Row
from subscribers.lists.saying import SAYING, Saying, as_other
from subscribers.lists.standings import warning

INVISIBLE = " \t\u00a0\u200b\u200e\u200f\ufeff"  # what clings to addresses that were copied from somewhere
MOST_REMEMBERED, SHORT = 4096, 64  # cells, and how long they may be
NAMES = (Meaning.NAME, Meaning.FIRST_NAME, Meaning.LAST_NAME)


class RowReader:
    """Reads the rows of one table by its columns. ``defused``: apostrophes that a spreadsheet needed are taken off."""

    def __init__(
        self, columns: Sequence[Column], saying: Saying, *, exact: bool = False, defused: bool = False
    ) -> None:
        at: dict[Meaning, Column] = {one.meaning: one for one in columns}
        self._width = len(columns)
        self._address = at[Meaning.ADDRESS].at
        self._names = [at[meaning].at for meaning in NAMES if meaning in at]
        self._language = _tags(at.get(Meaning.LANGUAGE), as_language, "is no language tag such as de or pt-BR")
        self._zone = _tags(at.get(Meaning.ZONE), as_zone, "is no time zone name such as Europe/Berlin")
        self._attributes = [
            (one.at, one.name, _Understood(_converter(one, exact=exact)))
            for one in columns
            if one.meaning is Meaning.ATTRIBUTE
        ]
        passed_over = (one for one in columns if one.meaning is Meaning.IGNORED and not one.named)
        self._watched = [(one.at, _Understood(_converter(one, exact=exact))) for one in passed_over]
        self._objects = [one for one in columns if one.meaning is Meaning.ATTRIBUTES]
        self._says = [one for one in columns if one.meaning in SAYING]
        self._saying, self._exact, self._defused = saying, exact, defused
        self._claims = bool(self._says) or saying.everybody is not None

    def read(self, line: int, cells: list[str]) -> Row:
        """The row of these cells.

        Raises:
            RowRefused: it cannot be used; ``address`` is set where there is one.
        """
        if len(cells) != self._width:
            cells = self._as_wide(line, cells)
        if self._defused:
            cells = [cell.removeprefix("'") for cell in cells]
        address, canonical = spelling(cells[self._address].strip()) or self._look_closely(line, cells)
        try:
            kept: dict[str, Any] = {}
            for column in self._objects:
                kept |= _object(column, cells[column.at])
            for at, title, understood in self._attributes:
                if (cell := cells[at]) and (value := understood[cell]) is not None:
                    kept[title] = value
            for at, understood in self._watched:
                understood[cells[at]]
            name = self._name(cells) if self._names else ""
            language = self._language[1][cells[self._language[0]]] if self._language else ""
            zone = self._zone[1][cells[self._zone[0]]] if self._zone else ""
            said = self._saying.of(self._says, cells) if self._claims else None
        except RowRefused as fault:
            fault.line, fault.address = line, canonical
            raise
        return Row(line, address, canonical, name, language, zone, kept, said)

    def _as_wide(self, line: int, cells: list[str]) -> list[str]:
        if len(cells) < self._width:
            return cells + [""] * (self._width - len(cells))
        if any(cell.strip() for cell in cells[self._width :]):
            raise RowRefused(
                f"It has {len(cells)} cells and the heading {self._width}; "
                "is there a cell with the separator in it and no quotation marks around it?",
                line=line,
            )
        return cells[: self._width]

    def _look_closely(self, line: int, cells: list[str]) -> tuple[str, str]:
        text = cells[self._address].strip(INVISIBLE)
        if is_nothing(text):
            raise RowRefused("It has no address.", line=line, field="address")
        try:
            parsed = parse_address(bare(text))
        except AddressError as fault:
            raise RowRefused(fault.message, line=line, field="address") from fault
        return parsed.address, parsed.canonical

    def _name(self, cells: list[str]) -> str:
        whole = (
            cells[self._names[0]]
            if len(self._names) == 1
            else " ".join([cells[at] for at in self._names if not is_nothing(cells[at])])
        )
        if not self._exact:
            whole = as_text(whole if not is_nothing(whole.strip()) else "")
        if len(whole) > LONGEST_NAME or (self._exact and not sound(whole)):
            raise RowRefused(f"The name is longer than {LONGEST_NAME} characters, or no text.", field="name")
        return whole


class _Understood(dict[str, Any]):
    """What the cells of a column mean. Most columns have few that differ: those are understood once."""

    def __init__(self, convert: Callable[[str], Any]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, cell: str) -> Any:
        value = self._convert(cell)
        if len(self) < MOST_REMEMBERED and len(cell) <= SHORT:
            self[cell] = value
        return value


def _tags(column: Column | None, known: Callable[[str], str | None], but: str) -> tuple[int, _Understood] | None:
    """Where a tag stands in a row, and what its cells mean; an empty one is none."""
    if column is None:
        return None
    one = column

    def tag_of(cell: str) -> str:
        word = cell.strip()
        tag = "" if is_nothing(word) else known(word)
        if tag is None and not one.lenient:
            raise RowRefused(f"{word[:100]!r} {but}.", field=one.meaning.value)
        return tag or ""

    return one.at, _Understood(tag_of)


def warned(column: Column, cell: str) -> RowRefused:
    """Why a row is left out in whose own field somebody says that they want no mail."""
    return RowRefused(
        f"{column.title} says {cell!r}, so nothing was taken from this row. "
        f"Say what the column is: --column '{column.title}=standing', or {as_other(column)}.",
        field=column.title,
    )


def _object(column: Column, cell: str) -> Mapping[str, Any]:
    if not cell.strip():
        return {}
    value = as_json(cell) if len(cell) <= LONGEST else None
    if not isinstance(value, dict):
        raise RowRefused(f'{column.title} is no JSON object such as {{"plan": "pro"}}.', field=column.title)
    return value


def _converter(column: Column, *, exact: bool) -> Callable[[str], Any]:
    """How the cells of a column become an attribute's values; None for nothing to keep."""
    convert = CONVERT.get(column.kind)
    watched = not exact and not column.named

    def as_text(cell: str) -> str | None:
        text = cell if exact else cell.strip()
        if watched and warning(text):
            raise warned(column, text)
        if len(text) > LONGEST:
            raise RowRefused(f"{column.title} is longer than {LONGEST:,} characters.", field=column.title)
        return text or None

    def as_kind(cell: str) -> Any:
        text = cell.strip()
        value = convert(text) if convert and text and len(text) <= LONGEST else None
        if watched and (word := warning(value)):
            raise warned(column, word)
        if value is None and text and not column.guessed:
            raise RowRefused(f"{text[:100]!r} is no {column.kind}.", field=column.title)
        return as_text(cell) if value is None and text else value

    return as_kind if convert else as_text
