"""``xml:base``, where all addresses are whole ones: then it moves none of them, and can be passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from feedparser.urls import _urljoin
from lxml import etree

from digest.gather.swift.names import ATOM, CONTENT, RDF, RSS1, must, named

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_WITH_BASE: Any = etree.XPath("//*[@xml:base]")
_FRAMES = ("rss", "item", *named(ATOM, "feed", "entry"), *named(RDF, "RDF"), *named(RSS1, "item"))
_TEXTS = ("title", "summary", "subtitle", "description", "content")
_MAY_HAVE_ONE = frozenset([*_FRAMES, *_TEXTS, *named(ATOM, *_TEXTS), *named(RSS1, *_TEXTS), *named(CONTENT, "encoded")])
# Of these feedparser resolves the text, in whichever namespace; of any element, these attributes.
_RESOLVED = frozenset(
    ["thumbnail", "uri", "comments", "docs", "href", "icon", "id", "guid", "link", "logo", "url", "commentrss"]
)
_ATTRIBUTES = ("href", "url", "src", "uri")


def forget_bases(root: Any) -> None:
    """Take all bases off a feed, if nothing in it is resolved against them.

    A base must not be looked at where it stands alone: behind its element, feedparser goes on with it.

    Raises:
        Unproven: something may be, or a base stands where none is usual.
    """
    elements = _WITH_BASE(root)
    bases = {element.get(_XML_BASE).strip() for element in elements}
    for base in bases:
        must(base.startswith(("http://", "https://")), f"the base {base}")
    for value in set(_addresses(root)) if bases else ():
        must(all(_urljoin(base, value) == _urljoin("", value) for base in bases), f"{value} and a base")
    for element in elements:
        must(element.tag in _MAY_HAVE_ONE, f"{element.tag} with a base")
        del element.attrib[_XML_BASE]


def _addresses(root: Any) -> Iterator[str]:
    """All that may be resolved."""
    for element in root.iter():
        if element.tag.rpartition("}")[2].lower() in _RESOLVED and (text := (element.text or "").strip()):
            yield text
        for name in _ATTRIBUTES:
            if (value := element.get(name)) is not None:
                yield value.strip()
