"""Relaxed canonicalisation (RFC 6376 §3.4.2, §3.4.4): what of a message is signed, in the form that is hashed. Pure.

Messages have CRLF line ends only, as letters do.
"""

from __future__ import annotations

from functools import lru_cache

# What is covered where it is there: RFC 6376 §5.4.1, both headers of one-click as RFC 8058 §4 wants it.
COVERED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"content-transfer-encoding",
    b"reply-to", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post", b"list-help", b"feedback-id",
)  # fmt: skip
# Named once more than it is there, so that a second one put in front breaks the signature (RFC 6376 §5.4.2, §8.15).
OVERSIGNED = b"from"

_COVERED = frozenset(COVERED)


def relaxed_body(body: bytes) -> bytes:
    """A body without blanks before line ends, with one blank for several, and with one line end at its end."""
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    body = single_blanks(body).replace(b" \r\n", b"\r\n")
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end] + b"\r\n" if end else b""


def covered(head: bytes) -> tuple[list[bytes], list[bytes]]:
    """The names for h=, and their fields in relaxed form, in the order of both.

    Of a name that is there several times, all are covered, the lowest first (RFC 6376 §5.4.2).
    """
    found = _relaxed_fields(head)
    names = [name for name in COVERED if name in found for _ in found[name]]
    fields = [field for name in COVERED if name in found for field in reversed(found[name])]
    return [OVERSIGNED, *names], fields


def _relaxed_fields(head: bytes) -> dict[bytes, list[bytes]]:
    """The fields that may be covered, by name, in the order in which they stand."""
    found: dict[bytes, list[bytes]] = {}
    for line in unfolded(head).split(b"\r\n"):
        name, field = _relaxed_field(line)
        if name in _COVERED:
            found.setdefault(name, []).append(field)
    return found


@lru_cache(maxsize=64)
def _relaxed_field(line: bytes) -> tuple[bytes, bytes]:
    """A field's name, and all of it in relaxed form. Most fields are the same for all readers of an issue."""
    name, _, value = single_blanks(line).partition(b":")
    name = name.rstrip(b" ").lower()
    return name, name + b":" + value.strip(b" ")


def unfolded(head: bytes) -> bytes:
    """Header fields, each on one line."""
    return head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b"\t")


def single_blanks(text: bytes) -> bytes:
    """One blank for every run of blanks and tabs."""
    if b"\t" in text:
        text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text
