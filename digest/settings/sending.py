"""The shape of what says how letters leave: relays, the pace of receivers, what pauses an issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from digest.settings.base import Shape
from digest.settings.spans import Share, Span


class RelaySettings(Shape):
    """Who carries the mail."""

    name: str = Field("relay", description="What the relay is called in messages.")
    kind: Literal["smtp", "maildir", "folder"] = Field(
        "smtp", description="smtp, or a Maildir, or a folder of .eml files to try things out."
    )
    host: str = Field("127.0.0.1", description="The relay's name.")
    port: int = Field(587, gt=0, lt=65536, description="587 for starttls, 465 for implicit TLS, 25 for a local relay.")
    tls: Literal["implicit", "starttls-required", "starttls-if-offered", "none"] = Field(
        "starttls-required", description="How the connection is secured."
    )
    username: str = Field("", description="Login, if the relay wants one.")
    password: SecretStr = Field(SecretStr(""), description="Better: password_file, or DIGEST_RELAY__PASSWORD_FILE.")
    allow_plain_login: bool = Field(default=False, description="Send the password over an unsecured connection. Don't.")
    ca_file: str = Field("", description="Certificates to trust besides the system's.")
    path: Path = Field(Path("outbox"), description="The Maildir or folder, for those kinds.")
    connections: int = Field(
        5, gt=0, le=200, description="Connections side by side, of each process that carries letters."
    )
    messages_per_connection: int = Field(100, gt=0, description="A connection is renewed after so many letters.")
    connect_timeout: float = Field(30.0, gt=0, description="Seconds.")
    command_timeout: float = Field(60.0, gt=0, description="Seconds a reply may take.")
    data_timeout: float = Field(
        600.0, gt=0, description="Seconds the reply to the whole letter may take (RFC 5321 §4.5.3.2.6)."
    )
    weight: float = Field(1.0, gt=0, description="Its share of the letters, beside the other relays.")
    newsletters: tuple[str, ...] = Field((), description="Only for these newsletters. Empty: for all.")
    domains: tuple[str, ...] = Field((), description="Only for these receiving domains or groups. Empty: for all.")
    rate: float = Field(0.0, ge=0, description="Letters a second at most; 0: as many as it takes.")
    daily: int = Field(0, ge=0, description="Letters a day at most; 0: as many as there are.")
    warm_up: tuple[int, ...] = Field((), description="Letters at most on the first day, the second day, and so on.")
    warm_up_since: date | None = Field(None, description="The first day of warm_up.")


class PaceLimits(Shape):
    """What one receiving domain, or one group of them, is given."""

    rate: float = Field(0.0, ge=0)
    connections: int = Field(20, gt=0)


class PaceSettings(Shape):
    """How receiving domains are treated: few connections first, one more for each success, half when they ask."""

    first_connections: int = Field(2, gt=0, description="Letters under way to a domain when it is first written to.")
    connections: int = Field(20, gt=0, description="Letters under way to a domain at most.")
    rate: float = Field(0.0, ge=0, description="Letters a second to a domain at most; 0: as many as it takes.")
    groups: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Domains with one receiver, beside the providers Digest knows."
    )
    limits: dict[str, PaceLimits] = Field(
        default_factory=dict, description="rate and connections of single domains or groups."
    )


class SendSettings(Shape):
    """How an issue leaves."""

    undo: Span = Field("30s", validate_default=True, description="After `digest send`: time to think better of it.")
    stale: Span = Field(
        "6h",
        validate_default=True,
        description="An unfinished issue nobody worked on for so long waits for `digest resume` (a restored backup?).",
    )
    give_up: Span = Field("48h", validate_default=True, description="A letter deferred for so long is given up.")
    most_refused: Share = Field("5%", validate_default=True, description="More letters refused: the issue is paused.")
    most_bounced: Share = Field("5%", validate_default=True, description="More letters came back for good: the same.")
    most_complaints: Share = Field("0.3%", validate_default=True, description="More readers call it spam: the same.")
    warn_complaints: Share = Field("0.1%", validate_default=True, description="More readers call it spam: an alert.")
    alert: str = Field("", description="A command that is told, on its standard input, when something needs a person.")
