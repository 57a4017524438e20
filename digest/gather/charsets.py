"""In which charset a page is written: what its first bytes, its server or its head say, if that proves right. Pure."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH = re.compile(rb"[\xc0-\xff]")
_RUNS = re.compile(rb"[\xc0-\xff]{3,}")  # "größer" has two
MOSTLY = 0.4  # of the high bytes
SAMPLE = 100_000  # bytes
HEAD = 4096  # bytes in which a page must name its charset (WHATWG HTML: 1024; people are late)


def decode(body: bytes, content_type: str = "") -> str:
    """A page's text: a byte order mark wins, then what proves right of header, head and UTF-8; else Windows' own."""
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
    return body.decode("utf-8" if _mostly_utf8(body) else one_byte(body), "replace")


def one_byte(body: bytes) -> str:
    """Which of Windows' charsets with a byte for a letter: Western, Cyrillic, Arabic.

    Cyrillic and Arabic words are runs of high bytes, Western ones are not; small Cyrillic letters are the highest.
    """
    sample = body[:SAMPLE]
    runs = b"".join(_RUNS.findall(sample))
    if len(runs) <= MOSTLY * len(_HIGH.findall(sample)):
        return "cp1252"
    return "cp1256" if sum(byte < 0xE0 for byte in runs) > MOSTLY * len(runs) else "cp1251"


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
