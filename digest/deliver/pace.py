"""How fast a relay or a receiving domain is written to. Pure: it says how long to wait, and never sleeps.

Three brakes. A token bucket bounds letters a second. A number of lanes bounds how many letters are under way
side by side: it starts low, grows by one when a letter is taken while all lanes were in use, and is halved
when the receiver says it is too much (421, 4.7.x), as Postfix and Google's sender guidelines have it. And a relay that
counts what we send (``throttle.py``) is given a rest, twice as long each time nothing was taken in between.

A caller keeps one ``Gait`` per relay and one per receiving domain, and waits for the slower of the two::

    pause = max(pace.wait(relay, limits, now=now), pace.wait(domain, its_limits, now=now))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from digest.model import Verdict, VerdictKind

FIRST_REST = timedelta(seconds=1)
MOST_RESTS = 5  # one after the other: half a minute in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is allowed. ``rate`` is letters a second, 0 for as many as there are; ``burst`` letters at once."""

    rate: float = 0.0
    burst: float = 1.0
    first_lanes: int = 2
    most_lanes: int = 20

    @classmethod
    def shared(cls, rate: float, *, first: int, most: int, crew: int) -> Self:
        """The share of one of so many processes; each has one lane at least."""
        rate /= crew
        return cls(rate=rate, burst=max(1.0, rate), first_lanes=first, most_lanes=max(1, most // crew))


class Gait(NamedTuple):
    """How it is going: tokens as of ``counted``, lanes allowed, letters under way; rests in a row, and until when."""

    tokens: float
    counted: datetime
    lanes: int
    under_way: int = 0
    rests: int = 0
    rests_until: datetime | None = None

    @property
    def has_room(self) -> bool:
        """Whether another letter may be under way."""
        return self.under_way < self.lanes


def start(limits: Limits, *, now: datetime, lanes: int | None = None) -> Gait:
    """The first step: a full bucket, few lanes, or as many as are remembered."""
    wanted = limits.first_lanes if lanes is None else max(1, lanes)
    return Gait(tokens=limits.burst, counted=now, lanes=min(wanted, limits.most_lanes))


def wait(gait: Gait, limits: Limits, *, now: datetime) -> float:
    """Seconds until the next letter may begin, by rest and rate. 0.0: now."""
    resting = rest_of(gait, now=now) if gait.rests_until else 0.0
    if not limits.rate:
        return resting
    return max(resting, (1.0 - _tokens(gait, limits, now)) / limits.rate)


def begun(gait: Gait, limits: Limits, *, now: datetime) -> Gait:
    """A letter begins: a token and a lane are taken. Whoever did not wait goes into debt, and waits longer."""
    tokens = _tokens(gait, limits, now) - 1.0
    return Gait(tokens, now, gait.lanes, gait.under_way + 1, gait.rests, gait.rests_until)


def ended(gait: Gait, limits: Limits, verdict: Verdict) -> Gait:
    """A letter's answer is there: its lane is free, and there may be one more of them, or half as many."""
    lanes, rests = gait.lanes, gait.rests
    if too_much(verdict):
        lanes = max(1, lanes // 2)
    elif verdict.kind is VerdictKind.SENT:
        lanes, rests = lanes if gait.has_room else min(limits.most_lanes, lanes + 1), 0
    return Gait(gait.tokens, gait.counted, lanes, max(0, gait.under_way - 1), rests, gait.rests_until)


def rested(gait: Gait, *, now: datetime) -> Gait:
    """A relay asked for less: it rests, but not for ever. What was under way when a rest began changes nothing."""
    if gait.rests >= MOST_RESTS or rest_of(gait, now=now):
        return gait
    return gait._replace(rests=gait.rests + 1, rests_until=now + FIRST_REST * 2**gait.rests)


def rest_of(gait: Gait, *, now: datetime) -> float:
    """Seconds of a rest that are left. What lies further ahead than any rest was reckoned by another clock."""
    if gait.rests_until is None or not now < gait.rests_until <= now + FIRST_REST * 2**MOST_RESTS:
        return 0.0
    return (gait.rests_until - now).total_seconds()


def is_spent(gait: Gait, limits: Limits, *, now: datetime) -> bool:
    """Whether its bucket is not full again. Whoever forgot it now would allow another burst."""
    return bool(limits.rate) and _tokens(gait, limits, now) < limits.burst


def too_much(verdict: Verdict) -> bool:
    """Whether the answer says "slower": 421, or a passing policy (4.7.x, RFC 3463 §3.8)."""
    return verdict.code == 421 or verdict.enhanced.startswith("4.7.")


def _tokens(gait: Gait, limits: Limits, now: datetime) -> float:
    """Tokens now. A clock that jumped, ahead or back, brings no more than a burst; nobody waits until it is right."""
    if not limits.rate:
        return limits.burst
    elapsed = abs((now - gait.counted).total_seconds())
    return min(limits.burst, gait.tokens + elapsed * limits.rate)
