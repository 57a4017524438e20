"""OPML 2.0 (opml.org/spec2): subscription lists of feed readers, in and out; folders are topics.

A folder in a folder is one topic more, and so is another folder with the same feed; topics are written as folders in
each other, in their order. So a list that goes out and comes back says the same of each feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from digest.errors import SourceError
from digest.gather.plain import one_line
from digest.gather.urls import web_address
from digest.model import Source, SourceKind

DEEPEST = 20  # folders within folders


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str = ""
    topics: tuple[str, ...] = ()


def read_opml(body: bytes, *, name: str) -> list[Outline]:
    """The feeds of an OPML file, each address once, with all the folders where it stands as its topics.

    Raises:
        SourceError: it is no OPML.
    """
    # No entities, no network, no huge trees: the file may come from anybody.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as fault:
        raise SourceError(f"{name} is not XML: {fault}.", url=name) from fault
    main = root.find("body") if root is not None else None
    if main is None:
        raise SourceError(f"{name} is no OPML file: it has no <body> with outlines.", url=name)
    found: dict[str, Outline] = {}
    for outline in _walk(main, (), 0):
        first = found.setdefault(outline.url, outline)
        topics = tuple(dict.fromkeys((*first.topics, *outline.topics)))
        found[outline.url] = replace(first, title=first.title or outline.title, topics=topics)
    return list(found.values())


def _walk(element: Any, topics: tuple[str, ...], depth: int) -> Iterator[Outline]:
    for outline in element.findall("outline"):
        title = one_line(outline.get("title") or outline.get("text") or "")
        url = web_address(outline.get("xmlUrl") or outline.get("xmlurl") or "")
        if url:
            yield Outline(url, title, topics)
        elif depth < DEEPEST:
            yield from _walk(outline, (*topics, title.lower()) if title else topics, depth + 1)


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
