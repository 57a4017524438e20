"""DKIM signatures (RFC 6376, RFC 8463): a message in, the same bytes with DKIM-Signature lines in front out. Pure.

The body is hashed once and the headers are brought into their form once, however many keys sign. There is no t=: a
letter that is tried again has the same bytes. There is no l=: nothing can be added to the body unseen.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from digest.deliver.sign.canonical import covered, relaxed_body, unfolded

if TYPE_CHECKING:  # OpenSSL takes 8 MB, which a sender without keys shall not pay
    from digest.deliver.sign.keys import SigningKey

FOLD = b"\r\n "
LINE = 72  # characters of base64 in a line, so that no line has more than 76
NAMES = 4  # names of h= in a line, the same


def sign(message: bytes, keys: Iterable[SigningKey], *, relaxed: bool = False) -> bytes:
    """The message with a signature by each key in front, the first key's on top; the same bytes every time.

    ``relaxed``: the caller knows that relaxed canonicalisation leaves the body as it is (``Letter.relaxed``).
    """
    end = message.find(b"\r\n\r\n")
    head, start = (message[:end], end + 4) if end >= 0 else (message, len(message))
    body = memoryview(message)[start:] if relaxed else relaxed_body(message[start:])
    names, fields = covered(head)
    rows = (b":".join(names[start : start + NAMES]) for start in range(0, len(names), NAMES))
    told = b"h=" + (b":" + FOLD).join(rows) + b";\r\n bh=" + b2a_base64(sha256(body).digest(), newline=False)
    return b"".join((*(_line(key, told, fields) for key in keys), message))


def _line(key: SigningKey, told: bytes, fields: list[bytes]) -> bytes:
    """One signature as a header line, its line end included."""
    names = (key.kind.encode(), key.domain.encode(), key.selector.encode(), told)
    value = b"v=1; a=%s-sha256; c=relaxed/relaxed;\r\n d=%s;\r\n s=%s;\r\n %s;\r\n b=" % names
    # What is signed: the fields, then this one with nothing in b= and without its line end (RFC 6376 §3.7).
    signature = key.operate(b"\r\n".join((*fields, b"dkim-signature:" + unfolded(value))))
    text = b2a_base64(signature, newline=False)
    folded = FOLD.join(text[start : start + LINE] for start in range(0, len(text), LINE))
    return b"DKIM-Signature: " + value + folded + b"\r\n"
