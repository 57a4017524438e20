"""The three frames an entry can stand in: RSS 0.9x and 2.0, RSS 1.0, Atom 1.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.gather.swift.bases import resolve_bases
from digest.gather.swift.elements import category, date, feed_link, identity, title
from digest.gather.swift.entries import ENTRY, itunes
from digest.gather.swift.known import Known, known_as, nothing, tell
from digest.gather.swift.names import ATOM, DC, MEDIA, RDF, RSS1, XML_LANG, Unproven, must, named, plain
from digest.gather.swift.origin import origin
from digest.gather.swift.persons import author, contributor
from digest.gather.swift.told import Told, language_of, text_of
from digest.gather.swift.tree import tree_of

Reading = tuple[dict[str, Any], list[dict[str, Any]]]  # what a feed tells of itself, and its entries

_ABOUT = f"{{{RDF}}}about"


def read_swiftly(body: bytes, content_type: str) -> Reading:
    """What feedparser would call ``feed`` and ``entries``, with those of its keys that are read on.

    Raises:
        Unproven: the feed has something that is not on the list.
    """
    root = tree_of(body, content_type)
    resolve_bases(root)
    if root.tag == "rss":
        return _rss(root)
    if root.tag == f"{{{ATOM}}}feed":
        return _atom(root)
    if root.tag == f"{{{RDF}}}RDF":
        return _rdf(root)
    raise Unproven(f"the root {root.tag}")


def _rss(root: Any) -> Reading:
    feed = _began(root, "version")
    must([child.tag for child in root] == ["channel"] and not root[0].keys(), "another frame of RSS")
    _tell_feed(feed, [child for child in root[0] if child.tag != "item"], depth=3)
    return feed.values, [_entry(item, root, depth=4) for item in root[0].iterchildren("item")]


def _atom(root: Any) -> Reading:
    feed, entry = _began(root), f"{{{ATOM}}}entry"
    _tell_feed(feed, [child for child in root if child.tag != entry], depth=2, known=_ATOM_FEED)
    return feed.values, [_entry(one, root, depth=3) for one in root.iterchildren(entry)]


def _rdf(root: Any) -> Reading:
    feed = _began(root)
    channel, item = named(RSS1, "channel", "item")
    tags = [child.tag for child in root]
    must(
        tags[:1] == [channel] and tags.count(channel) == 1 and root[0].keys() in ([], [_ABOUT]), "another frame of RDF"
    )
    _tell_feed(feed, list(root[0]), depth=3)
    others = [child for child in root[1:] if child.tag != item]
    must(all(child.tag == f"{{{RSS1}}}image" for child in others), "RDF with other things")
    for child in others:
        _image(feed, child, 3)
    return feed.values, [_entry(one, root, depth=3) for one in root.iterchildren(item)]


def _began(root: Any, *attributes: str) -> Told:
    must({XML_LANG, *attributes}.issuperset(root.keys()), f"{root.tag} with {root.keys()}")
    language = language_of(root, None)
    feed = Told(language)
    if language and root.tag != f"{{{RDF}}}RDF":
        feed.values["language"] = language.replace("_", "-")
    return feed


def _tell_feed(feed: Told, children: list[Any], depth: int, known: Mapping[str, Known] | None = None) -> None:
    titles = [child for child in children if str(child.tag).rpartition("}")[2] == "title"]
    must(len(titles) <= 1, "a feed with several titles")
    tell(feed, children, known or FEED, depth)


def _entry(element: Any, root: Any, depth: int) -> dict[str, Any]:
    must({_ABOUT, XML_LANG}.issuperset(element.keys()), f"{element.tag} with {element.keys()}")
    entry = Told(language_of(element, language_of(root, None)))
    if about := element.get(_ABOUT):
        entry.values["id"] = about
    tell(entry, element, _ENTRY, depth)
    return entry.values


def _language(feed: Told, element: Any, _depth: int) -> None:
    feed.values["language"] = text_of(element)


def _description(feed: Told, element: Any, depth: int) -> None:
    """Behind a summary, feedparser takes it for an entry's text, and the next entry pays for that."""
    must("summary" not in feed.values, "a feed that is described twice")
    nothing(feed, element, depth)


