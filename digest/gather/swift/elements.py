"""What the elements of an entry tell, by feedparser's rules, and which attributes they may have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from digest.gather.swift.moments import moment_of
from digest.gather.swift.names import (
    ATOM,
    CONTENT,
    RSS1,
    SILENT,
    Unproven,
    attributes_of,
    bare,
    must,
    named,
    silent,
)
from digest.gather.swift.told import TEXTUAL, Told, address, language_of, repaired, stripped, text_of
from digest.gather.swift.xhtml import markup_of

Teller = Callable[[Told, Any, int], None]
Known = tuple[Teller, frozenset[str] | None]  # what it tells, and the attributes it may have; None: it looks itself


def known_as(teller: Teller, names: Collection[str], *attributes: str, free: bool = False) -> dict[str, Known]:
    """Rows of a list: these elements, each with these attributes and no other, or ``free`` to have any."""
    return dict.fromkeys(names, (teller, None if free else frozenset(attributes)))


def plain(*names: str) -> list[str]:
    """Names of the formats' own elements: feedparser makes no difference between theirs."""
    return [*names, *named(ATOM, *names), *named(RSS1, *names)]


def tell(told: Told, element: Any, known: Mapping[str, Known], depth: int) -> None:
    """Let everything in an element tell what it has to, in its order.

    Raises:
        Unproven: there is something that is not on the list.
    """
    for child in element:
        teller, attributes = known.get(child.tag) or _stranger(child)
        if attributes is not None and not attributes.issuperset(child.keys()):
            raise Unproven(f"{child.tag} with {child.keys()}")
        teller(told, child, depth)


def _stranger(element: Any) -> Known:
    must(str(element.tag)[1:].partition("}")[0] in SILENT, f"{element.tag}")
    return _nothing_within, None


def _nothing_within(_told: Told, element: Any, _depth: int) -> None:
    silent(element)


def nothing(_told: Told, element: Any, _depth: int) -> None:
    """What is not kept."""
    bare(element)


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


def author(told: Told, element: Any, _depth: int) -> None:
    """An author: a line, or elements of which one is the name."""
    if not len(element):
        told.author(text_of(element))
        return
    must(not (element.text or "").strip(), "an author with text and elements")
    names = [stripped(child) for child in person(element) if child.tag.rpartition("}")[2] == "name"]
    must(len(names) == 1 and names[0], "an author without one name")
    told.person(names[0])


def person(element: Any) -> list[Any]:
    """The parts of somebody's name and addresses.

    Raises:
        Unproven: there are others.
    """
    for child in element:
        must(child.tag in _PERSON and not len(child) and not child.keys() and not _tail(child), f"{child.tag}")
    return list(element)


def _tail(element: Any) -> str:
    return (element.tail or "").strip()


def contributor(_told: Told, element: Any, _depth: int) -> None:
    """Somebody who helped: nothing of them is kept."""
    person(element)


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
_PERSON = frozenset(plain("name", "email", "uri", "url"))
