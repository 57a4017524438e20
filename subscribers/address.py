"""Addresses: what can be written to, and when two spellings are one person.

RFC 5321 §4.1.2 and RFC 5322 §3.4.1 say what an address is, RFC 6531 what changes with UTF-8,
RFC 5891 how a domain is written in ASCII. email-validator knows them all; what it lets pass
and we do not (display names, control characters) is refused here.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from subscribers.errors import AddressError
from subscribers.tokens import Keys

LONGEST = 254  # octets, RFC 5321 §4.5.3.1.3 with the angle brackets taken off
LONGEST_LOCAL = 64  # octets, RFC 5321 §4.5.3.1.1
KEY_BYTES = 16
MOST_DOMAINS = 1 << 16  # whose spelling is remembered; a list has many readers and few domains
TAGLESS = frozenset({"gmail.com", "googlemail.com"})  # dots say nothing there, and both are one

# Dot-atom, RFC 5322 §3.2.3: what nearly every local part is.
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+")


@dataclass(frozen=True, slots=True)
class Address:
    """``address`` as it is written to (domain as A-label), ``canonical`` as it is compared."""

    address: str
    canonical: str

    @property
    def domain(self) -> str:
        """The receiving domain, lower-case, ASCII."""
        return self.canonical.rpartition("@")[2]


def parse_address(text: str) -> Address:
    """Read an address; blanks around it are for whoever took it from a form or a file to cut off.

    Raises:
        AddressError: it is none; the message says why.
    """
    plain = spelling(text)
    return Address(*plain) if plain else _look_closely(text)


def spelling(text: str) -> tuple[str, str] | None:
    """``(address, canonical)`` of a plain address, quickly; None for one that ``parse_address`` must look at closely.

    The verdict is email-validator's all the same: it is asked once for each domain, and a plain local part has no
    more rules than are here.
    """
    local, _, domain = text.rpartition("@")
    if len(local) > LONGEST_LOCAL or not _PLAIN.fullmatch(local):
        return None
    known = _receiving(domain)
    if known is None or len(local) + 1 + len(known) > LONGEST:
        return None
    address = f"{local}@{known}"
    return address, address.lower()


@lru_cache(MOST_DOMAINS)
def _receiving(domain: str) -> str | None:
    """A domain as A-label in lower case; None for one that is none."""
    try:
        return _look_closely(f"a@{domain}").domain
    except AddressError:
        return None


def _look_closely(text: str) -> Address:
    if not text.isprintable():
        raise AddressError(f"{text!r} holds a control character; an address has none.", address=text)
    try:
        # `test_environment` lets the reserved example domains pass: mail to them goes nowhere by itself.
        valid = validate_email(
            text,
            strict=True,  # a local part has 64 octets at most
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=False,
            test_environment=True,
        )
    except EmailNotValidError as fault:
        raise AddressError(f"{text!r} is not an email address: {fault}", address=text) from fault
    domain = valid.ascii_domain.lower()
    address = f"{valid.local_part}@{domain}"
    if len(address.encode()) > LONGEST:
        raise AddressError(f"{text!r} is longer than an address may be ({LONGEST} octets).", address=text)
    return Address(address, f"{valid.local_part.lower()}@{domain}")


def base_of(canonical: str) -> str:
    """The mailbox that a canonical address probably is: without its plus-tag, and at Gmail without dots.

    Only for finding people who are on a list twice. Nobody is written to, or left out, because of it.
    """
    local, _, domain = canonical.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in TAGLESS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def address_key(address: str, keys: Keys) -> bytes:
    """A keyed hash of an address: the same for all its spellings, and meaningless without the key.

    Always made with the oldest secret, so that suppressions outlive a rotation of the keys.

    Raises:
        AddressError: ``address`` is none.
    """
    return canonical_key(parse_address(address).canonical, keys)


def canonical_key(canonical: str, keys: Keys) -> bytes:
    """The keyed hash of an address that was parsed before."""
    return hmac.digest(keys.oldest_secret, b"address\0" + canonical.encode(), sha256)[:KEY_BYTES]
