"""What will go wrong in a send, when, and how often: drawn from a seed before anything begins. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Where a conversation can be struck: as soon as a command was read, before it is answered. BODY is half-way through a
# message; LOST is after the final dot, the letter not being recorded; "." is after the letter was recorded; ANSWERED is
# behind the 250; ANY is some moment after that.
UNSENT = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA")
UNCERTAIN = ("BODY", "LOST", ".")
STEPS = (*UNSENT, *UNCERTAIN, "ANSWERED", "ANY")


class Deed(StrEnum):
    """What is done. The first six to a sender or its connection, the others to the world it works in."""

    KILL = "kill -9"
    STOP = "stopped past its lease"
    HANG_UP = "hung up"
    RESET = "reset"
    SILENCE = "half-open"
    DRIP = "dripped"
    LOCK = "database locked"
    FULL = "disk full"
    CLOCK = "clock moved"
    BACKENDS = "backends terminated"
    RESTART = "database restarted"


ON_THE_LINE = (Deed.HANG_UP, Deed.RESET, Deed.SILENCE, Deed.DRIP)
FIRST_PART, LAST_PART = 0.9, 0.95  # of the letters: until then all is planned, from then on no kill waits for its step
PAUSES = {"ANSWERED": 0.03, "ANY": 0.5}  # seconds at most between the step and the blow


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``at`` so many letters, ``deed`` happens at the next ``step``. ``pause``: seconds after it, or how long it lasts.

    ``step`` is "" for what happens to the world.
    """

    deed: Deed
    at: int
    step: str = ""
    pause: float = 0.0

    @property
    def makes_doubt(self) -> bool:
        """Whether a single letter may be in doubt because of it; a sender's end is reckoned apart."""
        return self.deed in ON_THE_LINE and self.deed is not Deed.DRIP and self.step in UNCERTAIN


def plan(
    rng: random.Random, *, letters: int, kills: int, stops: int, lines: int, world: Sequence[tuple[Deed, float]]
) -> list[Fault]:
    """So many of each, spread evenly over the first nine tenths of the letters, in the order in which they come."""
    faults = [*_kills(rng, letters, kills), *_stops(rng, letters, stops), *_lines(rng, letters, lines)]
    moments = _moments(rng, letters, len(world))
    faults += [
        Fault(deed=deed, at=at, pause=pause)
        for at, (deed, pause) in zip(moments, rng.sample(world, len(world)), strict=True)
    ]
    return sorted(faults, key=lambda fault: fault.at)


def _kills(rng: random.Random, letters: int, number: int) -> Iterator[Fault]:
    steps = _each_as_often(rng, STEPS, number)
    for at, step in zip(_moments(rng, letters, number), steps, strict=True):
        yield Fault(deed=Deed.KILL, at=at, step=step, pause=rng.uniform(0, PAUSES.get(step, 0.0)))


def _stops(rng: random.Random, letters: int, number: int) -> Iterator[Fault]:
    steps = _each_as_often(rng, ("MAIL", "DATA", "BODY", ".", "ANSWERED"), number)
    for at, step in zip(_moments(rng, letters, number), steps, strict=True):
        yield Fault(deed=Deed.STOP, at=at, step=step, pause=rng.uniform(1.0, 3.0))


def _lines(rng: random.Random, letters: int, number: int) -> Iterator[Fault]:
    deeds, steps = _each_as_often(rng, ON_THE_LINE, number), _each_as_often(rng, (*UNSENT, *UNCERTAIN), number)
    for at, deed, step in zip(_moments(rng, letters, number), deeds, steps, strict=True):
        yield Fault(deed=deed, at=at, step=step)


def _each_as_often(rng: random.Random, things: Sequence[str], number: int) -> list[str]:
    chosen = [things[n % len(things)] for n in range(number)]
    rng.shuffle(chosen)
    return chosen


def _moments(rng: random.Random, letters: int, number: int) -> list[int]:
    width = FIRST_PART * letters / max(1, number)
    return [int(width * (n + rng.random())) for n in range(number)]
