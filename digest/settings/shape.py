"""The shape of digest.toml: every key, its default, and what it is for. ``describe`` and the docs are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, SecretStr, model_validator

from digest.settings.addresses import Address, OptionalAddress, ReturnPath
from digest.settings.base import Shape
from digest.settings.gathering import GatherSettings, SourceShape
from digest.settings.models import LlmSettings
from digest.settings.narrowing import Segment
from digest.settings.readers import JoinSettings, PublicShape, WebSettings
from digest.settings.receivers import DkimShape, DoctorSettings
from digest.settings.returning import ReturnsSettings
from digest.settings.rules import ChooseShape, RulesShape, refuse_contradiction
from digest.settings.slugs import slug_for
from digest.settings.spans import Share, Span


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("expected a time zone name such as Europe/Berlin")
    return name


def _base_url(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("expected an address that begins with https://")
    return url.rstrip("/")


Zone = Annotated[str, AfterValidator(_zone)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class NewsroomSettings(Shape):
    """Who you are."""

    name: str = Field("My newsroom", description="What the newsroom is called.")
    base_url: Annotated[str, AfterValidator(_base_url)] = Field(
        "http://127.0.0.1:8000",
        description="Where readers reach `digest serve` from outside; links in mails begin with it.",
    )
    language: str = Field("en", description="Language of newsletters that name none (en, de, ru, …).")
    zone: Zone = Field("UTC", description="Time zone of cadences that name none.")
    contact: str = Field("", description="Address or page that feed servers are told, so that they can reach you.")


class DatabaseSettings(Shape):
    """Where everything is kept."""

    url: str = Field("digest.db", description="An SQLite file (beside digest.toml) or postgresql://user@host/name.")


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


class TemplateSettings(Shape):
    """Your own looks."""

    folder: Path = Field(Path("templates"), description="Files here win over the shipped ones of the same name.")


class SecretSettings(Shape):
    """What links are signed with."""

    file: Path = Field(Path("digest.key"), description="The key file; readable by its owner only. Never lose it.")


class StyleShape(Shape):
    """House style: what changes a look without a template."""

    accent: Colour = "#b4232a"
    ink: Colour = "#1d1d1f"
    paper: Colour = "#ffffff"
    backdrop: Colour = "#f3f1ec"
    serif: bool = True
    logo_url: str = ""
    logo_width: int = Field(0, ge=0, le=600)
    logo_alt: str = ""
    tagline: str = ""
    footer: str = ""


class SectionShape(Shape):
    """A section of an issue."""

    key: Slug
    title: str = ""
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    min: int = Field(0, ge=0)
    max: int = Field(10, gt=0)
    keep: RulesShape = RulesShape()
    block: RulesShape = RulesShape()

    @model_validator(mode="after")
    def _it_can_be_filled(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"a section of {self.max} stories (max) never has {self.min} (min)")
        refuse_contradiction(self.keep, self.block)
        return self


class CanaryShape(Shape):
    """The first few letters, whose fate is awaited before the others follow."""

    share: Share = Field("0%", validate_default=True)
    seed: tuple[str, ...] = ()
    wait: Span = Field("10min", validate_default=True)
    most_refused: Share = Field("5%", validate_default=True)
    most_bounced: Share = Field("5%", validate_default=True)
    most_complaints: Share = Field("0.3%", validate_default=True)


class NewsletterShape(Shape):
    """A newsletter as digest.toml defines it."""

    slug: Slug
    title: str = Field(min_length=1)
    from_name: str = ""
    from_address: Address
    reply_to: OptionalAddress = ""
    postal_address: str = ""
    return_path: ReturnPath = ""
    language: str = ""
    zone: Annotated[str, AfterValidator(lambda name: _zone(name) if name else name)] = ""
    cadences: dict[str, str] = Field(default_factory=dict)
    sections: tuple[SectionShape, ...] = ()
    choose: ChooseShape = ChooseShape()
    look: str = "classic"
    style: StyleShape = StyleShape()
    subject: str = ""
    preheader: str = ""
    misfire: str = Field("send_until 3h", pattern=r"^(skip|merge_into_next|send_until .+)$")
    in_doubt: Literal["hold", "resend", "assume_sent"] = "hold"
    segment: Segment = ""
    window: str = ""
    finish_by: Span | None = None
    catch_up: bool = True
    once_in_newsroom: bool = False
    canary: CanaryShape = CanaryShape()
    public: PublicShape = PublicShape()


class Settings(Shape):
    """Everything digest.toml and the environment say. Paths are absolute after loading."""

    newsroom: NewsroomSettings = NewsroomSettings()
    database: DatabaseSettings = DatabaseSettings()
    gather: GatherSettings = GatherSettings()
    relay: RelaySettings = RelaySettings()
    relays: tuple[RelaySettings, ...] = ()
    pace: PaceSettings = PaceSettings()
    send: SendSettings = SendSettings()
    llm: LlmSettings = LlmSettings()
    returns: ReturnsSettings = ReturnsSettings()
    web: WebSettings = WebSettings()
    join: JoinSettings = JoinSettings()
    templates: TemplateSettings = TemplateSettings()
    secret: SecretSettings = SecretSettings()
    dkim: tuple[DkimShape, ...] = ()
    doctor: DoctorSettings = DoctorSettings()
    newsletters: tuple[NewsletterShape, ...] = ()
    sources: tuple[SourceShape, ...] = ()
    file: Path | None = Field(None, exclude=True)

    @model_validator(mode="after")
    def _relays_have_names(self) -> Self:
        names = [relay.name for relay in self.relays]
        if len(names) != len(set(names)):
            raise ValueError("each of [[relays]] needs a name of its own")
        if self.relays and all(relay.domains for relay in self.relays):
            raise ValueError("one of [[relays]] must be for all domains: leave its key domains out")
        return self

    @property
    def all_relays(self) -> tuple[RelaySettings, ...]:
        """The relays of [[relays]], or the one of [relay]."""
        return self.relays or (self.relay,)

    @cached_property
    def named_sources(self) -> Mapping[str, SourceShape]:
        """The tables of [[sources]] by slug and by address, the first one of each: rounds ask once for each source."""
        found: dict[str, SourceShape] = {}
        for shape in self.sources:
            for name in (shape.slug or slug_for(shape.url or shape.folder), shape.url):
                if name:
                    found.setdefault(name, shape)
        return found

    def __repr__(self) -> str:
        """Short: settings end up in logs."""
        return f"Settings(file={self.file})"


def known_keys(shape: type[Shape], prefix: str = "") -> dict[str, Any]:
    """Every key of a shape with its field, tables included: "relay.host" → FieldInfo."""
    keys: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, Shape):
            keys |= known_keys(inner, f"{prefix}{name}.")
        else:
            keys[prefix + name] = info
    return keys
