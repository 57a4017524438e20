"""Bytes of a page as a tree: decoded as its server, its head or its bytes say, and never deeper than we can walk."""

from __future__ import annotations

import codecs
import re
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.clean import storable
from digest.gather.packed import unpacked

LARGEST = 1_500_000  # characters; what is longer is cut
MOST_BYTES = 10_000_000  # unpacked, of a page that is packed and does not say so
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
HEAD = 4096  # bytes in which a page must name its charset (WHATWG HTML: 1024; people are late)


def decode(body: bytes, content_type: str = "") -> str:
    """A page's text: a byte order mark wins, then what proves right of header, head and UTF-8; else Windows-1252."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    head = _CHARSET.search(body[:HEAD].decode("latin-1"))
    named = [match[1] for match in (_CHARSET.search(content_type), head) if match]
    named = [encoding for encoding in named if _is_text(encoding)]
    for encoding in (*named, "utf-8"):
        try:
            return body.decode(
                "cp1252" if encoding.lower() in ("iso-8859-1", "latin1", "ascii", "us-ascii") else encoding
            )
        except UnicodeDecodeError:
            continue
    for encoding in named:
        if encoding.lower().replace("-", "") != "utf8":
            return body.decode(encoding, "replace")
    return body.decode("utf-8" if _mostly_utf8(body) else "cp1252", "replace")


def _is_text(encoding: str) -> bool:
    """Whether it names a way to write texts down that we know; Python knows others ("rot13", "undefined")."""
    try:
        b"x".decode(encoding)
    except (LookupError, UnicodeError):
        return False
    return codecs.lookup(encoding).name not in ("idna", "punycode")


def _mostly_utf8(body: bytes) -> bool:
    """UTF-8 with a few broken bytes in it, as pages that were pasted together have."""
    text = body.decode("utf-8", "replace")
    return text.count("\ufffd") * 20 < sum(ord(letter) > 127 for letter in text)


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
