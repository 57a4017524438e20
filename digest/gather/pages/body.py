"""The main text of a page as HTML, found by trafilatura; still foreign, not yet sanitised."""

from __future__ import annotations

from typing import Any

import trafilatura
from lxml import etree

_NAMES = {
    "quote": "blockquote", "item": "li", "lb": "br", "row": "tr", "cell": "td", "del": "del", "code": "code", "p": "p",
    "table": "table", "fw": "p", "ab": "p", "div": "div", "details": "div", "summary": "p",
}  # fmt: skip
_EMPHASIS = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}
_LISTS = {"ul": "ul", "ol": "ol", "dl": "ul"}


def body_of(tree: Any, url: str) -> str:
    """The main text as HTML; "" when the page has none. The tree is left as it was.

    Without the pictures: with them it keeps twice as much that stands around a text and is no part of it.
    """
    found = trafilatura.bare_extraction(
        tree, url=url or None, include_comments=False, include_links=True, include_formatting=True
    )
    body = getattr(found, "body", None)
    if body is None:
        return ""
    for element in body.iter(etree.Element):
        _rename(element)
    return "".join(etree.tostring(part, encoding="unicode", method="html") for part in body)


def _rename(element: Any) -> None:
    """One of trafilatura's (TEI) elements as what it is in HTML; what has no name there keeps its text only."""
    name, rend = element.tag, element.get("rend") or ""
    target, head = element.get("target"), element.get("role") == "head"
    element.attrib.clear()
    if name == "head":
        element.tag = rend if rend in ("h2", "h3", "h4", "h5", "h6") else "h2"
    elif name == "list":
        element.tag = _LISTS.get(rend, "ul")
    elif name == "hi":
        element.tag = _EMPHASIS.get(rend, "span")
    elif name == "ref":
        element.tag = "a"
        element.set("href", target or "")
    else:
        element.tag = "th" if head else _NAMES.get(name, "span")
