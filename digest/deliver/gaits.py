"""The gaits of a relay and of all whom it writes to, as far as there is something to remember of them."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime

from digest.deliver import pace
from digest.deliver.pace import Gait, Limits
from digest.model import Verdict, VerdictKind

ABOUT_THE_RELAY = (VerdictKind.SENT, VerdictKind.RELAY_DOWN)
NOTHING = Verdict(kind=VerdictKind.REFUSED)  # an answer that says nothing of how fast to go
RELAY = ""  # the name under which the relay's own gait is kept

LimitsOf = Callable[[str], Limits]


class Gaits:
    """By group; ``limits_of("")`` are the relay's own. Of a hundred thousand small domains hardly any is kept.

    ``lanes`` says how many lanes each had when anybody was here last, ``resting`` whom we ourselves left not long ago.
    """

    def __init__(
        self, limits_of: LimitsOf, *, now: datetime, lanes: Mapping[str, int], resting: Mapping[str, Gait]
    ) -> None:
        self.limits_of = limits_of
        self._remembered = dict(lanes)
        self._gaits: dict[str, Gait] = dict(resting)
        self._spent = deque(group for group in resting if group != RELAY)  # nothing under way, and buckets that fill
        self._gaits[RELAY] = self._of(RELAY, now)
        self.aside: frozenset[str] = frozenset()
        self._most = (1, 1)

    def __len__(self) -> int:
        return len(self._gaits)

    @property
    def under_way(self) -> int:
        """How many letters the relay has."""
        return self._gaits[RELAY].under_way

    def set_aside(self, groups: frozenset[str], *, most: int, together: int) -> None:
        """Let these take no room from the others: how many letters of one, and of all, may be under way.

        The relay's own lanes are for the others then: those grow with their answers, which are not waited for here.
        """
        self.aside, self._most = groups, (most, together)

    def wait(self, group: str, *, now: datetime) -> float:
        """Seconds until the next letter may begin; infinite where only an answer makes room."""
        gait = self._of(group, now)
        room = gait.has_room if not self.aside else self._has_room(group, gait)
        return pace.wait(gait, self.limits_of(group), now=now) if room else math.inf

    def _has_room(self, group: str, gait: Gait) -> bool:
        aside = sum(self._gaits[one].under_way for one in self.aside if one in self._gaits)
        if group == RELAY:
            return gait.under_way - aside < gait.lanes
        one, together = self._most
        return gait.has_room and (group not in self.aside or (gait.under_way < one and aside < together))

    def begin(self, group: str, *, now: datetime) -> None:
        """A letter begins."""
        for name in (RELAY, group):
            self._gaits[name] = pace.begun(self._of(name, now), self.limits_of(name), now=now)

    def end(self, group: str, verdict: Verdict, *, now: datetime) -> None:
        """A letter has its answer: its lanes are free, and there may be one more of them, or half as many."""
        own = verdict if verdict.kind in ABOUT_THE_RELAY else NOTHING  # what a receiver says slows nobody else
        theirs = NOTHING if verdict.kind is VerdictKind.RELAY_DOWN else verdict
        for name, said in ((RELAY, own), (group, theirs)):
            self._gaits[name] = pace.ended(self._of(name, now), self.limits_of(name), said)
        if self._is_filling(group, now):
            self._spent.append(group)
        else:
            self._forget(group)
        while self._spent and not self._is_filling(self._spent[0], now):
            self._forget(self._spent.popleft())

    def rest(self, *, now: datetime) -> float:
        """Let the relay rest, as it asked for less. Returns for how many seconds; 0.0 after some in a row."""
        self._gaits[RELAY] = pace.rested(self._gaits[RELAY], now=now)
        return pace.rest_of(self._gaits[RELAY], now=now)

    def resting(self, *, now: datetime) -> dict[str, Gait]:
        """The gaits that nobody may begin anew: their buckets are not full again, or their rests not over."""
        return {
            group: gait._replace(under_way=0)
            for group, gait in self._gaits.items()
            if pace.is_spent(gait, self.limits_of(group), now=now) or pace.rest_of(gait, now=now)
        }

    def lanes(self) -> dict[str, int]:
        """How many lanes each group has by now, where that was learnt: to be remembered."""
        return {group: gait.lanes for group, gait in self._gaits.items() if self._learnt(group, gait)}

    def _of(self, group: str, now: datetime) -> Gait:
        gait = self._gaits.get(group)
        if gait is None:
            gait = pace.start(self.limits_of(group), now=now, lanes=self._remembered.get(group))
            self._gaits[group] = gait
        return gait

    def _is_filling(self, group: str, now: datetime) -> bool:
        gait = self._gaits.get(group)
        return gait is not None and not gait.under_way and pace.is_spent(gait, self.limits_of(group), now=now)

    def _forget(self, group: str) -> None:
        """Forget a gait that is as it was at first."""
        gait = self._gaits.get(group)
        if gait is not None and not gait.under_way and not self._learnt(group, gait):
            self._remembered.pop(group, None)
            del self._gaits[group]

    def _learnt(self, group: str, gait: Gait) -> bool:
        limits = self.limits_of(group)
        return gait.lanes != min(limits.first_lanes, limits.most_lanes)
