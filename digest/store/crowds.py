"""How many were told to come back later, because all together ask more often than we may write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digest.store import limits
from digest.store.engine import Tx

# What a limit of all counts, and its setting. Its end says nothing of whoever's address was typed in.
SETTINGS: Mapping[str, str] = {"all": "join.in_all", "domain": "join.per_domain"}


async def note(tx: Tx, what: str, *, now: datetime) -> None:
    """Somebody was sent away by this limit."""
    await limits.allow(tx, [_sent_away(what)], now=now)


async def sent_away(tx: Tx, *, now: datetime) -> dict[str, int]:
    """By which settings how many were sent away within a day."""
    found = {setting: await limits.counted(tx, _sent_away(what), now=now) for what, setting in SETTINGS.items()}
    return {setting: number for setting, number in found.items() if number}


def _sent_away(what: str) -> limits.Allowance:
    return limits.Allowance(limit="100000000 per day", what="sent away", who=what)
