"""Hubs that tell of news at once (W3C WebSub)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HubState(StrEnum):
    """How far it is with a hub."""

    OFFERED = "offered"  # the feed names it; it was not asked yet
    ASKED = "asked"  # it has not made sure yet that it was we who asked
    PUSHING = "pushing"
    REFUSED = "refused"
    LEAVING = "leaving"  # it is asked to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """What a source's hub is asked for, and until when it promised to tell of news."""

    source_id: int
    url: str
    topic: str
    state: HubState = HubState.OFFERED
    until: datetime | None = None  # when its promise (the lease) ends
    next_step: datetime | None = None  # when something is to be done about it
    failures: int = 0  # askings in a row without effect
    reason: str = ""  # in words, why it does not push
