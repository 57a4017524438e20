"""A cell becomes a value, or says why it is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any
from zoneinfo import available_timezones

LONGEST = 20_000  # characters of a cell that is kept
LONGEST_NAME = 500
SHORT = 16  # digits
INFINITE = float("inf")
LONGEST_NOTHING = 20
LONGEST_LANGUAGE = 35  # characters, RFC 5646 §4.4.1

# In the languages of spreadsheets, and as databases and ticked boxes say it.
YES = frozenset(
    {
        "true", "yes", "y", "1", "on", "t", "x", "✓", "✔", "☑", "ja", "wahr", "oui", "vrai", "si", "sí", "verdadero",
        "vero", "sim", "verdadeiro", "waar", "tak", "prawda", "да", "истина",
    }
)  # fmt: skip
NO = frozenset(
    {
        "false", "no", "n", "0", "off", "f", "☐", "nein", "falsch", "non", "faux", "falso", "não", "nee", "onwaar",
        "nie", "fałsz", "нет", "ложь",
    }
)  # fmt: skip
# What programs write where they know nothing.
NOTHING = frozenset({"null", r"\n", "(null)", "<null>", "#n/a", "0000-00-00", "0000-00-00 00:00:00"})
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")  # a longer one is somebody's number of something
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,99})(?:\.\d{1,99})?(?:[eE][-+]?\d{1,3})?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_ANGLES = re.compile(r"[^<>]*<([^<>]+)>")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,4}", re.IGNORECASE | re.ASCII)


class Kind(StrEnum):
    """What an attribute's values are."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes/no"
    DATE = "date"
    LIST = "list"
    JSON = "json"


def guess_kind(cells: Sequence[str]) -> Kind:
    """The narrowest kind that all these cells are of; numbers with leading zeros are texts (postcodes, telephones)."""
    for kind in (Kind.YES_NO, Kind.NUMBER, Kind.DATE):
        if cells and all(_is(cell, kind) for cell in cells):
            return kind
    return Kind.TEXT


def _is(cell: str, kind: Kind) -> bool:
    if kind is Kind.YES_NO:
        return cell.lower() in ("true", "false", "yes", "no")
    if kind is Kind.NUMBER:
        return _PLAIN_NUMBER.fullmatch(cell) is not None
    return _ISO_DAY.fullmatch(cell) is not None and as_date(cell) is not None


def as_number(cell: str) -> int | float | None:
    """A number: whole where it is written so."""
    if len(cell) < SHORT and cell.isdecimal() and cell.isascii() and (cell[0] != "0" or cell == "0"):
        return int(cell)  # what nearly all are
    if not _NUMBER.fullmatch(cell):
        return None
    value = int(cell) if cell.lstrip("-").isdecimal() else float(cell)
    return value if abs(value) < INFINITE else None


def as_yes_no(cell: str) -> bool | None:
    """Yes or no, in a few languages."""
    word = cell.strip().lower()
    return True if word in YES else False if word in NO else None


def is_nothing(cell: str) -> bool:
    """Whether a cell says only that nothing is known: blank, or NULL as databases write it."""
    return not cell or (len(cell) < LONGEST_NOTHING and cell.lower() in NOTHING)


def as_date(cell: str) -> str | None:
    """A day as ISO text ("2026-11-24"), so that it sorts; also read as 24.11.2026."""
    if found := DAY.fullmatch(cell):
        cell = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        return date.fromisoformat(cell[:10]).isoformat()
    except ValueError:
        return None


def as_list(cell: str) -> list[str]:
    """Words between commas; Mailchimp puts quotation marks around each."""
    return [word for part in cell.split(",") if (word := part.strip().strip('"').strip())]


def as_json(cell: str) -> Any:
    """What a JSON text says; None for none, and for what a database cannot keep (NUL, half a character, infinity)."""
    try:
        value = json.loads(cell)
        return value if sound(value) else None
    except (ValueError, RecursionError):
        return None


def sound(value: Any) -> bool:
    """Whether a value can be kept as JSON in every database."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        return "\\u0000" not in text and bool(text.encode())
    except (ValueError, RecursionError):
        return False


CONVERT: Mapping[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: as_number,
    Kind.YES_NO: as_yes_no,
    Kind.DATE: as_date,
    Kind.LIST: as_list,
    Kind.JSON: as_json,
}


def as_language(cell: str) -> str | None:
    """A language tag as it is usually written: "de", "pt-BR", "zh-Hant-TW"."""
    if len(cell) > LONGEST_LANGUAGE or not _LANGUAGE.fullmatch(cell):
        return None
    first, *others = cell.replace("_", "-").split("-")
    cased = [one.upper() if len(one) == 2 else one.title() if len(one) == 4 else one for one in others]
    return "-".join([first.lower(), *cased])


def as_zone(cell: str) -> str | None:
    """The name of a time zone, in its own spelling."""
    return _zones().get(cell.lower().replace(" ", "_"))


@lru_cache(1)
def _zones() -> Mapping[str, str]:
    return {name.lower(): name for name in available_timezones()}


def as_client(cell: str) -> str:
    """A network address, cut to its network (IPv4 /24, IPv6 /48): nobody's machine is kept. Empty for none."""
    try:
        address = ip_address(cell.strip())
    except ValueError:
        return ""
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def bare(cell: str) -> str:
    """The address of "Ana Lind <ana@example.org>", as rosters and mail programs write it; else what there was."""
    found = _ANGLES.fullmatch(cell)
    return found[1].strip() if found else cell


def as_text(cell: str) -> str:
    """A text in one line, without anything that cannot be seen."""
    if cell.isprintable() and "  " not in cell:
        return cell.strip(" ")  # what nearly all are: no other blank counts as printable
    text = " ".join(cell.split())
    return text if text.isprintable() else "".join(c for c in text if c.isprintable() or c in "\u200d\u200c").strip()
