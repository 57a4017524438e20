"""The desks of a dispatch: one for each relay, with its tray, its breaker, and the lanes that wait for work."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import subscribers
from digest import deliver, render
from digest.cadence import Window
from digest.model import Delivery, Errand, Letter
from digest.sending import rates

LONGEST_NAP = 5.0  # seconds a lane rests before it looks again, whatever was reckoned
LEAST_PER_LANE = 2  # letters that lie ready, however slow it goes
MOST_READY = 2000  # and however fast
AHEAD = 1.0  # seconds: what is claimed is as old when it leaves, and so is what we know of its reader


def ready(lanes: int, speed: float) -> int:
    """How many letters shall lie ready for so many lanes, at so many letters a second."""
    return max(LEAST_PER_LANE * lanes, min(MOST_READY, int(speed * AHEAD)))


@dataclass(slots=True)
class Post:
    """An errand that is being carried. ``closed`` says why nothing more of it is taken, "" while it is open."""

    errand: Errand
    press: render.Press
    window: Window | None
    newsletter: str
    closed: str = ""
    answers: int = 0
    here: int = 0  # of them since it was opened here
    denied: int = 0  # of these, those that speak of a policy (5.7.x), as one of the reader's own
    refusals: int = 0
    doubts: rates.Doubts = field(default_factory=rates.Doubts)  # of what is carried here
    refusal: str = ""  # what was said with the last one that came here
    looked: datetime | None = None  # when it was last asked what came back of it
    warned: bool = False


@dataclass(slots=True)
class Job:
    """A claimed delivery with its reader; ``letter`` is made when its turn comes, or by then: see ``signing.py``.

    ``asked`` is when the reader was still welcome, by the loop's clock.
    """

    delivery: Delivery
    recipient: subscribers.Recipient
    post: Post
    asked: float
    letter: Letter | None = None
    turn: asyncio.Future[list[Letter]] | None = None  # in which its letter is signed
    marked: bool = False  # the ledger says that its message leaves


@dataclass(slots=True)
class Desk:
    """A relay at work: how many letters it is ``allowed``, and how many it took that were not given back.

    Where it has a number of letters a day, it is allowed those that were booked for ``day``; ``bookable``: there may be
    more of them.
    """

    relay: deliver.Relay
    tray: deliver.Tray[Job]
    breaker: deliver.Breaker = field(default_factory=deliver.Breaker)
    allowed: float = math.inf
    taken: int = 0
    day: date | None = None
    bookable: bool = False
    slowed: bool = False  # it asked for fewer letters
    turned_away: float | None = None  # since when it took no call and answered nothing, by the loop's clock
    idle: deque[asyncio.Future[None]] = field(default_factory=deque)
    alarm: asyncio.TimerHandle | None = None
    rings: float = 0.0  # when it does, by the loop's clock: uvloop's handle for what is due at once cannot say so
    turns: int = 0  # in which letters are being signed for it
    lull: int = 0  # for so many letters nobody looks whether there is something to sign

    @property
    def left(self) -> float:
        """How many letters it may still carry."""
        return self.allowed - self.taken

    def turn_day(self, now: datetime) -> None:
        """At midnight, nothing is booked of the new day yet; what is under way is answered on it, and counts for it."""
        if self.day is not None and self.day < now.date():
            self.allowed, self.day, self.bookable = self.taken - self.tray.gaits.under_way, now.date(), True

    def allow(self, booked: int, *, day: date, wanted: int) -> None:
        """So many letters of ``day`` were booked, of those that were ``wanted``.

        Where midnight came while they were written down, they are of a day that is over: what was answered since then
        counts for the new one.
        """
        if self.day is None or self.day <= day:
            self.allowed += booked
            self.day, self.bookable = day, booked == wanted

    def take(self, now: datetime, fit: Callable[[Job], bool] | None = None) -> tuple[Job, str] | None:
        """The next letter and its group, where it is allowed one; ``fit`` as for its tray."""
        self.turn_day(now)
        return self.tray.take(now, fit) if self.left > 0 else None

    @property
    def is_spent(self) -> bool:
        """Whether it has carried its letters of the day."""
        return self.left <= 0 and not self.bookable

    def runs_short(self, speed: float) -> bool:
        """Whether letters of the day are to be booked for it, at so many letters a second."""
        return self.bookable and self.left * 2 < ready(self.relay.lanes, speed)

    def usable(self, now: datetime) -> bool:
        """Whether letters may be given to it."""
        return not self.is_spent and not self.breaker.is_open(now)

    def turns_away(self, at: float) -> float:
        """It took no call. For how many seconds by now, without an answer in between."""
        if self.turned_away is None:
            self.turned_away = at
        return at - self.turned_away

    def wake(self, lanes: int = 1) -> None:
        """There may be something to do for so many lanes."""
        while lanes and self.idle:
            waiter = self.idle.popleft()
            if not waiter.done():
                waiter.set_result(None)
                lanes -= 1

    async def rest(self, now: datetime) -> None:
        """Wait until there may be something to do."""
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        self.idle.append(waiter)
        wait = self.tray.wait(now) if self.left > 0 else LONGEST_NAP  # whoever books wakes us
        self._ring_at(loop.time() + max(0.001, min(LONGEST_NAP, wait)))
        await waiter

    def _ring_at(self, moment: float) -> None:
        """Wake who rests then, by the loop's clock, or sooner if somebody else has to be woken sooner."""
        if self.alarm is not None and self.rings <= moment:
            return
        if self.alarm is not None:
            self.alarm.cancel()
        self.rings = moment
        self.alarm = asyncio.get_running_loop().call_at(moment, self._ring)

    def _ring(self) -> None:
        self.alarm = None
        self.wake(len(self.idle))
