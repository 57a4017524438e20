"""Quoted-printable (RFC 2045 §6.7) for pieces that are joined later.

Every piece begins at a line's beginning and ends with a line end, soft or hard, so any join of
pieces is legal: no line over 76 bytes, none that begins with a dot, no blank at a line's end.
No blank follows another and there are no tabs, so relaxed canonicalisation (RFC 6376 §3.4.4) leaves
every body as it is, and whoever signs a letter hashes its bytes as they stand.
Python's own encoder makes lines of 77 and does not protect dots.
"""

from __future__ import annotations

import re

LINE = 75  # bytes before the "=" of a soft break
SOFT = b"=\r\n"
HARD = b"\r\n"
DOT = ord(".")

_PLAIN = frozenset(range(33, 127)) - {ord("=")}
_CODES = tuple(bytes([b]) if b in _PLAIN or b == ord(" ") else b"=%02X" % b for b in range(256))
_EASY = re.compile(r"[!-<>-~]+\Z")  # visible ASCII without "="


def encode_piece(text: str) -> bytes:
    """A stretch of text (LF line ends) as encoded lines; the last ends softly unless ``text`` ends a line."""
    *whole, rest = text.split("\n")
    encoded = [_line(line) + HARD for line in whole]
    if rest:
        encoded.append(_line(rest) + SOFT)
    return b"".join(encoded)


def encode_value(value: str) -> bytes:
    """A slot's value, on lines of its own, each ending with a soft break. Empty for an empty value."""
    if not _EASY.match(value):
        return encode_piece(value.replace("\r", "").replace("\n", " "))
    raw = value.encode("ascii")
    if len(raw) <= LINE and raw[0] != DOT:
        return raw + SOFT
    parts = [raw[start : start + LINE - 2] for start in range(0, len(raw), LINE - 2)]
    return b"".join([b"=2E" + part[1:] + SOFT if part[0] == DOT else part + SOFT for part in parts])


def _line(line: str) -> bytes:
    """One line without its end: broken softly where it is too long."""
    lines: list[bytes] = []
    current = b""
    for byte in line.encode("utf-8"):
        code = _CODES[byte]
        if len(current) + len(code) > LINE:
            lines.append(_protected(current))
            current = b""
        if code == b" " and (current.endswith(b" ") or len(current) >= LINE - 2):
            code = b"=20"  # a second blank; or one that may come to stand at the line's end, and then needs three bytes
            if len(current) + len(code) > LINE:
                lines.append(_protected(current))
                current = b""
        if not current and code in (b".", b"F"):
            code = b"=%02X" % byte  # a dot would be stuffed, "From " be mangled by old mailboxes
        current += code
    lines.append(_protected(current))
    return SOFT.join(lines)


def _protected(line: bytes) -> bytes:
    """A blank before any line end, soft ones included, may be lost on the way."""
    return line[:-1] + b"=20" if line.endswith(b" ") else line


def is_relaxed(body: bytes) -> bool:
    """Whether relaxed canonicalisation leaves a body as it is (RFC 6376 §3.4.4); every join of pieces is so."""
    blanks = b"\t" in body or b"  " in body or b" \r\n" in body
    return not blanks and body.endswith(b"\r\n") and not body.endswith(b"\r\n\r\n")
