"""Bytes of a page as a tree: decoded as its server, its head or its bytes say, and never deeper than we can walk."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.charsets import decode
from digest.gather.packed import unpacked
from digest.gather.plain import storable

LARGEST = 1_500_000  # characters; what is longer is cut
MOST_BYTES = 10_000_000  # unpacked, of a page that is packed and does not say so
_XML = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def parse(body: bytes, content_type: str = "") -> Any | None:
    """The tree of a page, or None where there is none."""
    try:
        body = unpacked(body, most=MOST_BYTES)
    except ValueError:
        return None
    text = storable(_XML.sub("", decode(body, content_type)[:LARGEST]))
    # UTF-8 bytes, so that a charset named in the head is not applied a second time.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    return tree if isinstance(tree.tag, str) else None
