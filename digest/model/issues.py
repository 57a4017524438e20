"""One number of a newsletter, and the run that made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.model.choices import Story, Summary
from digest.model.newsletters import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story with its summary, as printed. ``source`` and ``also`` (the echoes') are names that readers see."""

    story: Story
    summary: Summary
    source: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A printed section."""

    key: str
    title: str
    items: tuple[Item, ...]


BY_HAND = "hand"  # the cadence of an issue that an editor sent: it is for the readers of all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One number of a newsletter. ``slot`` is None when an editor pressed send."""

    id: int
    newsletter_id: int
    number: int
    subject: str
    preheader: str
    language: str
    sections: tuple[Section, ...]
    made: datetime
    cadence: str = ""
    slot: Slot | None = None
    trimmed: tuple[str, ...] = ()  # titles that did not fit into the byte budget

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order they are printed."""
        return tuple(item for section in self.sections for item in section.items)


class Outcome(StrEnum):
    """How a run ended. Every run leaves one, with its reason."""

    OPEN = "open"
    SENT = "sent"
    SKIPPED = "skipped"
    HELD = "held"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One attempt to print an issue: at a slot, or by hand."""

    id: int
    newsletter_id: int
    cadence: str
    key: str  # the slot's key, or "hand:…" for a manual send
    due: datetime
    opened: datetime
    closed: datetime | None = None
    outcome: Outcome = Outcome.OPEN
    reason: str = ""
    issue_id: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
