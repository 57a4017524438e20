"""The day that a headline begins or ends with, and the one that an address names. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from digest.gather.spelled import read_shown

_DAY = (
    r"(?:\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})|\d{4}[-/]\d{2}[-/]\d{2}"
    r"|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,12}\.?\s(?:de\s)?\d{4})"
)
_FIRST = re.compile(rf"(?P<day>[(\[]?{_DAY}[)\]]?)\s*[:|·•–—-]?\s+(?P<rest>\S.*)", re.DOTALL)
_LAST = re.compile(rf"(?P<rest>.*\S)\s*(?:(?:\s[|·•–—-]\s)(?P<day>{_DAY})|[(\[](?P<inner>{_DAY})[)\]])", re.DOTALL)
# "/2026/11/23/fog", "/2026-11-23-fog": behind it stands what it is about, else it is an archive of that day.
_ADDRESSED = re.compile(r"/((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})/|-(\d{2})-(\d{2})[-_/])(?=[^/]{2})")


def day_of_title(title: str, language: str) -> tuple[str, datetime | None]:
    """A headline without the day that stands before or behind it, and that day; a day within it is of the headline."""
    found = _FIRST.fullmatch(title) or _LAST.fullmatch(title)
    if found is None:
        return title, None
    named = found.groupdict()
    day = read_shown(named["day"] or named.get("inner") or "", language)
    return (named["rest"], day) if day else (title, None)


def day_of_address(url: str) -> datetime | None:
    """The day that an article's address is filed under."""
    found = _ADDRESSED.search(urlsplit(url).path)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
