"""What others shall see of us: the keys that sign, [[dkim]], and how the doctor looks at it, [doctor]."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

import subscribers
from digest.settings.base import Shape

_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"


def _domain(name: str) -> str:
    try:
        return subscribers.parse_address(f"postmaster@{name.removesuffix('.')}").domain
    except subscribers.AddressError:
        raise ValueError("expected a domain such as example.org") from None


def _resolver(where: str) -> str:
    try:
        parts = urlsplit(f"//{where}")
        sound = not where or (ip_address(parts.hostname or "") and parts.port != 0)
    except ValueError:  # of the address, or of the port
        sound = False
    if not sound:
        raise ValueError("expected the address of a DNS server, such as 192.0.2.53, 127.0.0.1:5353 or [::1]:53")
    return where


# As DNS has it: lower-case A-labels, without the dot at the end.
Domain = Annotated[str, AfterValidator(_domain)]
# RFC 6376 §3.1: labels with dots between them.
Selector = Annotated[str, StringConstraints(pattern=rf"^{_LABEL}(\.{_LABEL})*$", max_length=100, to_lower=True)]
Resolver = Annotated[str, AfterValidator(_resolver)]


class DkimShape(Shape):
    """A key that letters are signed with; as many tables [[dkim]] as there are keys."""

    domain: Domain = Field(
        description="Signs for senders of this domain, and of domains below it that have no own key."
    )
    selector: Selector = Field(description="The key's name: its record stands at SELECTOR._domainkey.DOMAIN.")
    key_file: Path = Field(description="The private key, RSA or Ed25519 in PEM; readable by its owner only.")


class DoctorSettings(Shape):
    """What `digest doctor` asks, and whom."""

    resolver: Resolver = Field("", description="The DNS server to ask, such as 127.0.0.1:5353. Empty: the system's.")
    outgoing_ips: tuple[IPv4Address | IPv6Address, ...] = Field(
        (), description="Addresses that your mail leaves from, to try them against SPF and PTR."
    )
    timeout: float = Field(5.0, gt=0, le=60, description="Seconds one question may take, of DNS and of a server.")
