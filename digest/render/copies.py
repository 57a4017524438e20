"""Marks of copies: which errand and whom a letter is for, readable by us and made by nobody else.

A mark is 40 characters of base32 (RFC 4648 §6, lower-case): errand and person (8 bytes each) and 72 bits
of HMAC-SHA256 over the purpose and both. 25 bytes fill 40 characters exactly, so that a mark has one
spelling but for its case, which mail servers may change (RFC 5321 §2.4 forbids it, and some do it). A mark
for one purpose is worth nothing for another. It has no time in it: a letter that is tried again keeps it.
"""

from __future__ import annotations

import hmac
from base64 import b32decode
from enum import StrEnum
from hashlib import sha256

from subscribers import Keys

LENGTH = 40  # characters
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
# Two characters at a time: every letter has three marks, and the standard library's way takes twice as long.
PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
SHIFTS = tuple(range(5 * LENGTH - 10, -1, -10))
ID_BYTES = 8
MARK_BYTES = 9


class Purpose(StrEnum):
    """What a mark is good for."""

    RETURN_PATH = "return-path"
    MESSAGE_ID = "message-id"
    LEAVE = "leave"


def mark(purpose: Purpose, first: int, person_id: int, keys: Keys) -> str:
    """The mark of an errand (or, to leave by, a newsletter) and a person, made with the current key."""
    plain = first.to_bytes(ID_BYTES, "big") + person_id.to_bytes(ID_BYTES, "big")
    number = int.from_bytes(plain + _proof(purpose, plain, keys.current_secret), "big")
    return "".join([PAIRS[number >> shift & 1023] for shift in SHIFTS])


def read(text: str, purpose: Purpose, keys: Keys) -> tuple[int, int] | None:
    """What a mark says, if one of our keys made it for this purpose."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        raw = b32decode(text.upper())
    except ValueError:
        return None
    plain, proof = raw[: 2 * ID_BYTES], raw[2 * ID_BYTES :]
    if not any(hmac.compare_digest(proof, _proof(purpose, plain, secret)) for secret in keys.secrets.values()):
        return None
    return int.from_bytes(plain[:ID_BYTES], "big"), int.from_bytes(plain[ID_BYTES:], "big")


def _proof(purpose: Purpose, plain: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, b"copy\0" + purpose.encode() + b"\0" + plain, sha256)[:MARK_BYTES]
