"""What kind of table a file is: its encoding, its delimiter, and what its columns mean."""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from subscribers.errors import RowRefused

SAMPLE = 64 * 1024  # bytes that the guesses look at
CHUNK = 1 << 20

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": (
        "email",
        "e-mail",
        "email address",
        "e-mail address",
        "address",
        "mail",
        "subscriber",
        "почта",
        "адрес",
    ),
    "name": (
        "name",
        "full name",
        "first name",
        "last name",
        "firstname",
        "lastname",
        "first_name",
        "last_name",
        "vorname",
        "nachname",
        "prénom",
        "nom",
        "nombre",
        "имя",
        "фамилия",
    ),
    "language": ("language", "lang", "locale", "язык"),
    "zone": ("zone", "time zone", "timezone", "tz", "time_zone"),
    # Written by our own export; what a file says of standing and dates is never believed.
    "ignored": ("standing", "since"),
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the bytes of a file become rows."""

    encoding: str
    delimiter: str


def sniff(path: Path) -> Dialect:
    """Guess encoding and delimiter.

    Raises:
        RowRefused: the file is empty.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip():
        raise RowRefused(f'{path.name} is empty; a heading row with a column "email" was expected.', line=1)
    encoding = _encoding(path, sample)
    first = sample.decode(encoding, errors="replace").lstrip("\ufeff").splitlines()[0]
    return Dialect(encoding, max(",;\t|", key=first.count))


def _encoding(path: Path, sample: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return encoding
    if _is_utf8(path):
        return "utf-8"
    # Both are a byte a letter and accept anything; Cyrillic words are runs of high bytes, Latin ones are not.
    high = sum(byte >= 0xC0 for byte in sample)
    pairs = sum(a >= 0xC0 and b >= 0xC0 for a, b in itertools.pairwise(sample))
    return "cp1251" if high and pairs / high > 0.4 else "cp1252" if not _undefined(sample) else "latin-1"


def _undefined(sample: bytes) -> bool:
    return any(byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) for byte in sample)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def column_meanings(heading: list[str]) -> dict[str, str]:
    """What each column is: "address", "name", "language", "zone", "ignored", or "attribute".

    Raises:
        RowRefused: no column holds addresses.
    """
    meanings: dict[str, str] = {}
    for number, cell in enumerate(heading, 1):
        title = cell.strip().lstrip("\ufeff") or f"column {number}"
        known = next((meaning for meaning, titles in COLUMNS.items() if title.lower() in titles), "attribute")
        if known == "address" and "address" in meanings.values():
            known = "attribute"
        meanings[title if title not in meanings else f"{title} {number}"] = known
    if "address" not in meanings.values():
        found = ", ".join(heading) or "nothing"
        raise RowRefused(f'The first row names no column with addresses; expected "email", found: {found}.', line=1)
    return meanings
