"""What a cell says of a membership: what a reader chose, what they agreed to; None where it makes no sense."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from subscribers.lists.cells import LONGEST, as_json
from subscribers.lists.rowed import Agreed
from subscribers.lists.times import as_moment, past
from subscribers.model import Consent, Event, Standing
from subscribers.picks import Picks, picks_from

LONGEST_WORD = 64  # characters of a cadence
LONGEST_HISTORY = 1000  # lines


def as_standing(cell: str) -> str | None:
    """A standing in our own words."""
    return cell if cell in set(Standing) else None


def as_cadence(cell: str) -> str | None:
    """The key of a cadence."""
    return cell if len(cell) <= LONGEST_WORD and cell.isprintable() else None


def as_hour(cell: str) -> int | None:
    """An hour of the day."""
    return int(cell) if cell.isascii() and cell.isdecimal() and int(cell) < 24 else None


def as_picks(cell: str) -> Picks | None:
    """What is left out, as our own export writes it."""
    value = as_json(cell) if len(cell) <= LONGEST else None
    if not isinstance(value, dict) or not all(isinstance(names, list) for names in value.values()):
        return None
    return picks_from(value)


def as_history(cell: str, now: datetime) -> tuple[Agreed, ...] | None:
    """The lines of a consent, as our own export writes them; each happened before ``now``."""
    value = as_json(cell) if len(cell) <= LONGEST * 10 else None
    lines = [_agreed(one, now) for one in value] if isinstance(value, list) else []
    sound = tuple(one for one in lines if one is not None)
    return sound if sound and len(sound) == len(lines) <= LONGEST_HISTORY else None


def _agreed(line: Any, now: datetime) -> Agreed | None:
    try:
        at = past(as_moment(line["at"]), now)
        consent = Consent(how=line["how"][:32], wording=line.get("wording", ""), client=line.get("client", "")[:64])
        return Agreed(at, Event(line["event"]), consent) if at else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
