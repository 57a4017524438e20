"""Names that settings hold: domains, selectors of DKIM keys, DNS servers."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints

import subscribers

_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"


def _domain(name: str) -> str:
    try:
        return subscribers.parse_address(f"postmaster@{name.removesuffix('.')}").domain
    except subscribers.AddressError:
        raise ValueError("expected a domain such as example.org") from None


def _resolver(where: str) -> str:
    parts = urlsplit(f"//{where}")
    try:
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
