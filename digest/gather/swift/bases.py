"""``xml:base``: addresses are resolved against it where they stand, then all bases are taken off."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from lxml import etree

from digest.gather.swift.names import ATOM, CONTENT, RDF, RSS1, must, named
from digest.gather.swift.told import address

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_WITH_BASE: Any = etree.XPath("//*[@xml:base]")
_XHTML = "{http://www.w3.org/1999/xhtml}"  # what stands in text stays as it is
_FRAMES = ("rss", "item", *named(ATOM, "feed", "entry"), *named(RDF, "RDF"), *named(RSS1, "item"))
_TEXTS = ("title", "summary", "subtitle", "description", "content")
_LINKS, _IDS = (
    frozenset([*names, *named(ATOM, *names), *named(RSS1, *names)]) for names in (("link",), ("id", "guid"))
)
_MAY_HAVE_ONE = frozenset(
    [*_FRAMES, *_TEXTS, *named(ATOM, *_TEXTS), *named(RSS1, *_TEXTS), *named(CONTENT, "encoded"), *_LINKS, *_IDS]
)
# Of these feedparser resolves the text too, in whichever namespace; of any element, some of these attributes.
_OTHERS = frozenset(
    ["thumbnail", "uri", "comments", "docs", "href", "icon", "id", "guid", "link", "logo", "url", "commentrss"]
)
_ATTRIBUTES = ("href", "url", "src", "uri")


def resolve_bases(root: Any) -> None:
    """Make the links and ids of a feed whole as feedparser does, and take all bases off.

    Where no base is around it, feedparser goes on with the one behind whose element it stands; so does this.

    Raises:
        Unproven: something else would be moved by a base, or one stands where none is usual.
    """
    elements = _WITH_BASE(root)
    if not elements:
        return
    around: list[str] = []
    base = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            base = _own(element) or base
            around.append(base)
            if element.tag in _LINKS and "href" in element.attrib:
                element.set("href", _joined(base, element.get("href")))
        else:
            _resolve_text(element, base)
            around.pop()
            base = (around[-1] if around else "") or base
    for element in elements:
        del element.attrib[_XML_BASE]


def _own(element: Any) -> str:
    base: str = element.get(_XML_BASE) or ""
    if base:
        must(base.startswith(("http://", "https://")) and _joined(base, base) == base, f"the base {base}")
        must(element.tag in _MAY_HAVE_ONE, f"{element.tag} with a base")
    return base


def _resolve_text(element: Any, base: str) -> None:
    """Of a link and of an id that is one; whatever else has an address must have a whole one."""
    text = (element.text or "").strip()
    if element.tag in _LINKS and "href" not in element.attrib:
        element.text = _joined(base, text) if text else text
    elif element.tag in _IDS:
        lasting = element.get("isPermaLink", "true") == "true"
        element.text = _joined(base, text) if text and lasting else text
    elif not str(element.tag).startswith(_XHTML):
        # A link's were resolved when it began.
        values = [
            element.get(name).strip() for name in _ATTRIBUTES if name in element.attrib and element.tag not in _LINKS
        ]
        if element.tag.rpartition("}")[2].lower() in _OTHERS and text:
            values.append(text)
        for value in values:
            must(_joined(base, value) == _joined("", value), f"{value} and a base")


def _joined(base: str, value: str) -> str:
    try:
        found = urljoin(base, address(value))
    except ValueError:
        found = ""
    must(found or not value, f"the address {value}")
    must(address(found) == found, f"the address {found}")
    return found
