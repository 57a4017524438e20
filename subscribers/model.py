"""The nouns: people, what they joined, and why they may be written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from subscribers.picks import EVERYTHING, Picks


class Standing(StrEnum):
    """Where a person stands with one newsletter; ``standing.py`` has the picture."""

    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    REMOVED = "removed"
    SUPPRESSED = "suppressed"


class Event(StrEnum):
    """What may happen to a membership."""

    JOIN = "join"
    CONFIRM = "confirm"
    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"
    REMOVE = "remove"
    SUPPRESS = "suppress"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """How a permission came about.

    ``how`` is "form", "import" or "command", ``wording`` what was agreed to or the file it came from, ``client`` a
    truncated network address if there was one.
    """

    how: str
    wording: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person as a letter needs them."""

    id: int
    address: str
    name: str = ""
    language: str = ""
    zone: str = ""
    picks: Picks = EVERYTHING
    hour: int | None = None  # of the day in their zone, 0 to 23; None: whenever it is ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an address. ``canonical`` is what makes two spellings one person."""

    id: int
    address: str
    canonical: str
    name: str = ""
    language: str = ""
    zone: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    made: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person and one newsletter."""

    person: Person
    newsletter_id: int
    standing: Standing
    cadence: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What came of joining: the standing now, and whether anything changed."""

    person_id: int
    standing: Standing
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What came of leaving. ``change_id``: the change that an undo names, if anything changed."""

    person_id: int
    newsletter_id: int
    changed: bool
    change_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row of an import that was not taken: ``line`` counts from 1, the heading included; ``file`` is one in a zip."""

    line: int
    field: str
    value: str
    reason: str
    file: str = ""


class Mode(StrEnum):
    """What an import does with people who are here already, and with those who are not in the file."""

    ADD = "add"  # fills in what is not known of them, and overwrites nothing
    UPDATE = "update"  # the file's word wins
    SYNC = "sync"  # so it does, and readers who are not in the file are removed


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The accounts of an import: rows is the sum of the seven lines below it."""

    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    taken_off: int = 0  # the file says that they left, bounced or complained, and so they are kept
    left_alone: int = 0  # they left, were suppressed or forgotten here: no file brings them back
    repeated: int = 0  # the same person once more in the same file
    refused: int = 0
    removed: int = 0  # readers who are not in the file; only by ``Mode.SYNC``
    refusals: tuple[Refusal, ...] = ()  # the first refused rows; all of them are in the refused file
    repeats: tuple[Refusal, ...] = ()  # the first repeated ones


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftBounces:
    """Failures in a row that are not for good. ``accepted``: when a letter was taken after the last of them."""

    count: int
    first: datetime
    last: datetime
    words: str = ""
    accepted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Why an address is not written to, whatever newsletter."""

    reason: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is known of whom an address belongs to; ``person`` is None for somebody forgotten or never there."""

    person: Person | None
    memberships: tuple[Membership, ...] = ()
    suppression: Suppression | None = None
    soft_bounces: SoftBounces | None = None
