"""Dates of feeds in forms that a feed should not have them in, as programs and people write them all the same. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from digest.gather.dates import parse_date
from digest.gather.spelled import LONGEST, read_date

MONTHS = 12
# Minutes ahead of UTC, of names that mean one zone only; feedparser knows those of America and takes others for UTC.
_ZONES = {
    "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540,
    "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip
_ZONE = re.compile(rf"\s({'|'.join(_ZONES)})\Z")
_AHEAD = re.compile(r"(?<=[\s\d])(?:(?:GMT|UTC)\s?)?([+-])(\d{1,2}):?(\d{2})?\Z")
_NAMED_AHEAD = re.compile(r"\s(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?\Z")
_SECONDS = re.compile(r"\d{10}(?:\d{3})?\Z")  # since 1970, or thousandths of them
_MISREAD = re.compile(r"\d{4}[/.年]\d|\d{1,2}-\d{1,2}-\d{4}\b")  # of which feedparser sees the year alone, or another
_DAY_FIRST = re.compile(r"\A(\d{1,2})-(\d{1,2}|[^\W\d_]{3,12})-(\d{4})\b")
_EITHER = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}\b")


def read_stamp(said: str, parsed: datetime | None) -> datetime | None:
    """When something was published: as feedparser ``parsed`` it, unless it could not or did not see all of it."""
    text = " ".join(said.split())
    if not text or len(text) > LONGEST:
        return parsed
    if _SECONDS.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if parsed is None or _MISREAD.match(text):
        return _as_written(text)
    return parsed - _ahead(text) if _is_local(text, parsed) else parsed


def _as_written(text: str) -> datetime | None:
    """A date in any form; None where two readers would read two."""
    either = _EITHER.search(text)
    if either and either[1] != either[2] and max(int(either[1]), int(either[2])) <= MONTHS:
        return None
    if (moment := parse_date(text)) and moment.utcoffset():
        return moment.astimezone(UTC)
    moment = read_date(_DAY_FIRST.sub(_dotted, _without_zone(text)))
    return moment - _ahead(text) if moment else None


def _dotted(day: re.Match[str]) -> str:
    """A day that begins with its number, with what people put between its parts."""
    return (" " if day[2].isalpha() else ".").join(day.groups())


def _is_local(text: str, parsed: datetime) -> bool:
    """Whether feedparser passed over the zone that a date ends with, and took the time there for that of UTC."""
    return bool(_ZONE.search(text) or _NAMED_AHEAD.search(text)) and read_date(_without_zone(text)) == parsed


def _without_zone(text: str) -> str:
    return _AHEAD.sub("", _ZONE.sub("", text)).strip() if ":" in text else text


def _ahead(text: str) -> timedelta:
    """How far ahead of UTC the zone is that a time ends with."""
    if zone := _ZONE.search(text):
        return timedelta(minutes=_ZONES[zone[1]])
    found = _AHEAD.search(text) if ":" in text else None
    if found is None:
        return timedelta()
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -ahead if found[1] == "-" else ahead
