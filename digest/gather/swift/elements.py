"""What the elements of an entry tell, by feedparser's rules."""

from __future__ import annotations

from typing import Any

from digest.gather.swift.known import Teller
from digest.gather.swift.moments import moment_of
from digest.gather.swift.names import CONTENT, Unproven, attributes_of, bare, must
from digest.gather.swift.told import TEXTUAL, Told, address, language_of, repaired, stripped, text_of
from digest.gather.swift.xhtml import markup_of


def title(told: Told, element: Any, depth: int) -> None:
    """A title, as text, as HTML or as XHTML."""
    told.title(said(element), depth)


def link(told: Told, element: Any, _depth: int) -> None:
    """A link of an entry."""
    must("href" not in element.keys() or not len(element), "a link with elements in it")  # noqa: SIM118 - see names.py
    told.link(_link_attributes(element), stripped(element), references=True)


def feed_link(told: Told, element: Any, _depth: int) -> None:
    """A link of a feed."""
    told.link(_link_attributes(element), stripped(element), references=False)


def _link_attributes(element: Any) -> dict[str, str]:
    """Its attributes, those of RFC 4685 (how many answered) among them."""
    return {name: value.lower() if name in ("rel", "type") else value for name, value in element.items()}


def identity(told: Told, element: Any, _depth: int) -> None:
    """What an entry or a feed is known by; it is its link too, unless that is known or it says that it is none."""
    lasting = element.get("isPermaLink", "true") == "true"
    text = stripped(element)
    told.values["id"] = found = repaired(address(text) if lasting else text)
    if lasting:
        told.values.setdefault("link", found)


def category(told: Told, element: Any, _depth: int) -> None:
    """A topic, by attributes or by text."""
    topic(told, element, element.get("scheme", element.get("domain")))


def topic(told: Told, element: Any, scheme: str | None) -> None:
    """A topic of this scheme, by attributes or by text."""
    told.tag(element.get("term"), scheme, element.get("label"))
    tags = told.values["tags"]
    if text := text_of(element):
        if tags and not tags[-1]["term"]:
            tags[-1]["term"] = text
        else:
            told.tag(text, None, None)


def keywords(scheme: str | None) -> Teller:
    """Topics with commas between them."""

    def several(told: Told, element: Any, _depth: int) -> None:
        for term in text_of(element).split(","):
            if term.strip():
                told.tag(term.strip(), scheme, None)

    return several


def date(key: str) -> Teller:
    """A moment under one of feedparser's keys."""

    def told_at(told: Told, element: Any, _depth: int) -> None:
        told.values[key] = moment_of(text_of(element))

    return told_at


def summary(told: Told, element: Any, depth: int) -> None:
    """A summary; a second one is the text, if that is not told."""
    if "summary" in told.values and not told.has_content:
        content(told, element, depth)
    else:
        told.put("summary", said(element), depth)


def content(told: Told, element: Any, _depth: int) -> None:
    """The text."""
    language = language_of(element, told.language)
    told.content(said(element), language.replace("_", "-") if language else language, kind=_kind(element))


def _kind(element: Any) -> str:
    """The type of a text: as it says, else HTML in RSS's own element for it, and plain words in any other."""
    said = element.get("type", "html" if element.tag == f"{{{CONTENT}}}encoded" else "plain").lower()
    return "text/plain" if said in _PLAIN else said


def said(element: Any) -> str:
    """What an element says, as text, as HTML or as XHTML.

    Raises:
        Unproven: it is of another type.
    """
    kind = element.get("type")
    if kind is not None and kind.lower() not in TEXTUAL:
        raise Unproven(f"{element.tag} of the type {kind}")
    return markup_of(element)


def language(told: Told, element: Any, _depth: int) -> None:
    """The language that an entry says it is in."""
    told.values["language"] = text_of(element)


def enclosure(told: Told, element: Any, _depth: int) -> None:
    """A file beside the text."""
    bare(element)
    attributes = attributes_of(element)
    if attributes.get("url"):
        attributes["href"] = attributes.pop("url")
    told.add("links", attributes | {"rel": "enclosure"})


def origin(told: Told, element: Any, _depth: int) -> None:
    """What an entry of RSS was taken from: behind it, another title is the first one again."""
    bare(element)
    told.forget_title()


def picture(told: Told, element: Any, _depth: int) -> None:
    """The picture of an episode."""
    bare(element)
    if href := element.get("href") or element.get("url"):
        told.values["image"] = {"href": href}


_PLAIN = frozenset(["text", "plain", "text/plain"])
