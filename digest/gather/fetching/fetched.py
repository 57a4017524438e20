"""What a fetch may take, and what it brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much patience and room a fetch has."""

    timeout: float = 30.0  # seconds in all
    max_bytes: int = 10_000_000  # decompressed
    redirects: int = 5
    concurrency: int = 20
    per_host: int = 2
    pause: float = 0.5  # seconds between two requests to one host
    allow_hosts: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer with a body. ``moved_to`` is where permanent redirects led, "" where there were none."""

    url: str
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    body_hash: str
    moved_to: str = ""
    max_age: float = 0.0  # seconds for which the server says that nothing will change (Cache-Control)
    certificate: datetime | None = None  # when the server's certificate ends
    hub: str = ""  # what its Link headers name as hub and as self (WebSub)
    topic: str = ""

    @property
    def ends(self) -> bool:
        """Whether the body ends as XML and JSON do. Of what was packed, or has no length, nothing else tells that."""
        return not self.body or self.body[-100:].rstrip(b"\0 \t\r\n").endswith((b">", b"}", b"]"))


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed (304)."""

    max_age: float = 0.0
    certificate: datetime | None = None
    moved_to: str = ""
