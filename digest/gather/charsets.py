"""In which charset a page is written: what its first bytes, its server or its head say, if that proves right. Pure."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"(\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"'])([\w.:-]{2,40})", re.IGNORECASE)
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


def in_its_charset(xml: bytes, content_type: str = "") -> bytes:
    """XML whose bytes are what it says they are, where its writer was mistaken in one of two usual ways.

    Programs that write text say "utf-16" of what is then saved as UTF-8; and a text in UTF-8 that was cut off within a
    letter, or has a few bytes of another charset pasted in, is still one in UTF-8.
    """
    declared = _DECLARED.match(xml.removeprefix(codecs.BOM_UTF8))
    named = declared[2].decode().lower() if declared else ""
    if declared and named.startswith(("utf-16", "utf16", "ucs-2", "utf-32", "unicode")):
        xml = declared[1] + b"utf-8" + xml.removeprefix(codecs.BOM_UTF8)[declared.end(2) :]
        named = "utf-8"
    served = _CHARSET.search(content_type)
    foreign = [one for one in (named, served[1].lower() if served else "") if one not in ("", "utf-8", "utf8")]
    if foreign or xml.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return xml
    try:
        xml.decode()
    except UnicodeDecodeError:
        text = xml.decode("utf-8", "replace")
        broken = text.count("\ufffd")  # letters of Windows, one beside the other, hardly ever make one of UTF-8
        return text.encode() if sum(letter > "\x7f" for letter in text) > 2 * broken else xml
    return xml


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
