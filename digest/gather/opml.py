"""OPML (opml.org/spec2): subscription lists of feed readers, in and out; folders are topics.

A folder in a folder is one topic more, and so is another folder with the same feed; topics are written as folders in
each other, in their order. So a list that goes out and comes back says the same of each feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from digest.errors import SourceError
from digest.gather.charsets import decode
from digest.gather.mended import mended
from digest.gather.plain import one_line, unescaped_again
from digest.gather.urls import canonical, web_address
from digest.model import Source, SourceKind

DEEPEST = 20  # folders within folders that are topics
LONGEST = 500  # characters of a title
FEEDS = ("rss", "atom", "feed", "jsonfeed")  # types of what may be named by "url"
# What some readers call a folder that nobody made. They write no title beside its text; others do.
NO_FOLDERS = ("all", "feeds", "uncategorized")
# What is called UTF-16 without its mark is something else: programs call texts so before they encode them.
_CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?!utf-?16)([\w.:-]{2,40})[\"']", re.IGNORECASE)
_END = re.compile(rb"</(?:\w+:)?opml\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list; or what stands there and is none, and ``why`` says so in words."""

    url: str
    title: str = ""
    topics: tuple[str, ...] = ()
    why: str = ""


def read_opml(body: bytes, *, name: str) -> list[Outline]:
    """The feeds of an OPML file, each address once, with all the folders where it stands as its topics.

    Raises:
        SourceError: it is no OPML, or names nothing that could be a feed.
    """
    found: dict[str, Outline] = {}
    for outline in _walk(_main(body, name), ()):
        key = canonical(outline.url) or outline.url
        first = found.setdefault(key, outline)
        topics = tuple(dict.fromkeys((*first.topics, *outline.topics)))
        found[key] = replace(first, title=first.title or outline.title, topics=topics)
    if not found:
        raise SourceError(f"{name} names no feeds: no outline in it has an xmlUrl.", url=name)
    if not _END.search(body[-2000:].replace(b"\0", b"")):  # in UTF-16 every other byte is nothing
        found[""] = Outline("", why=f"{name} breaks off, and what stood behind that is missing; export it once more")
    return list(found.values())


def _main(body: bytes, name: str) -> Any:
    """The element in which the outlines stand."""
    # No entities, no network, no huge trees: the file may come from anybody.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, encoding="utf-8")
    try:
        root: Any = etree.fromstring(_in_utf8(body), parser)
    except etree.XMLSyntaxError as fault:
        raise SourceError(f"{name} is not XML: {fault}.", url=name) from fault
    if root is not None and _name(root.tag) == "html":
        raise SourceError(f"{name} is a web page; expected an OPML file, as feed readers export it.", url=name)
    main = next(_children(root, "body"), None) if root is not None else None
    if main is None:
        raise SourceError(
            f"{name} is no OPML file, as feed readers export it: it has no <body> with outlines.", url=name
        )
    return main


def _walk(element: Any, topics: tuple[str, ...]) -> Iterator[Outline]:
    for outline in _children(element, "outline"):
        said = {_name(key): value for key, value in reversed(outline.items())}
        title = unescaped_again(one_line(said.get("title") or said.get("text") or ""))[:LONGEST]
        kind = said.get("type", "").lower()
        url = web_address(said.get("xmlurl") or (said.get("url", "") if kind in FEEDS else ""))
        if url:
            own = dict.fromkeys((*topics, *_categories(said.get("category", ""))))
            yield Outline(url, title, tuple(own), _why_no_feed(url, kind))
        elif next(_children(outline, "outline"), None) is not None:
            yield from _walk(outline, _within(topics, title, said))
        elif place := web_address(said.get("opmlurl") or said.get("htmlurl") or said.get("url") or ""):
            yield Outline(place, title, topics, _why_no_address(place, is_list="opmlurl" in said or kind == "include"))


def _within(topics: tuple[str, ...], title: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """The topics of what is in a folder."""
    nobodys = not topics and "title" not in said and title.lower() in NO_FOLDERS
    return (*topics, title.lower()) if title and not nobodys and len(topics) < DEEPEST else topics


def _categories(said: str) -> list[str]:
    """Topics that stand with the feed itself: "/Boston/Weather,/Harbors" (OPML 2.0), as Newsboat writes them."""
    return [topic for one in re.split("[,/]", said) if (topic := one_line(one).lower())][:DEEPEST]


def _why_no_feed(url: str, kind: str) -> str:
    """FreshRSS lists what it reads with selectors that somebody gave it: "HTML+XPath"."""
    if "xpath" not in kind and not kind.startswith("json+"):
        return ""
    page = f"; `digest sources try {url} --kind page` shows what is found there without" if "html" in kind else ""
    return f"{url} is no feed, but read by rules that only its reader knows ({kind[:40]}){page}"


def _why_no_address(place: str, *, is_list: bool) -> str:
    if is_list:
        return f"{place} is another list; download it, and import it as well"
    return f"{place} is a site, and its feed is not named; `digest sources add {place}` looks for it"


def _children(element: Any, name: str) -> Iterator[Any]:
    """The elements in it that are called so, in any namespace and in capitals or not."""
    return (one for one in element if isinstance(one.tag, str) and _name(one.tag) == name)


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _in_utf8(body: bytes) -> bytes:
    named = _CHARSET.match(body.lstrip())
    return mended(decode(body, f"charset={named[1].decode()}" if named else "").encode())


def write_opml(sources: Iterable[Source], *, title: str) -> bytes:
    """The feeds among these sources as OPML, each in a folder in a folder … for its topics.

    Of a feed that moved for good stands where it is now: whoever reads the list need not be sent on.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], Any] = {(): body}
    for source in sources:
        if source.kind is not SourceKind.FEED:
            continue
        name = source.title or source.slug
        folder = _folder(folders, source.topics[:DEEPEST])
        etree.SubElement(folder, "outline", type="rss", text=name, title=name, xmlUrl=source.address)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _folder(folders: dict[tuple[str, ...], Any], path: tuple[str, ...]) -> Any:
    """The folder at the end of a path; what is missing of the path is made."""
    if path not in folders:
        within = _folder(folders, path[:-1])
        folders[path] = etree.SubElement(within, "outline", text=path[-1], title=path[-1])
    return folders[path]
