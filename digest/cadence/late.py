"""What to do with slots that came while nobody was there to see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import Misfire, MisfirePolicy, Slot

ON_TIME = timedelta(minutes=5)  # a slot seen this soon was not missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Print the slot, or leave it and say why."""

    slot: Slot
    press: bool
    words: str = ""


def decide_missed(slots: Sequence[Slot], misfire: Misfire, *, now: datetime) -> list[Decision]:
    """Decide about the slots of one cadence that are due and untaken, oldest first.

    Only the newest may still be printed: two issues of one rhythm at once are what no reader wants, and whatever
    the older ones held is owed by the next issue anyway.
    """
    older = [Decision(slot=slot, press=False, words=_merged(slot, slots[-1], now)) for slot in slots[:-1]]
    return [*older, *(_newest(slot, misfire, now) for slot in slots[-1:])]


def _newest(slot: Slot, misfire: Misfire, now: datetime) -> Decision:
    late = now - slot.at
    if late <= ON_TIME:
        return Decision(slot=slot, press=True)
    if misfire.policy is MisfirePolicy.SEND_UNTIL and late <= misfire.until:
        return Decision(slot=slot, press=True, words=f"sent {in_words(late)} late")
    if misfire.policy is MisfirePolicy.SEND_UNTIL:
        words = f"missed by {in_words(late)}, allowed {in_words(misfire.until)}; its stories go into the next issue"
    elif misfire.policy is MisfirePolicy.MERGE_INTO_NEXT:
        words = f"missed by {in_words(late)}; merged into the next issue"
    else:
        words = f"missed by {in_words(late)}; skipped, as the newsletter wants"
    return Decision(slot=slot, press=False, words=words)


def _merged(slot: Slot, newest: Slot, now: datetime) -> str:
    return f"missed by {in_words(now - slot.at)}; its stories go into the issue due {newest.at:%Y-%m-%d %H:%M} UTC"


def in_words(span: timedelta) -> str:
    """A duration for people: "4 h 10 min"."""
    minutes = int(span.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    return " ".join(parts) or "less than a minute"
