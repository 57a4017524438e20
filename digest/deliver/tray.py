"""Letters that wait for one relay, sorted by who will receive them. It decides who is next; it never sleeps.

Each receiving domain (or group of domains) has a gait of its own, and so has the relay: see ``pace.py``. Groups are
served in turn, so that a slow or angry one holds up nobody but itself.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from heapq import heapify, heapreplace
from itertools import islice, zip_longest
from typing import Generic, TypeVar

from digest.deliver import pace
from digest.deliver.pace import Gait, Limits
from digest.model import Verdict, VerdictKind

T = TypeVar("T")

ABOUT_THE_RELAY = (VerdictKind.SENT, VerdictKind.RELAY_DOWN)
NOTHING = Verdict(kind=VerdictKind.REFUSED)  # an answer that says nothing of how fast to go
RELAY = ""  # the name under which the relay's own gait is kept


class Tray(Generic[T]):
    """A tray of one relay. ``limits_of("")`` are the relay's own."""

    def __init__(
        self, limits_of: Callable[[str], Limits], *, now: datetime, lanes: Mapping[str, int] | None = None
    ) -> None:
        self._limits_of = limits_of
        self._remembered = dict(lanes or {})  # how many lanes each had when we were here last
        self._waiting: dict[str, deque[T]] = {}
        self._turns: deque[str] = deque()
        self._gaits: dict[str, Gait] = {}
        self._spent: deque[str] = deque()  # with nothing to do, and buckets that fill again, about in that order
        self._gaits[RELAY] = self._gait(RELAY, now)
        self._size = 0

    @property
    def is_busy(self) -> bool:
        """Whether letters are under way."""
        return self._gaits[RELAY].under_way > 0

    def limit(self, limits_of: Callable[[str], Limits]) -> None:
        """From now on these limits hold."""
        self._limits_of = limits_of

    def __len__(self) -> int:
        return self._size

    def put(self, item: T, group: str, *, first: bool = False) -> None:
        """Lay an item in, behind the others of its group, or ``first`` where it was taken and comes back."""
        if group not in self._waiting:
            self._waiting[group] = deque()
            self._turns.append(group)
        if first:
            self._waiting[group].appendleft(item)
        else:
            self._waiting[group].append(item)
        self._size += 1

    def coming(self, count: int) -> Iterator[T]:
        """About the next ``count`` items, in the order in which they will be taken if nothing must wait."""
        rows = zip_longest(*(islice(self._waiting[group], count) for group in islice(self._turns, count)))
        return islice((item for row in rows for item in row if item is not None), count)

    def take(self, now: datetime, fit: Callable[[T], bool] | None = None) -> tuple[T, str] | None:
        """The next item that may go now, and its group; None when there is none, or all must wait.

        With ``fit``, only one that fits: what does not holds up its group.
        """
        own = self._gaits[RELAY]
        if not self._size or not own.has_room or pace.wait(own, self._limits_of(RELAY), now=now):
            return None
        for _ in range(len(self._turns)):
            group = self._turns[0]
            self._turns.rotate(-1)
            if self._is_blocked(group, now):
                continue
            if fit is None or fit(self._waiting[group][0]):
                return self._taken(group, now), group
        return None

    def _taken(self, group: str, now: datetime) -> T:
        waiting = self._waiting[group]
        item = waiting.popleft()
        self._size -= 1
        if not waiting:
            del self._waiting[group]
            self._turns.remove(group)
        for name in (RELAY, group):
            self._gaits[name] = pace.begun(self._gait(name, now), self._limits_of(name), now=now)
        return item

    def ended(self, group: str, verdict: Verdict, *, now: datetime) -> None:
        """An item's letter has its answer: its lanes are free, and there may be one more of them, or half as many."""
        own = verdict if verdict.kind in ABOUT_THE_RELAY else NOTHING  # what a receiver says slows nobody else
        self._gaits[RELAY] = pace.ended(self._gaits[RELAY], self._limits_of(RELAY), own)
        theirs = NOTHING if verdict.kind is VerdictKind.RELAY_DOWN else verdict
        self._gaits[group] = pace.ended(self._gait(group, now), self._limits_of(group), theirs)
        if self._is_filling(group, now):
            self._spent.append(group)
        else:
            self._forget(group)
        while self._spent and not self._is_filling(self._spent[0], now):
            self._forget(self._spent.popleft())

    def _is_used(self, group: str) -> bool:
        return group in self._waiting or (group in self._gaits and self._gaits[group].under_way > 0)

    def _is_filling(self, group: str, now: datetime) -> bool:
        gait = self._gaits.get(group)
        return gait is not None and not self._is_used(group) and pace.is_spent(gait, self._limits_of(group), now=now)

    def _forget(self, group: str) -> None:
        """Of a hundred thousand small domains there is nothing to remember."""
        gait = self._gaits.get(group)
        if gait is not None and not self._is_used(group) and not self._learnt(group, gait):
            del self._gaits[group]

    def rest(self, now: datetime) -> bool:
        """Let the relay rest, as it asked for less. Returns whether it does: after some in a row it is in trouble."""
        self._gaits[RELAY] = pace.rested(self._gaits[RELAY], now=now)
        return pace.rest_of(self._gaits[RELAY], now=now) > 0

    def wait(self, now: datetime) -> float:
        """Seconds until a rest or a rate lets the next item go; infinite when only an answer can."""
        own = self._gaits[RELAY]
        if not self._size or not own.has_room:
            return math.inf
        held = [self._gait(group, now) for group in self._waiting]
        waits = [
            pace.wait(gait, self._limits_of(group), now=now)
            for group, gait in zip(self._waiting, held, strict=True)
            if gait.has_room
        ]
        return max(min(waits, default=math.inf), pace.wait(own, self._limits_of(RELAY), now=now))

    def is_stuck(self, now: datetime) -> bool:
        """Whether the relay would take a letter, and every group that waits may not go now."""
        own = self._gaits[RELAY]
        if not self._size or not own.has_room or pace.wait(own, self._limits_of(RELAY), now=now):
            return False
        return all(self._is_blocked(group, now) for group in self._waiting)

    def _is_blocked(self, group: str, now: datetime) -> bool:
        gait = self._gait(group, now)
        return not gait.has_room or pace.wait(gait, self._limits_of(group), now=now) > 0

    def clear(self) -> list[T]:
        """Take everything out."""
        items = [item for waiting in self._waiting.values() for item in waiting]
        self._waiting.clear()
        self._turns.clear()
        self._size = 0
        return items

    def trim(self, size: int) -> list[T]:
        """Take out what is more than ``size``: of the longest groups what came last."""
        longest = [(-len(waiting), group) for group, waiting in self._waiting.items()]
        heapify(longest)
        items = []
        while self._size > size:
            length, group = longest[0]
            items.append(self._waiting[group].pop())
            self._size -= 1
            heapreplace(longest, (length + 1, group))
        for group in [group for group, waiting in self._waiting.items() if not waiting]:
            del self._waiting[group]
            self._turns.remove(group)
        return items

    def lanes(self) -> dict[str, int]:
        """How many lanes each group has by now, where that was learnt: to be remembered."""
        return {name: gait.lanes for name, gait in self._gaits.items() if self._learnt(name, gait)}

    def _learnt(self, group: str, gait: Gait) -> bool:
        limits = self._limits_of(group)
        return gait.lanes != min(limits.first_lanes, limits.most_lanes)

    def _gait(self, group: str, now: datetime) -> Gait:
        gait = self._gaits.get(group)
        if gait is None:
            gait = pace.start(self._limits_of(group), now=now, lanes=self._remembered.get(group))
            self._gaits[group] = gait
        return gait
