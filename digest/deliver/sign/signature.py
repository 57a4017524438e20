"""DKIM signatures (RFC 6376, RFC 8463): a message in, the same bytes with DKIM-Signature lines in front out. Pure.

The body is hashed once and the headers are brought into their form once, however many keys sign. There is no t=: a
letter that is tried again has the same bytes. There is no l=: nothing can be added to the body unseen.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from digest.deliver.sign.canonical import covered, relaxed_body, unfolded

if TYPE_CHECKING:  # OpenSSL takes 8 MB, which a sender without keys shall not pay
    from digest.deliver.sign.keys import SigningKey

FOLD = b"\r\n "
LINE = 72  # characters of base64 in a line, so that no line has more than 76
NAMES = 4  # names of h= in a line, the same


class Draft(NamedTuple):
    """A signature line up to its number, and the bytes that the number is to be made of."""

    line: bytes
    data: bytes


def sign(message: bytes, keys: Iterable[SigningKey], *, relaxed: bool = False) -> bytes:
    """The message with a signature by each key in front, the first key's on top; the same bytes every time.

    ``relaxed``: the caller knows that relaxed canonicalisation leaves the body as it is (``Letter.relaxed``).
    """
    keys = tuple(keys)
    drafts = drafted(message, keys, relaxed=relaxed)
    return signed(message, drafts, [key.operate(draft.data) for key, draft in zip(keys, drafts, strict=True)])


def drafted(message: bytes, keys: Iterable[SigningKey], *, relaxed: bool) -> list[Draft]:
    """What each key has to sign: all of ``sign`` but the keys' own operations, which take longest."""
    end = message.find(b"\r\n\r\n")
    head, start = (message[:end], end + 4) if end >= 0 else (message, len(message))
    body = memoryview(message)[start:] if relaxed else relaxed_body(message[start:])
    names, fields = covered(head)
    rows = (b":".join(names[start : start + NAMES]) for start in range(0, len(names), NAMES))
    told = b"h=" + (b":" + FOLD).join(rows) + b";\r\n bh=" + b2a_base64(sha256(body).digest(), newline=False)
    return [_draft(key, told, fields) for key in keys]


def _draft(key: SigningKey, told: bytes, fields: list[bytes]) -> Draft:
    names = (key.kind.encode(), key.domain.encode(), key.selector.encode(), told)
    value = b"v=1; a=%s-sha256; c=relaxed/relaxed;\r\n d=%s;\r\n s=%s;\r\n %s;\r\n b=" % names
    # What is signed: the fields, then this one with nothing in b= and without its line end (RFC 6376 §3.7).
    return Draft(b"DKIM-Signature: " + value, b"\r\n".join((*fields, b"dkim-signature:" + unfolded(value))))


def signed(message: bytes, drafts: Iterable[Draft], signatures: Iterable[bytes]) -> bytes:
    """The message behind its signature lines; the signatures in the drafts' order."""
    return b"".join((*map(_line, drafts, signatures), message))


def _line(draft: Draft, signature: bytes) -> bytes:
    """One signature as a header line, its line end included."""
    text = b2a_base64(signature, newline=False)
    return draft.line + FOLD.join(text[start : start + LINE] for start in range(0, len(text), LINE)) + b"\r\n"
