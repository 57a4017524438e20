"""Dates as pages show them to people, where they stand for the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from digest.gather.pages.places import stands_aside
from digest.gather.plain import one_line
from digest.gather.spelled import read_shown

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
