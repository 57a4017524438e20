"""Dates as people write them for people: "31. Oktober 2023", "13.06.19", "June 13, 2019", in any language. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from digest.gather.dates import parse_date

LANGUAGES = ("en", "de", "fr", "es", "ru", "ar", "it", "pt", "nl", "pl")
LONGEST = 60  # characters of what is a date and nothing else
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+(?P<time>\S.*))?")
_TIME = re.compile(r"(?<![\d:.+-])(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(  # 2026-11-24, 2026/11/24, 2026. 11. 24., 2026年11月24日, 2026년 11월 24일
    r"(?<!\d)(\d{4})(?:[-/.年]|\.\s|년\s?)(\d{1,2})(?:[-/.月]|\.\s|월\s?)(\d{1,2})(?!\d)"
)
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:\.|er|º|th|st|nd|rd)?,?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:th|st|nd|rd)?,?\s+(\d{4})\b")


def read_date(value: object, *, day_first: bool = False) -> datetime | None:
    """A date that somebody gave as one, in any of these languages; with ``day_first`` 3/4/2026 is in April."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if slashed := _SLASHED.fullmatch(text):
        first, second = int(slashed[1]), int(slashed[2])
        first, second = (first, second) if day_first or first > 12 else (second, first)
        dated = _date(slashed[3], str(second), str(first))
        return timed(dated, slashed["time"] or "") if dated else None
    if (moment := parse_date(value)) or not text or len(text) > LONGEST:
        return moment
    days = (day for language in LANGUAGES if (day := read_shown(text, language)))
    return next((timed(day, text) for day in days), None)


def timed(day: datetime, text: str) -> datetime:
    """A day with the time that stands beside it, if one does."""
    found = _TIME.search(text)
    if found is None:
        return day
    hour = int(found[1]) % 12 + 12 * (found[4].lower() == "p") if found[4] else int(found[1])
    try:
        return day.replace(hour=hour, minute=int(found[2]), second=int(found[3] or 0))
    except ValueError:
        return day


def read_shown(text: str, language: str) -> datetime | None:
    """The first date in a line, at midnight UTC; None when there is none that every reader would read alike."""
    match = _YEAR_FIRST.search(text)
    if match:
        return _date(match[1], match[2], match[3])
    match = _DOTTED.search(text)
    if match:
        return _date(match[3] if len(match[3]) == 4 else f"20{match[3]}", match[2], match[1])
    months = month_numbers(language) | month_numbers("en")
    for form, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        match = form.search(text)
        number = months.get(match[month].lower()) if match else None
        if match and number:
            return _date(match[3], str(number), match[day])
    return None


def _date(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


@lru_cache(100)
def month_numbers(language: str) -> dict[str, int]:
    """The names of the months in a language, whole and short, in lower case and without dots."""
    try:
        locale = Locale.parse(language.replace("-", "_") or "en")
    except (ValueError, UnknownLocaleError):
        return {}
    return {
        name.lower().rstrip("."): number
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, locale).items()
    }
