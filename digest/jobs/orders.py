"""Who asks for an issue: the clock, or an editor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import BY_HAND, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What makes a press run: a slot of the calendar, or an editor (``key`` "hand:…", no slot)."""

    cadence: str
    key: str
    due: datetime
    slot: Slot | None = None
    words: str = ""  # why it comes late, if it does
    opens: datetime | None = None  # no letter leaves before this: time to think better of it
    segment: str = ""  # only for these of the readers: a name, or words
    content: str = ""  # what was looked at (``Proof.content``): anything else is not printed

    @property
    def audience(self) -> str:
        """The rhythm whose readers get it; "" for all of them."""
        return "" if self.cadence == BY_HAND else self.cadence

    @classmethod
    def of(cls, slot: Slot, words: str = "") -> Order:
        """The order that a slot is."""
        return cls(cadence=slot.cadence, key=slot.key, due=slot.at, slot=slot, words=words)

    @classmethod
    def by_hand(
        cls, *, now: datetime, key: str = "", undo: timedelta = timedelta(), content: str = "", segment: str = ""
    ) -> Order:
        """An editor's order; two with the same key are one. ``undo`` is how long the first letter waits."""
        key = f"hand:{key or secrets.token_hex(8)}"
        return cls(cadence=BY_HAND, key=key, due=now, opens=now + undo, content=content, segment=segment)
