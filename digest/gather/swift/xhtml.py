"""XHTML that stands in Atom as elements, written down as feedparser writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from digest.gather.swift.names import ATOM, RSS1, must
from digest.gather.swift.told import repaired, text_of

_XHTML = "http://www.w3.org/1999/xhtml"
# In a feed that has these, feedparser does other things.
_ELSEWHERE = frozenset([RSS1, "http://my.netscape.com/rdf/simple/0.9/", "http://www.w3.org/1999/xlink"])
# What means something to feedparser wherever it stands.
_QUOTE = {'"': "&quot;"}
_ELEMENTS_APART, _ATTRIBUTES_APART = frozenset(["body", "svg", "math"]), frozenset(["base", "lang"])


def markup_of(element: Any) -> str:
    """What an element says: its text, or its markup if that is XHTML; of a lone div, only what is in it.

    Raises:
        Unproven: there are elements in text, or others than those of XHTML.
    """
    if (element.get("type") or "").lower() != "xhtml":
        return text_of(element)
    frame = element.getroottree().getroot()
    must(frame.tag == f"{{{ATOM}}}feed", "XHTML in another frame")
    spaces = {space for one in (frame, *element.iter()) for space in one.nsmap.values()}
    must(not spaces & _ELSEWHERE, "XHTML with other namespaces")
    children = list(element)
    around = "".join((element.text or "", *((child.tail or "") for child in children)))
    if len(children) == 1 and children[0].tag == f"{{{_XHTML}}}div" and not around.strip():
        (div,) = children
        _attributes(div)
        pieces = _within(div)
    else:
        pieces = _within(element)
    return repaired("".join(pieces).strip())


def _within(element: Any) -> Iterator[str]:
    yield escape(element.text or "")
    for child in element:
        space, _, name = str(child.tag).partition("}")
        must(space == f"{{{_XHTML}" and name not in _ELEMENTS_APART and name == name.lower(), f"{child.tag} in XHTML")
        yield f"<{name}{_attributes(child)}>"
        yield from _within(child)
        yield f"</{name}>"
        yield escape(child.tail or "")


def _attributes(element: Any) -> str:
    written = []
    for name, value in element.items():
        must(name == name.lower() and not name.startswith("{") and name not in _ATTRIBUTES_APART, f"{name} in XHTML")
        told = value.lower() if name in ("rel", "type") else value
        written.append(f' {name}="{escape(told, _QUOTE)}"')
    return "".join(written)
