"""What an entry may consist of, and what each of these things tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from digest.gather.swift.moments import moment_of
from digest.gather.swift.names import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    GEO,
    GEORSS,
    ITUNES,
    MEDIA,
    RSS1,
    SILENT,
    XML_LANG,
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

_LINK = ("href", "rel", "type", "title", "hreflang", "length")
_THREAD = named("http://purl.org/syndication/thread/1.0", "count", "updated")


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
    told.title(_said(element), depth)


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
    _category(told, element, element.get("scheme", element.get("domain")))


def _media_category(told: Told, element: Any, _depth: int) -> None:
    _category(told, element, element.get("scheme", "http://search.yahoo.com/mrss/category_schema"))


def _category(told: Told, element: Any, scheme: str | None) -> None:
    told.tag(element.get("term"), scheme, element.get("label"))
    tags = told.values["tags"]
    if text := text_of(element):
        if tags and not tags[-1]["term"]:
            tags[-1]["term"] = text
        else:
            told.tag(text, None, None)


def _keywords(scheme: str | None) -> Teller:
    def several(told: Told, element: Any, _depth: int) -> None:
        for term in text_of(element).split(","):
            if term.strip():
                told.tag(term.strip(), scheme, None)

    return several


def _author(told: Told, element: Any, _depth: int) -> None:
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


def _contributor(_told: Told, element: Any, _depth: int) -> None:
    person(element)


def date(key: str) -> Teller:
    """A moment under one of feedparser's keys."""

    def told_at(told: Told, element: Any, _depth: int) -> None:
        told.values[key] = moment_of(text_of(element))

    return told_at


def _summary(told: Told, element: Any, depth: int) -> None:
    """A summary; a second one is the text, if that is not told."""
    if "summary" in told.values and not told.has_content:
        _content(told, element, depth)
    else:
        told.put("summary", _said(element), depth)


def _content(told: Told, element: Any, _depth: int) -> None:
    language = language_of(element, told.language)
    told.content(_said(element), language.replace("_", "-") if language else language)


def _said(element: Any) -> str:
    kind = element.get("type")
    if kind is not None and kind.lower() not in TEXTUAL:
        raise Unproven(f"{element.tag} of the type {kind}")
    return markup_of(element)


def _language(told: Told, element: Any, _depth: int) -> None:
    told.values["language"] = text_of(element)


def _enclosure(told: Told, element: Any, _depth: int) -> None:
    bare(element)
    attributes = attributes_of(element)
    if attributes.get("url"):
        attributes["href"] = attributes.pop("url")
    told.add("links", attributes | {"rel": "enclosure"})


def _origin(told: Told, element: Any, _depth: int) -> None:
    bare(element)
    told.forget_title()


def _picture(told: Told, element: Any, _depth: int) -> None:
    bare(element)
    if href := element.get("href") or element.get("url"):
        told.values["image"] = {"href": href}


def _medium(told: Told, element: Any, depth: int) -> None:
    told.add("media_content", attributes_of(element))
    tell(told, element, _MEDIA, depth + 1)


def _group(told: Told, element: Any, depth: int) -> None:
    tell(told, element, _MEDIA, depth + 1)


def _thumbnail(told: Told, element: Any, _depth: int) -> None:
    thumbnail = attributes_of(element)
    if url := repaired(address(stripped(element))):
        thumbnail.setdefault("url", url)
    told.add("media_thumbnail", thumbnail)


def _media_title(told: Told, element: Any, depth: int) -> None:
    told.title(_said(element), depth, lasting=False)


def _community(_told: Told, element: Any, _depth: int) -> None:
    for child in element:
        must(child.tag in _COUNTS, f"{child.tag}")
        bare(child)


def known_as(teller: Teller, names: Collection[str], *attributes: str, free: bool = False) -> dict[str, Known]:
    """Rows of a list: these elements, each with these attributes and no other, or ``free`` to have any."""
    return dict.fromkeys(names, (teller, None if free else frozenset(attributes)))


def plain(*names: str) -> list[str]:
    """Names of the formats' own elements: feedparser makes no difference between theirs."""
    return [*names, *named(ATOM, *names), *named(RSS1, *names)]


def itunes(*names: str) -> list[str]:
    """Names of elements that podcasts have."""
    return [whole for space in ITUNES for whole in named(space, *names)]


_PERSON = frozenset(plain("name", "email", "uri", "url"))
_COUNTS = frozenset(named(MEDIA, "starRating", "statistics", "tags"))
_MEDIA: dict[str, Known] = {
    **known_as(_medium, named(MEDIA, "content"), free=True),
    **known_as(_group, named(MEDIA, "group")),
    **known_as(_thumbnail, named(MEDIA, "thumbnail"), free=True),
    **known_as(_media_title, named(MEDIA, "title"), "type"),
    **known_as(_summary, named(MEDIA, "description"), "type"),
    **known_as(_media_category, named(MEDIA, "category"), "scheme", "label"),
    **known_as(_keywords(None), named(MEDIA, "keywords")),
    **known_as(_community, named(MEDIA, "community")),
    **known_as(
        nothing, named(MEDIA, "credit", "copyright", "rating", "text", "player", "license", "hash", "adult"), free=True
    ),
}
ENTRY: dict[str, Known] = {
    **_MEDIA,
    **known_as(title, plain("title"), "type", XML_LANG),
    **known_as(link, plain("link"), *_LINK, *_THREAD),
    **known_as(identity, plain("guid", "id"), "isPermaLink"),
    **known_as(category, [*plain("category"), *named(DC, "subject")], "term", "scheme", "label", "domain"),
    **known_as(_keywords("http://www.itunes.com/"), itunes("keywords")),
    **known_as(_author, plain("author")),
    **known_as(_author, [*named(DC, "creator"), *itunes("author")]),
    **known_as(_contributor, named(ATOM, "contributor")),
    **known_as(date("published_parsed"), [*plain("pubDate", "published", "issued"), *named(DCTERMS, "issued")]),
    **known_as(
        date("updated_parsed"), [*plain("updated", "modified"), *named(DC, "date"), *named(DCTERMS, "modified")]
    ),
    **known_as(date("created_parsed"), [*plain("created"), *named(DCTERMS, "created")]),
    **known_as(_summary, [*plain("description", "summary"), *named(DC, "description")], "type", XML_LANG),
    **known_as(_summary, itunes("summary")),
    **known_as(_content, [*named(ATOM, "content"), *named(CONTENT, "encoded")], "type", XML_LANG),
    **known_as(_language, named(DC, "language")),
    **known_as(_enclosure, plain("enclosure"), "url", "type", "length"),
    **known_as(_origin, ["source"], "url"),
    **known_as(_picture, itunes("image"), "href", "url"),
    **known_as(nothing, plain("comments", "rights", "copyright"), free=True),
    **known_as(nothing, named(DC, "publisher", "rights", "identifier", "type", "format", "source"), free=True),
    **known_as(
        nothing,
        itunes("subtitle", "title", "duration", "explicit", "episode", "season", "episodeType", "order", "block"),
        free=True,
    ),
    **known_as(nothing, named("com-wordpress:feed-additions:1", "post-id"), free=True),
    **known_as(nothing, named(GEORSS, "point", "line", "polygon", "box", "elev", "featurename", "featuretypetag")),
    **known_as(nothing, named(GEO, "lat", "long", "alt")),
}
