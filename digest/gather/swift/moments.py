"""Dates of feeds, in the two forms that nearly all of them have."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from digest.gather.swift.names import Unproven

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
# "Mon, 02 Jan 2006 15:04:05 +0100" (RFC 822, RFC 1123)
_LETTER = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?P<day>\d{1,2}) (?P<month>[a-z]{3})[a-z]* (?P<year>(?:19|20)\d\d)"
    r" (?P<time>\d\d:\d\d(?::\d\d)?)"
    r" (?:(?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)|gmt|utc|ut|z|(?P<zone>est|edt|cst|cdt|mst|mdt|pst|pdt))",
    re.IGNORECASE | re.ASCII,
)
# "2006-01-02T15:04:05.123+01:00" (RFC 3339), or only the day
_WEB = re.compile(
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:t(?P<time>\d\d:\d\d(?::\d\d)?)(?:(?<=:\d\d:\d\d)\.\d{1,9})?(?:z|(?P<sign>[+-])(?P<hours>\d\d):(?P<minutes>\d\d))?)?",
    re.IGNORECASE | re.ASCII,
)


def moment_of(text: str) -> tuple[int, ...] | None:
    """A date as feedparser reads it, as its nine numbers in UTC; None for no text.

    Raises:
        Unproven: it is in another form, or no date.
    """
    if not text:
        return None
    found = _LETTER.fullmatch(text) or _WEB.fullmatch(text)
    try:
        moment = _in_utc(found.groupdict()) if found else None
    except ValueError:  # the 31st of February
        moment = None
    if moment is None:
        raise Unproven(f"the date {text[:40]}")
    return moment.utctimetuple()


def _in_utc(found: dict[str, str | None]) -> datetime:
    hour, minute, second = [*map(int, (found["time"] or "0:0").split(":")), 0][:3]
    name = (found["month"] or "").lower()
    month = _MONTHS.index(name) + 1 if name.isalpha() else int(name)
    moment = datetime(int(found["year"] or 0), month, int(found["day"] or 0), hour, minute, second)  # noqa: DTZ001 - in UTC below
    ahead = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    if zone := found.get("zone"):
        ahead = timedelta(hours=_ZONES[zone.lower()])
    return moment + ahead if found["sign"] == "-" else moment - ahead
