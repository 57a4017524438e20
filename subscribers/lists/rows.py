"""Lines become rows: cells of a CSV or TSV, or the objects of JSON Lines, each with the number of its first line.

A quotation mark that nobody closes would swallow what follows. So a row of several lines that is not as wide as the
heading is taken back: its first line is refused, and the others are read again by themselves.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from subscribers.errors import ListRefused
from subscribers.lists.files import stranger
from subscribers.lists.text import ASCII, Lines, guess_encoding
from subscribers.model import Refusal

SAMPLE = 1 << 18  # bytes that the guesses look at
SAMPLE_ROWS = 50
DELIMITERS = (",", ";", "\t", "|")
CSV, JSON_LINES = "CSV", "JSON Lines"

Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the bytes of a part become rows. ``delimiter`` is empty where there is but one column."""

    form: str
    encoding: str
    delimiter: str = ","
    declared: bool = False  # the first line is Excel's "sep=;"


def sniff(sample: bytes, name: str, *, encoding: str = "", delimiter: str = "") -> Dialect:
    """Guess what is not said.

    Raises:
        ListRefused: it is empty, or no text.
    """
    if not sample.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ListRefused(f'{name} is empty; a heading row with a column "email" was expected.')
    if words := stranger(sample):
        raise ListRefused(f"{name} is no table but {words}.")
    encoding = _named_encoding(encoding, name) if encoding else guess_encoding(sample)
    if not encoding:
        raise ListRefused(f"{name} is no text, so it cannot be read as a table.")
    text = _decoded(sample, encoding)
    if text.startswith("{"):
        return Dialect(JSON_LINES, encoding)
    if text.startswith("["):
        raise ListRefused(f"{name} is a JSON array; expected JSON Lines, one object in each line, or CSV.")
    if text[:11].upper() == "BEGIN:VCARD":
        raise ListRefused(f"{name} is a file of vCards and no table; export the contacts as CSV.")
    if text.startswith("<"):
        raise ListRefused(f"{name} is HTML or XML and no table; save it as CSV.")
    first = text.splitlines()[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return Dialect(CSV, encoding, delimiter or first[-1], declared=True)
    return Dialect(CSV, encoding, delimiter or guess_delimiter(text))


def _decoded(sample: bytes, encoding: str) -> str:
    return sample.decode("utf-8" if encoding == ASCII else encoding, errors="replace").lstrip("\ufeff \t\r\n")


def _named_encoding(encoding: str, name: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as fault:
        raise ListRefused(f"{name}: there is no encoding {encoding!r}; try utf-8, utf-16, cp1252 or cp1251.") from fault


def guess_delimiter(text: str) -> str:
    """The one that makes the most rows as wide as the first, and that width the greatest."""
    lines = text.splitlines(keepends=True)[:SAMPLE_ROWS]
    best, most = "", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            best, most = (delimiter, score) if score > most else (best, most)
    return best


def read_cells(lines: Lines, dialect: Dialect) -> Iterator[Numbered]:
    """The rows of a CSV or TSV, blank ones left out; the first one says how wide they are."""
    width = 0
    declared = dialect.declared
    delimiter = dialect.delimiter or ","
    reader = csv.reader(lines.read(), delimiter=delimiter, strict=True)
    while True:
        lines.begin = 0
        try:
            row = next(reader, None)
        except csv.Error as fault:
            row, reason = [], f"It cannot be read as a row: {fault}."
        else:
            reason = f"A quotation mark is opened here and not closed, or the row has not {width} cells."
        if row is None:
            return
        if len(lines.held) > 1 and lines.begin and width and len(row) != width:
            # Not as wide as the heading, and of several lines: a stray quotation mark brought them together.
            _take_back(lines, reason)
            reader = csv.reader(lines.read(), delimiter=delimiter, strict=True)
        elif row and declared:
            declared = False  # "sep=;" is no row, and says nothing of how wide they are
        elif row:
            width = width or len(row)
            yield lines.begin, row
        elif lines.begin and lines.held[0].strip():
            lines.refused.append(Refusal(line=lines.begin, field="", value=lines.held[0][:200].strip(), reason=reason))
            reader = csv.reader(lines.read(), delimiter=delimiter, strict=True)


def _take_back(lines: Lines, reason: str) -> None:
    lines.refused.append(Refusal(line=lines.begin, field="", value=lines.held[0][:200].strip(), reason=reason))
    lines.back_to_second()


def read_objects(lines: Lines) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of JSON Lines; a line that is none is refused."""
    number = 0
    for line in lines.read():
        number, lines.begin = lines.begin, 0
        text = line.lstrip("\ufeff").strip()
        if not text:
            continue
        try:
            value = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError) as fault:
            reason = f"It cannot be read as JSON: {fault}."
        else:
            if isinstance(value, dict):
                yield number, value
                continue
            reason = "It is JSON but no object; expected {…} in each line."
        lines.refused.append(Refusal(line=number, field="", value=text[:200], reason=reason))


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")
