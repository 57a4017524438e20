"""The shape of what readers meet: public pages, [web], signing up, [join], and what a newsletter shows to them."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Literal

import limits
from pydantic import AfterValidator, Field

from digest.settings.base import Shape
from digest.settings.spans import Span


def _limit(text: str) -> str:
    try:
        limits.parse(text)
    except ValueError:
        raise ValueError('expected a limit such as "20 per hour" or "1 per 2 days"') from None
    return text


Limit = Annotated[str, AfterValidator(_limit)]


class WebSettings(Shape):
    """The public pages."""

    host: str = Field("127.0.0.1", description="Address `digest serve` listens on.")
    port: int = Field(8000, ge=0, lt=65536, description="Port `digest serve` listens on.")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Proxies before it whose X-Forwarded-For is believed, such as 127.0.0.1 or 10.0.0.0/8."
    )
    hsts: Span = Field(
        "0s", validate_default=True, description="How long browsers shall insist on https; 0s: not told."
    )


class JoinSettings(Shape):
    """How readers sign up: what holds off those who would have strangers flooded with mail."""

    confirm_within: Span = Field("72h", validate_default=True, description="How long a link to confirm is good.")
    reminder: Span = Field(
        "24h", validate_default=True, description="After which one reminder is sent to who did not; 0s: none."
    )
    keep: Span = Field(
        "7d", validate_default=True, description="After its last mail, what was not confirmed is forgotten."
    )
    per_address: Limit = Field("1 per day", description="Mails to one address that a form can cause.")
    most_asked: Limit = Field("3 per 365 days", description="The same, as long as nothing is confirmed.")
    per_network: Limit = Field("20 per hour", description="Requests from one network (/24, or /64 of IPv6).")
    per_domain: Limit = Field("200 per hour", description="Requests for addresses of one domain.")
    in_all: Limit = Field("2000 per hour", description="Requests, whoever asks for whom.")


class PublicShape(Shape):
    """What a newsletter shows to those who do not get it."""

    description: str = Field("", max_length=1000)
    join: Literal["open", "closed"] = "open"
    archive: Literal["public", "off"] = "public"
    opt_in: Literal["double", "single"] = "double"
    welcome: bool = True
    goodbye: bool = True
