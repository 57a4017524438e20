"""A newsletter: what it is called, when it comes, how it looks, who it is from; how it chooses is its ``taste``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from digest.model.taste import SectionPlan, Taste


class MisfirePolicy(StrEnum):
    """What happens to a slot that came while nobody was there to see it."""

    SKIP = "skip"
    SEND_UNTIL = "send_until"
    MERGE_INTO_NEXT = "merge_into_next"


class InDoubtPolicy(StrEnum):
    """What happens to letters of which nobody knows whether they were accepted."""

    HOLD = "hold"
    RESEND = "resend"
    ASSUME_SENT = "assume_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfire:
    """The late-run policy: with ``send_until`` a slot is still sent up to ``until`` late."""

    policy: MisfirePolicy = MisfirePolicy.SEND_UNTIL
    until: timedelta = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """A rhythm a newsletter offers: ``rule`` in words or cron, ``zone`` an IANA name."""

    key: str
    rule: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What a newsletter may change of a look without writing a template. Colours are ``#rrggbb``."""

    accent: str = "#b4232a"
    ink: str = "#1d1d1f"
    paper: str = "#ffffff"
    backdrop: str = "#f3f1ec"
    serif: bool = True
    logo_url: str = ""
    logo_width: int = 0
    logo_alt: str = ""
    tagline: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the mail is from. ``return_path`` is where bounces go; empty means ``address``."""

    name: str
    address: str
    reply_to: str = ""
    postal_address: str = ""
    return_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryPlan:
    """The first few letters of an issue, and what must not become of them. Shares are 0 to 1; none: no canary."""

    share: float = 0.0
    seed: tuple[str, ...] = ()  # addresses that are always among the first
    wait: timedelta = timedelta(minutes=10)
    most_refused: float = 0.05
    most_bounced: float = 0.05
    most_complaints: float = 0.003

    @property
    def wanted(self) -> bool:
        """Whether there is to be one."""
        return self.share > 0 or bool(self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFace:
    """What a newsletter shows to those who do not get it, and how they come in."""

    description: str = ""
    joinable: bool = True
    archived: bool = True
    double_opt_in: bool = True
    welcome: bool = True
    goodbye: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """A recurring product that people subscribe to."""

    id: int
    slug: str
    title: str
    sender: Sender
    language: str = "en"
    zone: str = "UTC"
    cadences: tuple[Cadence, ...] = ()
    sections: tuple[SectionPlan, ...] = ()
    taste: Taste = field(default_factory=Taste)
    look: str = "classic"
    style: HouseStyle = field(default_factory=HouseStyle)
    subject: str = ""  # Jinja template; empty means the look's own
    preheader: str = ""
    misfire: Misfire = field(default_factory=Misfire)
    in_doubt: InDoubtPolicy = InDoubtPolicy.HOLD
    segment: str = ""  # the part of its readers that it is for, in words or by name; empty: all
    window: str = ""  # hours of the day in which letters leave, "07:00-21:00"; empty: any
    finish_by: timedelta | None = None  # what was not sent so long after the issue was made is not sent any more
    canary: CanaryPlan = field(default_factory=CanaryPlan)
    public: PublicFace = field(default_factory=PublicFace)
    catch_up: bool = True  # who missed stories that are not too old gets them with the next issue
    once_in_newsroom: bool = False  # what another newsletter told a reader is not told again
    from_file: bool = False
    made: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One moment at which an issue is due. (newsletter, cadence, key) exists once.

    ``at`` is the UTC instant, ``key`` the local date and time of the occurrence
    ("2026-10-25T02:30"), which stays the same when zone rules change under it; ``opens``
    is the slot before it, the beginning of the window [opens, at).
    """

    newsletter_id: int
    cadence: str
    key: str
    at: datetime
    opens: datetime | None = None
