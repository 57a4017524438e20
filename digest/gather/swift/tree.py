"""The bytes of a feed as a tree, if they are well-formed XML that declares nothing unusual."""

from __future__ import annotations

import re
from typing import Any

from feedparser.encodings import convert_to_utf8
from lxml import etree

from digest.gather.swift.names import PREFIXES, TAKEN, Unproven, must

_ROOT = re.compile(rb"<\w")
_PREFIX = re.compile(rb"""xmlns:([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def tree_of(body: bytes, content_type: str) -> Any:
    """The root of a feed. No DTD, no entities but XML's own, no network, nothing deeper than 256 levels.

    Raises:
        Unproven: it is not well-formed, its charset is unknown, it has a DTD, or its prefixes are not the usual ones.
    """
    found: dict[str, Any] = {}
    data = convert_to_utf8({"content-type": content_type} if content_type else {}, body, found)
    must(found.get("encoding"), "an unknown charset")
    root = _ROOT.search(data)
    must(root and b"<!DOCTYPE" not in data[: root.start()], "a DTD")
    _check_prefixes(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Unproven(f"not well-formed ({fault})") from fault
    must(not tree.getroottree().docinfo.doctype, "a DTD")
    return tree


def _check_prefixes(data: bytes) -> None:
    """Text that only looks like a declaration is taken for one, which costs nothing but time."""
    for prefix, one, other in set(_PREFIX.findall(data)):
        name, space = prefix.decode(), (one or other).decode()
        must(name not in TAKEN or PREFIXES.get(space) == name, f"the prefix {name} for {space}")
