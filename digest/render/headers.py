"""Header lines, written with care: folded where they may be, encoded where they must be (RFC 5322, RFC 2047)."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import datetime
from email.utils import format_datetime

LINE = 76  # characters of a header line, folded (RFC 5322 §2.1.1 asks for 78)
WORD = 39  # bytes of UTF-8 in an encoded-word: 64 with its frame (RFC 2047 §2 allows 75), so "Subject: " fits before it

FOLD = "\r\n "

_SEPARATORS = re.compile(r"[\s\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_'-]+(?: [A-Za-z0-9_'-]+)*\Z")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")


def clean(text: str) -> str:
    """Text fit for a header: on one line, without what is invisible or turns its direction."""
    return _SEPARATORS.sub(" ", _INVISIBLE.sub("", text)).strip()


def unstructured(name: str, text: str) -> bytes:
    """A line such as Subject: words, folded at blanks; encoded-words where they are not ASCII."""
    words = clean(text)
    if words.isascii() and "=?" not in words and all(len(word) < LINE for word in words.split(" ")):
        return _fold(name, words.split(" "))
    return _fold(name, encoded_words(words))


def encoded_words(text: str) -> list[str]:
    """Encoded-words that each hold whole characters; the blank between two of them is not part of the text."""
    words: list[str] = []
    chunk = b""
    for character in text:
        raw = character.encode("utf-8")
        if len(chunk) + len(raw) > WORD:
            words.append(_encoded(chunk))
            chunk = b""
        chunk += raw
    return [*words, _encoded(chunk)]


def _encoded(chunk: bytes) -> str:
    return f"=?utf-8?B?{b64encode(chunk).decode()}?="


def mailbox(name: str, display: str, address: str) -> bytes:
    """A line with one mailbox, such as From: the display name quoted or encoded, the address as it is."""
    if _PLAIN_NAME.match(display) and len(name) + len(display) + len(address) < LINE - 4:
        return f"{name}: {display} <{address}>\r\n".encode()  # as it will nearly always be
    words = clean(display)
    if not words:
        return f"{name}: {address}\r\n".encode()
    if words.isascii() and "=?" not in words and len(words) < LINE - 4:
        quoted = words if _ATOMS.match(words) else '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return _fold(name, [*quoted.split(" "), f"<{address}>"])
    return _fold(name, [*encoded_words(words), f"<{address}>"])


def opaque(name: str, value: str) -> bytes:
    """A line that must never be encoded or broken inside: addresses of links, ids.

    Folded before the value only where that makes both lines short: some readers see anything else as an error.
    """
    fits = len(name) + 2 + len(value) <= LINE or len(value) >= LINE
    return f"{name}:{' ' if fits else FOLD}{value}\r\n".encode("ascii")


def date(name: str, moment: datetime) -> bytes:
    """A date line."""
    return f"{name}: {format_datetime(moment.replace(microsecond=0))}\r\n".encode()


def _fold(name: str, words: list[str]) -> bytes:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += " " + word
    # Two lines with nothing but blanks would end the headers; words are never empty but for an empty text.
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")