def _summary(feed: Told, element: Any, depth: int) -> None:
    _description(feed, element, depth)
    feed.values["summary"] = ""


def _image(_feed: Told, element: Any, depth: int) -> None:
    for child in element:
        must(child.tag in _IMAGE and not child.keys(), f"{child.tag} in an image")
        nothing(_feed, child, depth)


def _hours(_feed: Told, element: Any, depth: int) -> None:
    for child in element:
        must(child.tag in ("hour", "day"), f"{child.tag} in hours")
        nothing(_feed, child, depth)


def _owner(_feed: Told, element: Any, depth: int) -> None:
    for child in element:
        must(child.tag in _OWNER, f"{child.tag} in an owner")
        nothing(_feed, child, depth)


def _shelf(_feed: Told, element: Any, depth: int) -> None:
    for child in element:
        must(child.tag in _SHELVES, f"{child.tag} in a category")
        nothing(_feed, child, depth)


def _contents(_feed: Told, element: Any, _depth: int) -> None:
    for child in element.iterdescendants():
        must(child.tag in _SEQUENCE, f"{child.tag} in a table of contents")


_ENTRY = {**ENTRY, **known_as(origin, named(ATOM, "source"))}
_IMAGE = frozenset(name for name in plain("url", "title", "link", "width", "height", "description") if ATOM not in name)
_OWNER = frozenset(itunes("name", "email"))
_SHELVES = frozenset(itunes("category"))
_SEQUENCE = frozenset(named(RDF, "Seq", "li"))
FEED: dict[str, Known] = {
    **known_as(title, plain("title"), "type", XML_LANG),
    **known_as(feed_link, plain("link"), "href", "rel", "type", "title", "hreflang", "length"),
    **known_as(identity, named(ATOM, "id")),
    **known_as(_language, [*plain("language"), *named(DC, "language")]),
    **known_as(_description, plain("description", "subtitle"), "type", XML_LANG),
    **known_as(_summary, itunes("summary")),
    **known_as(_image, ["image", *named(RSS1, "image")], f"{{{RDF}}}resource"),
    **known_as(_hours, ["skipHours", "skipDays"]),
    **known_as(contributor, named(ATOM, "author", "contributor")),
    **known_as(_owner, itunes("owner")),
    **known_as(_shelf, itunes("category"), "text"),
    **known_as(_contents, named(RSS1, "items")),
    **known_as(category, plain("category"), "term", "scheme", "label", "domain"),
    **known_as(date("updated_parsed"), [*plain("lastBuildDate", "updated"), *named(DC, "date")]),
    **known_as(date("published_parsed"), plain("pubDate", "published")),
    **known_as(nothing, ["copyright", "managingEditor", "webMaster", "docs", "ttl", "rating", "cloud"], free=True),
    **known_as(nothing, [*plain("generator"), *named(ATOM, "rights", "icon", "logo")], free=True),
    **known_as(nothing, named(DC, "creator", "publisher", "rights", "subject", "identifier"), free=True),
    **known_as(nothing, named(MEDIA, "thumbnail", "copyright", "credit", "rating"), free=True),
    **known_as(
        nothing,
        itunes("author", "subtitle", "image", "explicit", "type", "block", "complete", "new-feed-url", "keywords"),
        free=True,
    ),
    **known_as(nothing, named("com-wordpress:feed-additions:1", "site"), free=True),
    **known_as(nothing, named("http://webns.net/mvcb/", "generatorAgent", "errorReportsTo"), free=True),
}
_ATOM_FEED = {**FEED, **known_as(author, named(ATOM, "author"))}
