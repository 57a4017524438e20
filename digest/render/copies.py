"""Marks of copies: which errand and whom a letter is for, readable by us and made by nobody else.

A mark is 40 characters of base32 (RFC 4648 §6, lower-case): errand and person (8 bytes each) and 72 bits
of HMAC-SHA256 over the purpose and both. 25 bytes fill 40 characters exactly, so that a mark has one
spelling but for its case, which mail servers may change (RFC 5321 §2.4 forbids it, and some do it). A mark
for one purpose is worth nothing for another. It has no time in it: a letter that is tried again keeps it.
"""

from __future__ import annotations

import hmac
from base64 import b32decode
from collections.abc import Callable
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


def marking(purpose: Purpose, first: int, keys: Keys) -> Callable[[int], str]:
    """How to mark copies of an errand (or, to leave by, a newsletter), by the person's id, with the current key.

    What the marks of all people share is hashed once.
    """
    head = first.to_bytes(ID_BYTES, "big")
    begun = hmac.new(keys.current_secret, _framed(purpose) + head, sha256)

    def mark(person_id: int) -> str:
        person, proof = person_id.to_bytes(ID_BYTES, "big"), begun.copy()
        proof.update(person)
        number = int.from_bytes(head + person + proof.digest()[:MARK_BYTES], "big")
        return "".join([PAIRS[number >> shift & 1023] for shift in SHIFTS])

    return mark


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
    return hmac.digest(secret, _framed(purpose) + plain, sha256)[:MARK_BYTES]


def _framed(purpose: Purpose) -> bytes:
    return b"copy\0" + purpose.encode() + b"\0"
