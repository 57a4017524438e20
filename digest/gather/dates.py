"""Dates of articles: read, made aware, and not believed when they are absurd."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web, dates of web articles are mistakes (often 1970-01-01)
FARTHEST_AHEAD = timedelta(hours=24)

_FORMATS = (
    "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d. %B %Y", "%d.%m.%Y", "%B %d %Y", "%b. %d, %Y",
    "%Y/%m/%d", "%m/%d/%Y", "%A, %B %d, %Y", "%B %d, %Y %H:%M", "%d %B %Y %H:%M", "%B %d, %Y, %I:%M %p",
    "%d %b %Y %H:%M", "%b %d, %Y %H:%M", "%B %d, %Y %I:%M %p",
)  # fmt: skip
_HOUR = re.compile(r"^(\d{4}-\d{2}-\d{2}[ T])(\d):")
_OFFSET = re.compile(r"(:\d\d(?:\.\d+)?) ?([+-])(\d{1,2}):?(\d{2})?$")
_OF_MAILS = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ")  # RFC 5322, as feeds have it
_LONGEST = 60


def believable(moment: datetime | None, now: datetime) -> datetime | None:
    """A date that an article may have: between 1990 and tomorrow. Naive times are UTC."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC) if EARLIEST <= aware <= now + FARTHEST_AHEAD else None


def parse_date(value: object) -> datetime | None:
    """A date as front matter or a line of text gives it: ISO 8601, or as people write it in English."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, str | int | float):
        return None
    text = " ".join(str(value).split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(
            _HOUR.sub(r"\g<1>0\2:", _OFFSET.sub(_whole_offset, text)).replace(" UTC", "+00:00")
        )
    except ValueError:
        return _by_format(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole_offset(match: re.Match[str]) -> str:
    """An offset as ISO 8601 writes it: " -4" and "-0400" are "-04:00"."""
    return f"{match[1]}{match[2]}{int(match[3]):02}:{match[4] or '00'}"


def _by_format(text: str) -> datetime | None:
    if _OF_MAILS.match(text):
        with suppress(ValueError, OverflowError):
            moment = parsedate_to_datetime(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
