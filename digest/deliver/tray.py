"""Letters that wait for one relay, sorted by who will receive them. It decides who is next; it never sleeps.

Each receiving domain (or group of domains) has a gait of its own, and so has the relay: see ``pace.py``. Groups are
served in turn, so that a slow or angry one holds up nobody but itself.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from heapq import heapify, heapreplace
from itertools import islice, zip_longest
from typing import Generic, TypeVar

from digest.deliver.gaits import RELAY, Gaits

T = TypeVar("T")


class Tray(Generic[T]):
    """A tray of one relay; ``gaits`` are the relay's and its groups'."""

    def __init__(self, gaits: Gaits) -> None:
        self.gaits = gaits
        self._waiting: dict[str, deque[T]] = {}
        self._turns: deque[str] = deque()
        self._size = 0

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

    def lying(self) -> dict[str, int]:
        """How many letters lie there for each group that is not set aside."""
        return {group: len(waiting) for group, waiting in self._waiting.items() if group not in self.gaits.aside}

    @property
    def crowd(self) -> int:
        """How many these are together."""
        if not self.gaits.aside:
            return self._size
        return self._size - sum(len(self._waiting.get(group, ())) for group in self.gaits.aside)

    def of(self, group: str) -> Sequence[T]:
        """What lies there for a group."""
        return self._waiting.get(group, deque())

    def coming(self, count: int) -> Iterator[T]:
        """About the next ``count`` items, in the order in which they will be taken if nothing must wait."""
        rows = zip_longest(*(islice(self._waiting[group], count) for group in islice(self._turns, count)))
        return islice((item for row in rows for item in row if item is not None), count)

    def take(self, now: datetime, fit: Callable[[T], bool] | None = None) -> tuple[T, str] | None:
        """The next item that may go now, and its group; None when there is none, or all must wait.

        With ``fit``, only one that fits: what does not holds up its group.
        """
        if not self._size or self.gaits.wait(RELAY, now=now):
            return None
        for _ in range(len(self._turns)):
            group = self._turns[0]
            self._turns.rotate(-1)
            if self.gaits.wait(group, now=now):
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
        self.gaits.begin(group, now=now)
        return item

    def wait(self, now: datetime) -> float:
        """Seconds until a rest or a rate lets the next item go; infinite when only an answer can."""
        own = self.gaits.wait(RELAY, now=now)
        if not self._size or own == math.inf:
            return math.inf
        return max(own, min(self.gaits.wait(group, now=now) for group in self._waiting))

    def is_stuck(self, now: datetime) -> bool:
        """Whether the relay would take a letter, and every group that waits may not go now."""
        if not self._size or self.gaits.wait(RELAY, now=now):
            return False
        return all(self.gaits.wait(group, now=now) for group in self._waiting)

    def clear(self) -> list[T]:
        """Take everything out."""
        items = [item for waiting in self._waiting.values() for item in waiting]
        self._waiting.clear()
        self._turns.clear()
        self._size = 0
        return items

    def pick(self, unwanted: Callable[[T], bool]) -> list[T]:
        """Take out what is unwanted; the others keep their order."""
        items = [item for waiting in self._waiting.values() for item in waiting if unwanted(item)]
        if items:
            for group, waiting in self._waiting.items():
                self._waiting[group] = deque(item for item in waiting if not unwanted(item))
            self._size -= len(items)
            self._sweep()
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
        self._sweep()
        return items

    def _sweep(self) -> None:
        """Forget the groups of which nothing is left."""
        for group in [group for group, waiting in self._waiting.items() if not waiting]:
            del self._waiting[group]
            self._turns.remove(group)
