"""Addresses: what can be written to, and when two spellings are one person.

RFC 5321 §4.1.2 and RFC 5322 §3.4.1 say what an address is, RFC 6531 what changes with UTF-8,
RFC 5891 how a domain is written in ASCII. email-validator knows them all; what it lets pass
and we do not (display names, control characters) is refused here.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from subscribers.errors import AddressError
from subscribers.tokens import Keys

LONGEST = 254  # octets, RFC 5321 §4.5.3.1.3 with the angle brackets taken off
KEY_BYTES = 16


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
