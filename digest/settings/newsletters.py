"""The shape of [[newsletters]]: who it is from, when it comes, what stands in it, what it looks like."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from digest.settings.addresses import Address, OptionalAddress, ReturnPath
from digest.settings.base import Shape
from digest.settings.narrowing import Segment
from digest.settings.readers import PublicShape
from digest.settings.rules import ChooseShape, RulesShape, refuse_contradiction
from digest.settings.spans import Share, Span


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("expected a time zone name such as Europe/Berlin")
    return name


Zone = Annotated[str, AfterValidator(_zone)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


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
