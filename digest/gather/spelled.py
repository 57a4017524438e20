"""Dates as people write them for people: "31. Oktober 2023", "13.06.19", "June 13, 2019", in any language. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

_YEAR_FIRST = re.compile(  # 2026-11-24, 2026/11/24, 2026. 11. 24., 2026年11月24日, 2026년 11월 24일
    r"(?<!\d)(\d{4})(?:[-/.年]|\.\s|년\s?)(\d{1,2})(?:[-/.月]|\.\s|월\s?)(\d{1,2})(?!\d)"
)
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:\.|er|º|th|st|nd|rd)?,?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:th|st|nd|rd)?,?\s+(\d{4})\b")


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
