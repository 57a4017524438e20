"""When a relay is left alone for a while, and why. Pure.

A relay that fails three times without a success in between is given no letter until a pause is over; the pause doubles
from half a minute to a quarter of an hour. One that refuses us (a wrong password, a policy) is left at once: asking
again soon would not help, and may lock us out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.deliver.verdict import LONGEST_WAIT
from digest.model import Verdict, VerdictKind

MOST_FAILURES = 3  # in a row
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_OF_ALL = timedelta(seconds=LONGEST_WAIT)  # where the relay asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """How it stands with a relay. ``reason`` is what it said last, "" while all is well."""

    failures: int = 0
    openings: int = 0
    open_until: datetime | None = None
    reason: str = ""

    def is_open(self, now: datetime) -> bool:
        """Whether it shall be left alone. What lies further ahead than any pause was reckoned by another clock."""
        return self.open_until is not None and now < self.open_until <= now + LONGEST_OF_ALL

    @property
    def refuses(self) -> bool:
        """Whether it refuses us, and is not merely away: what it said begins with its code."""
        return self.reason.startswith("5")


def worked(breaker: Breaker) -> Breaker:
    """A letter was answered: whatever was, is over."""
    return breaker if breaker == CLOSED else CLOSED


def failed(breaker: Breaker, verdict: Verdict, *, now: datetime) -> Breaker:
    """The relay did not do its part. What was under way when it was left changes nothing more."""
    if breaker.is_open(now):
        return breaker
    failures = breaker.failures + 1
    if failures < MOST_FAILURES and verdict.kind is not VerdictKind.SENDER_FAULT:
        return Breaker(failures=failures, openings=breaker.openings, reason=verdict.answer)
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(breaker.openings, 10))
    if verdict.wait is not None:
        pause = max(pause, timedelta(seconds=verdict.wait))
    return Breaker(openings=breaker.openings + 1, open_until=now + pause, reason=verdict.answer)


CLOSED = Breaker()
