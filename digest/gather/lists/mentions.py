"""The addresses that a page links to, each once, with the words that name it best.

An article is often linked twice or three times: by its picture, its headline and by "read more".
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from digest.gather.ago import read_ago
from digest.gather.dates import EARLIEST
from digest.gather.days import day_of_address, day_of_title
from digest.gather.lists.beside import around
from digest.gather.pages.title import visible
from digest.gather.plain import one_line
from digest.gather.spelled import read_shown
from digest.gather.urls import canonical, host_key, names_a_file

LONGEST = 200  # characters of a headline
LONGEST_DATE = 40  # characters of a line that is nothing but one
WIDE = 3  # letters of ours that say as much as one of Chinese, Japanese or Korean
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
SHORTEST = 12  # characters of what may be a headline without being a heading
DEEP = 6  # elements between a link and the heading around it
MOST_ANCHORS = 10  # links to one address that are looked at
_HEADLINE = re.compile(r"(?<!sub)(?<!sub[-_])(title|headline|heading|titel|titre|titulo)", re.IGNORECASE)


_CALLED_WHEN = re.compile(r"(?<![a-z])(?:time|date|timestamp|pubdate|ago|datum|fecha|zeit)(?![a-z])", re.IGNORECASE)
_BESIDE = " |·•–—-"


@dataclass(slots=True)
class Entry:
    """An address of a page: what links to it, and what it is called. ``headed``: by a heading.

    ``own`` are those of its links that speak of it, and not of any article ("Read more"); all, where all do that.
    """

    url: str
    anchors: list[Any] = field(default_factory=list)
    own: list[Any] = field(default_factory=list)
    day: datetime | None = None  # that the title began or ended with, else that of the address
    title: str = ""
    headed: bool = False


def length(text: str) -> int:
    """How much a text says, in letters of ours."""
    return sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def site_key(url: str) -> str:
    """The host of an address, with or without "www."."""
    return host_key(url).removeprefix("www.")


def entries_of(anchors: Iterable[Any], *, base: str, url: str, any_site: bool, language: str = "") -> list[Entry]:
    """The addresses that these links lead to, in the order of the page.

    If not of ``any_site``, then of the same one, and no files that are no pages.
    """
    found: dict[str, Entry] = {}
    for anchor in anchors:
        address = canonical(anchor.get("href") or "", base)
        own = site_key(address) == site_key(url) and not names_a_file(address)
        if address and _is_deeper(address, url) and (any_site or own):
            anchors_there = found.setdefault(address, Entry(address)).anchors
            if len(anchors_there) < MOST_ANCHORS:
                anchors_there.append(anchor)
    entries = list(found.values())
    said = _said_of_many(entries)
    for entry in entries:
        entry.anchors.sort(
            key=lambda anchor: next(_headings(anchor), None) is None
        )  # its headline before what quotes it
        called, entry.headed = _name(entry, said)
        entry.title, day = day_of_title(called, language)
        entry.day = day or day_of_address(entry.url)
        entry.own = [anchor for anchor in entry.anchors if visible(anchor) not in said] or entry.anchors
    return entries


def _is_deeper(address: str, url: str) -> bool:
    """Whether it is neither the page itself nor its site's front page."""
    parts = urlsplit(address)
    return address != canonical(url) and bool(parts.path not in ("", "/") or parts.query)


def _said_of_many(entries: Iterable[Entry]) -> set[str]:
    """The words by which the page links to several addresses ("Read more", "2 comments"): they name none of them."""
    leads: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for anchor in entry.anchors:
            leads[visible(anchor)].add(entry.url)
    return {words for words, urls in leads.items() if len(urls) > 1}


def _name(entry: Entry, said: set[str]) -> tuple[str, bool]:
    headings = [text for anchor in entry.anchors for text in _headings(anchor)]
    if headings:
        return max(headings, key=len), True
    called = (text for anchor in entry.anchors for text in _called(anchor))
    own = sorted((_undated(anchor) for anchor in entry.anchors), key=len, reverse=True)
    own = [text for text in own if text and text not in said and not _is_date(text)]
    if text := next((one for one in (*called, *own) if len(one) <= LONGEST), ""):
        return text, False
    if text := next((text for anchor in entry.anchors for text in _blocks(anchor) if text not in said), ""):
        return text, False
    if text := _heading_beside(entry):
        return text, True
    return next((text for anchor in entry.anchors for text in _unseen(anchor) if text not in said), ""), False


def _undated(anchor: Any) -> str:
    """The words of a link, without those of its parts that say when."""
    text = visible(anchor)
    for one in anchor.iterdescendants("time", "span", "div", "p", "small", "em", "i"):
        if one.tag == "time" or _CALLED_WHEN.search(one.get("class") or ""):
            when = visible(one)
            if 0 < len(when) <= min(LONGEST_DATE, len(text) // 2):
                text = text.removesuffix(when).removeprefix(when).strip(_BESIDE)
    return text


def _headings(anchor: Any) -> Iterator[str]:
    """The heading that a link stands in, or those that stand in it."""
    above = list(anchor.iterancestors())[:DEEP]
    heading = next((one for one in above if one.tag in HEADINGS), None)
    if heading is not None:
        inside = [one for one in heading.iter("a") if one.get("href")]
        yield from _text_of(anchor if len(inside) > 1 else heading)
        return
    for one in islice(anchor.iter(*HEADINGS), 1):
        yield from _text_of(one)


def _text_of(heading: Any) -> Iterator[str]:
    """What a heading says, without a kicker above it where a part of it is called the title."""
    text = next(_called(heading), "") or visible(heading)
    if 0 < len(text) <= LONGEST:
        yield text


def _called(place: Any) -> Iterator[str]:
    """The parts of a link or a heading that are called a headline."""
    for one in place.iterdescendants("div", "p", "span", "strong", "b"):
        if _HEADLINE.search(f"{one.get('class') or ''} {one.get('itemprop') or ''}") and (text := visible(one)):
            yield text


def _blocks(anchor: Any) -> Iterator[str]:
    """Of a link around all that is said of an article, its parts, the first of which is mostly the headline."""
    for one in anchor.iterdescendants("div", "p", "span", "strong", "b"):
        if (text := one_line(one.text or "")) and length(text) >= 15 and len(text) <= LONGEST:
            yield text


def _heading_beside(entry: Entry) -> str:
    """The one heading around a link, up to where others are linked; else the one line in bold letters."""
    places = list(around(entry.anchors[0], set(entry.anchors)))
    for tags, shortest in ((HEADINGS, 1), (("b", "strong"), SHORTEST)):
        for place in places:
            found = [text for one in place.iter(*tags) if shortest <= len(text := visible(one)) <= LONGEST]
            if found:
                return found[0] if len(found) == 1 else ""
    return ""


def _unseen(anchor: Any) -> Iterator[str]:
    """What a link or its picture is called for those who do not see it."""
    for one in (anchor, *anchor.iter("img")):
        for name in ("title", "aria-label", "alt"):
            if text := one_line(one.get(name) or ""):
                yield text


def _is_date(text: str) -> bool:
    rest, day = day_of_title(text, "")
    if day and len(rest) >= SHORTEST:
        return False
    return len(text) <= LONGEST_DATE and bool(read_shown(text, "") or read_ago(text, "", EARLIEST))
