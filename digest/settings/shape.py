"""The shape of digest.toml: every key, its default, and what it is for. ``describe`` and the docs are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from digest.settings.base import Shape
from digest.settings.gathering import GatherSettings, SourceShape
from digest.settings.models import LlmSettings
from digest.settings.newsletters import NewsletterShape, Zone
from digest.settings.readers import JoinSettings, WebSettings
from digest.settings.receivers import DkimShape, DoctorSettings
from digest.settings.returning import ReturnsSettings
from digest.settings.sending import PaceSettings, RelaySettings, SendSettings
from digest.settings.slugs import slug_for


def _base_url(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("expected an address that begins with https://")
    return url.rstrip("/")


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


class TemplateSettings(Shape):
    """Your own looks."""

    folder: Path = Field(Path("templates"), description="Files here win over the shipped ones of the same name.")


class SecretSettings(Shape):
    """What links are signed with."""

    file: Path = Field(Path("digest.key"), description="The key file; readable by its owner only. Never lose it.")


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
    def _relays_are_told_apart(self) -> Self:
        if self.relays and "relay" in self.model_fields_set:
            raise ValueError("[relay] and [[relays]] are both there; make [relay] one of [[relays]], with a name")
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
