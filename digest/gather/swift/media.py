"""Media RSS within an entry: pictures, films, and what they say of themselves."""

from __future__ import annotations

from typing import Any

from digest.gather.swift.elements import keywords, said, summary, topic
from digest.gather.swift.known import Known, known_as, nothing, tell
from digest.gather.swift.names import MEDIA, attributes_of, bare, must, named
from digest.gather.swift.told import Told, address, repaired, stripped


def _media_category(told: Told, element: Any, _depth: int) -> None:
    topic(told, element, element.get("scheme", "http://search.yahoo.com/mrss/category_schema"))


def _medium(told: Told, element: Any, depth: int) -> None:
    told.add("media_content", attributes_of(element))
    tell(told, element, MEDIA_WITHIN, depth + 1)


def _group(told: Told, element: Any, depth: int) -> None:
    tell(told, element, MEDIA_WITHIN, depth + 1)


def _thumbnail(told: Told, element: Any, _depth: int) -> None:
    thumbnail = attributes_of(element)
    if url := repaired(address(stripped(element))):
        thumbnail.setdefault("url", url)
    told.add("media_thumbnail", thumbnail)


def _media_title(told: Told, element: Any, depth: int) -> None:
    told.title(said(element), depth, lasting=False)


def _community(_told: Told, element: Any, _depth: int) -> None:
    for child in element:
        must(child.tag in _COUNTS, f"{child.tag}")
        bare(child)


_COUNTS = frozenset(named(MEDIA, "starRating", "statistics", "tags"))
MEDIA_WITHIN: dict[str, Known] = {
    **known_as(_medium, named(MEDIA, "content"), free=True),
    **known_as(_group, named(MEDIA, "group")),
    **known_as(_thumbnail, named(MEDIA, "thumbnail"), free=True),
    **known_as(_media_title, named(MEDIA, "title"), "type"),
    **known_as(summary, named(MEDIA, "description"), "type"),
    **known_as(_media_category, named(MEDIA, "category"), "scheme", "label"),
    **known_as(keywords(None), named(MEDIA, "keywords")),
    **known_as(_community, named(MEDIA, "community")),
    **known_as(
        nothing, named(MEDIA, "credit", "copyright", "rating", "text", "player", "license", "hash", "adult"), free=True
    ),
}
