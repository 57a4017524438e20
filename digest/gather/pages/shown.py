"""Dates as pages show them to people: "31. Oktober 2023", "13.06.19", "June 13, 2019", in the page's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from digest.gather.pages.places import stands_aside
from digest.gather.plain import one_line

LONGEST = 80  # characters of a line that is there to give a date
MOST = 40  # elements that are looked at
_ELEMENTS = ("time", "span", "div", "p", "small", "li", "abbr", "td")
_CALLED = re.compile(r"date|Date|datum|ublish|created|posted|fecha")
_BEGINS = re.compile(
    r"\s*(?:(?:erstellt|veröffentlicht|published|posted|created|publi[ée]|publicado|pubblicato|geplaatst|stand|date|datum)"
    r"(?: (?:am|on|le|el|il|op))?:?\s+)?(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4})\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|recommend|widget|footer|update|modif|archive|event|termin|card|listing|popular|latest",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(  # 2026-11-24, 2026/11/24, 2026. 11. 24., 2026年11月24日, 2026년 11월 24일
    r"(?<!\d)(\d{4})(?:[-/.年]|\.\s|년\s?)(\d{1,2})(?:[-/.月]|\.\s|월\s?)(\d{1,2})(?!\d)"
)
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:\.|er|º|th|st|nd|rd)?,?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:th|st|nd|rd)?,?\s+(\d{4})\b")


def shown_dates(tree: Any, language: str) -> Iterator[datetime]:
    """The dates in places that are there for one, then on lines that begin with one, in the order of the page."""
    called, lines = _places(tree)
    for element in called[:MOST]:
        text = element.get("datetime") or one_line(" ".join(element.itertext()))
        moment = read_shown(text, language) if len(text) <= LONGEST and not _elsewhere(element) else None
        if moment:
            yield moment
    for element in lines[:MOST]:
        moment = read_shown(one_line(element.text)[:LONGEST], language) if not _elsewhere(element) else None
        if moment:
            yield moment


def _places(tree: Any) -> tuple[list[Any], list[Any]]:
    """Elements that are called after a date, and short ones whose text begins with one."""
    called, lines = [], []
    for element in tree.iter(*_ELEMENTS):
        if element.tag == "time" or _CALLED.search(f"{element.get('class', '')} {element.get('id', '')}"):
            called.append(element)
        elif element.text and len(element.text) <= 4 * LONGEST and _BEGINS.match(element.text):
            lines.append(element)
    return called, lines


def _elsewhere(element: Any) -> bool:
    return stands_aside(element, _ELSEWHERE, depth=4)


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
