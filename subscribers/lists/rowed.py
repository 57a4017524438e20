"""A row as it is handed on: who it is about, what it says of them, and what of their standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from subscribers.lists.standings import Claim
from subscribers.model import Consent, Event, Standing
from subscribers.picks import Picks


class Facts(NamedTuple):
    """What is known of a person."""

    name: str = ""
    language: str = ""
    zone: str = ""
    attributes: Mapping[str, Any] = {}


class Member(NamedTuple):
    """A membership as it is stored. ``since``: None for now."""

    standing: Standing = Standing.ACTIVE
    before: str = ""
    cadence: str = ""
    hour: int | None = None
    snoozed: datetime | None = None
    picks: Picks | None = None  # None: nothing is said of them
    since: datetime | None = None


NOBODY = Member()


class Agreed(NamedTuple):
    """One line of a consent's history."""

    at: datetime
    event: Event
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a file says beside the facts. ``at``: when they left or bounced; ``client``: where they agreed from."""

    claim: Claim | None = None
    member: Member = NOBODY
    note: str = ""
    at: datetime | None = None
    client: str = ""
    history: tuple[Agreed, ...] = ()


class Row(NamedTuple):
    """One row; ``said`` is None where it speaks of nobody's standing, as most do.

    A NamedTuple, and flat: a million are made in an import, and every object that may hold others is looked at by the
    garbage collector again and again.
    """

    line: int
    address: str
    canonical: str
    name: str = ""
    language: str = ""
    zone: str = ""
    attributes: Mapping[str, Any] = {}
    said: Said | None = None

    @property
    def facts(self) -> Facts:
        """What it says of the person."""
        return Facts(self.name, self.language, self.zone, self.attributes)
