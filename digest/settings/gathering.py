"""How sources are read, and the sources that digest.toml defines."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr

from digest.settings.base import Shape
from digest.settings.slugs import SLUG
from digest.settings.spans import Span


class GatherSettings(Shape):
    """How sources are read."""

    interval: Span = Field("30min", validate_default=True, description="How often a source is looked at, at most.")
    longest_interval: Span = Field(
        "6h", validate_default=True, description="How rarely one is looked at that publishes little, at least."
    )
    timeout: float = Field(30.0, gt=0, description="Seconds a source may take in all.")
    max_bytes: int = Field(10_000_000, gt=0, description="Largest answer, decompressed.")
    concurrency: int = Field(20, gt=0, description="Sources looked at side by side.")
    per_host: int = Field(2, gt=0, description="Requests to one host side by side.")
    pause: float = Field(0.5, ge=0, description="Seconds between two requests to one host.")
    pages: Literal["stubs", "never"] = Field(
        "stubs", description="Whether the page is read where a feed gives only the first lines of an article."
    )
    reread: Span = Field(
        "24h", validate_default=True, description="For how long such a page is read again, in case the article changes."
    )
    websub: bool = Field(
        default=True, description="Whether hubs are asked to tell of news at once (WebSub), where a feed names one."
    )
    allow_hosts: tuple[str, ...] = Field((), description="Hosts that may be fetched although their address is private.")


class SourceShape(Shape):
    """A source as digest.toml defines it. What proves who we are stays in the file and enters no database."""

    url: str = ""
    folder: str = ""
    kind: Literal["", "feed", "sitemap", "page", "folder", "inbox"] = ""
    links: str = ""
    headers: dict[str, str] = Field(default_factory=dict)
    cookie: SecretStr = SecretStr("")
    username: str = ""
    password: SecretStr = SecretStr("")
    proxy: str = Field("", pattern=r"^(https?://.+)?$")
    ca_file: str = ""
    seen: bool = False
    websub: bool = True
    slug: str = Field("", pattern=rf"^({SLUG})?$")
    title: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    weight: float = Field(1.0, gt=0, le=100)
