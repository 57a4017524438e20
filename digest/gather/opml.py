"""OPML 2.0 (opml.org/spec2): subscription lists of feed readers, in and out; folders are topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from digest.errors import SourceError
from digest.gather.clean import one_line
from digest.model import Source, SourceKind

DEEPEST = 20  # folders within folders


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str = ""
    topics: tuple[str, ...] = ()


def read_opml(body: bytes, *, name: str) -> list[Outline]:
    """The feeds of an OPML file, each address once.

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
    return list({outline.url: outline for outline in _walk(main, (), 0)}.values())


def _walk(element: Any, topics: tuple[str, ...], depth: int) -> Iterator[Outline]:
    for outline in element.findall("outline"):
        title = one_line(outline.get("title") or outline.get("text") or "")
        url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if url:
            yield Outline(url, title, topics)
        elif depth < DEEPEST:
            yield from _walk(outline, (*topics, title.lower()) if title else topics, depth + 1)


def write_opml(sources: Iterable[Source], *, title: str) -> bytes:
    """The feeds among these sources as OPML, one folder for each first topic."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    folders: dict[str, Any] = {"": body}
    for source in sources:
        if source.kind is not SourceKind.FEED:
            continue
        topic = source.topics[0] if source.topics else ""
        if topic not in folders:
            folders[topic] = etree.SubElement(body, "outline", text=topic, title=topic)
        name = source.title or source.slug
        etree.SubElement(folders[topic], "outline", type="rss", text=name, title=name, xmlUrl=source.url)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written
