"""Where an entry of Atom was taken over from: of that nothing is kept, and one thing of the entry depends on it."""

from __future__ import annotations

from typing import Any

from digest.gather.swift.elements import category, date, identity, link, title
from digest.gather.swift.known import Known, known_as, nothing, tell
from digest.gather.swift.names import ATOM, XML_LANG, must, named
from digest.gather.swift.persons import person
from digest.gather.swift.told import TEXTUAL, Told
from digest.gather.swift.xhtml import markup_of

_LINK = ("href", "rel", "type", "title", "hreflang", "length")


def origin(told: Told, element: Any, depth: int) -> None:
    """An entry's source. Which title of the entry stays, depends on whether one stood in it."""
    within = Told(told.language)
    tell(within, element, _ORIGIN, depth + 1)
    told.title_as_behind(within)


def _person(_told: Told, element: Any, _depth: int) -> None:
    person(element)


def _subtitle(_told: Told, element: Any, _depth: int) -> None:
    must(element.get("type", "text").lower() in TEXTUAL, f"{element.tag} of another type")
    markup_of(element)


_ORIGIN: dict[str, Known] = {
    **known_as(title, named(ATOM, "title"), "type", XML_LANG),
    **known_as(_subtitle, named(ATOM, "subtitle"), "type", XML_LANG),
    **known_as(identity, named(ATOM, "id")),
    **known_as(link, named(ATOM, "link"), *_LINK),
    **known_as(date("updated_parsed"), named(ATOM, "updated")),
    **known_as(category, named(ATOM, "category"), "term", "scheme", "label"),
    **known_as(_person, named(ATOM, "author", "contributor")),
    **known_as(nothing, named(ATOM, "rights", "icon", "logo", "generator"), free=True),
}
