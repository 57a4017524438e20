"""Signed tokens for links in mails: one purpose, one person, one newsletter.

A token is 45 bytes, url-safe base64 without padding (60 characters): key number (1), purpose
(1), person, newsletter and errand (8 each), issue time in minutes (3), and 128 bits of
HMAC-SHA256 over all of it. It holds no address. The same arguments give the same token, so a
letter's bytes do not change when it is tried again. A token for one purpose is worth nothing
for another, and old keys keep verifying until they are taken out of the key file.
"""

from __future__ import annotations

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from hashlib import sha256

from subscribers.errors import TokenError
from subscribers.ids import EPOCH

SIGNATURE_BYTES = 16
SHORTEST_SECRET = 32
_PLAIN = struct.Struct(">BBQQQ3s")
_TAIL = struct.Struct(">QQ3s")
_LENGTH = _PLAIN.size + SIGNATURE_BYTES


class Purpose(IntEnum):
    """What a token is good for."""

    LEAVE = 1
    PREFERENCES = 2
    CONFIRM = 3
    VIEW = 4
    BOUNCE = 5
    ADDRESS = 6
    UNDO = 7
    FORM = 8


@dataclass(frozen=True, slots=True)
class Keys:
    """The newsroom's secrets by number; ``current`` signs, all of them verify."""

    current: int
    secrets: Mapping[int, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what would sign nothing well."""
        if self.current not in self.secrets or any(len(s) < SHORTEST_SECRET for s in self.secrets.values()):
            raise ValueError(f"Keys need the current key and at least {SHORTEST_SECRET} bytes in each.")

    @property
    def current_secret(self) -> bytes:
        """The secret that signs."""
        return self.secrets[self.current]

    @property
    def oldest_secret(self) -> bytes:
        """The secret that keyed hashes are made with: it must never change."""
        return self.secrets[min(self.secrets)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a valid token says."""

    purpose: Purpose
    person_id: int
    newsletter_id: int
    errand_id: int
    issued: datetime


def sign(purpose: Purpose, *, person_id: int, newsletter_id: int, errand_id: int = 0, keys: Keys, now: datetime) -> str:
    """A token for ``purpose``, issued at ``now`` (kept to the minute)."""
    return signing(purpose, newsletter_id=newsletter_id, errand_id=errand_id, keys=keys, now=now)(person_id)


def signing(
    purpose: Purpose, *, newsletter_id: int, errand_id: int = 0, keys: Keys, now: datetime
) -> Callable[[int], str]:
    """How to make tokens that differ in the person's id alone: what they share is packed and hashed once."""
    minutes = max(0, (now - EPOCH) // timedelta(minutes=1)).to_bytes(3, "big")
    head, tail = bytes((keys.current, purpose)), _TAIL.pack(newsletter_id, errand_id, minutes)
    begun = hmac.new(keys.current_secret, b"token\0" + head, sha256)

    def token(person_id: int) -> str:
        rest, signature = person_id.to_bytes(8, "big") + tail, begun.copy()
        signature.update(rest)
        # Of 45 bytes: nothing is padded.
        return urlsafe_b64encode(head + rest + signature.digest()[:SIGNATURE_BYTES]).decode()

    return token


def read(token: str, purpose: Purpose, *, keys: Keys, now: datetime, max_age: timedelta | None = None) -> Claims:
    """What a token says, if it is ours, for this purpose, and not too old.

    Raises:
        TokenError: with ``reason`` "forged" or "expired".
    """
    raw = _decode(token)
    plain, signature = raw[: _PLAIN.size], raw[_PLAIN.size :]
    number, meant_for, person_id, newsletter_id, errand_id, minutes = _PLAIN.unpack(plain)
    secret = keys.secrets.get(number, b"")
    expected = hmac.digest(secret or b"\0" * SHORTEST_SECRET, b"token\0" + plain, sha256)[:SIGNATURE_BYTES]
    if not hmac.compare_digest(signature, expected) or not secret or meant_for != purpose:
        raise TokenError("This link is not valid.", reason="forged")
    issued = EPOCH + timedelta(minutes=int.from_bytes(minutes, "big"))
    if max_age is not None and now - issued > max_age:
        raise TokenError("This link has expired.", reason="expired")
    return Claims(purpose=purpose, person_id=person_id, newsletter_id=newsletter_id, errand_id=errand_id, issued=issued)


def _decode(token: str) -> bytes:
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError as fault:
        raise TokenError("This link is not valid.", reason="forged") from fault
    # Base64 ignores some bits at its end; one token has one spelling only.
    if len(raw) != _LENGTH or urlsafe_b64encode(raw).rstrip(b"=").decode() != token:
        raise TokenError("This link is not valid.", reason="forged")
    return raw
