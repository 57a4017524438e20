"""What the feeder and the lanes of a dispatch share, and the rules by which letters change hands there.

``feeding.py`` brings letters in, ``carrying.py`` takes them out; what happened to each is written by the scribe.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest import deliver, store
from digest.mailroom import Mailroom
from digest.model import Delivery, DeliveryState, Verdict, VerdictKind
from digest.sending.desks import Desk, Job, Post, ready
from digest.sending.patience import Patience
from digest.sending.scribe import Scribe
from digest.sending.tending import Attention
from digest.sending.together import Together


@dataclass(slots=True)
class Passed:
    """A group that the others pass: to which domains its letters go, and whether there may be more of them to claim."""

    domains: set[str] = field(default_factory=set)
    more: bool = True


@dataclass(slots=True)
class Aside:
    """The groups that are set aside; by errand, the last letter that was claimed past them; when to look for others."""

    groups: dict[str, Passed] = field(default_factory=dict)
    past: dict[int, Delivery] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)


@dataclass(slots=True, kw_only=True)
class Floor:
    """The sorting office of one dispatch."""

    mailroom: Mailroom
    scribe: Scribe
    lease: int
    clock: Callable[[], datetime]
    stop: asyncio.Event
    desks: Mapping[str, Desk]
    domains: deliver.Domains
    routes: tuple[deliver.Route, ...]
    attention: Attention
    asking: Together[Job, str]  # whether its reader is still welcome; answered with why not
    posts: dict[int, Post] = field(default_factory=dict)
    in_hand: dict[int, Delivery] = field(default_factory=dict)
    suspects: frozenset[int] = frozenset()  # letters that were lost with a process before, claimed together
    refused: list[Delivery] = field(default_factory=list)  # in the ledger, and not yet told as bounces
    to_pause: dict[int, str] = field(default_factory=dict)
    hungry: asyncio.Event = field(default_factory=asyncio.Event)
    loose: bool = False  # rows are claimed that nobody here carries any more
    dry: bool = False  # nothing more was due when last asked: that is asked now and then, not with every letter
    done: bool = False  # the feeder brings nothing more
    trouble: str = ""
    carried: int = 0
    crew: int = 1  # processes that carry, this one among them; and when that was looked up, by the loop's clock
    shared: float = -math.inf
    seen: float = -math.inf  # when it was last looked at what others changed, by the same clock
    aside: Aside = field(default_factory=Aside)
    behind: Patience = field(default_factory=Patience)  # to look for letters of a relay that has none
    speed: float = 0.0  # letters a second, lately
    rng: random.Random = field(default_factory=random.Random)

    @property
    def halted(self) -> bool:
        """Whether lanes shall take no further letter: an operator's stop, or no relay is left."""
        return self.stop.is_set() or bool(self.trouble)

    @property
    def lonely(self) -> bool:
        """Whether none of the suspects is in hand any more."""
        return self.in_hand.keys().isdisjoint(self.suspects)

    @property
    def waiting(self) -> int:
        """How many letters lie in trays."""
        return sum(len(desk.tray) for desk in self.desks.values())

    def usable(self, now: datetime) -> frozenset[str]:
        """The relays that letters may be given to."""
        return frozenset(name for name, desk in self.desks.items() if desk.usable(now))

    def appetite(self, now: datetime) -> int:
        """How many letters may be claimed now: none while half of what shall lie ready lies there."""
        lanes = sum(self.desks[name].relay.lanes for name in self.usable(now))
        wanted = ready(lanes, self.speed)
        room = wanted - sum(desk.tray.crowd for desk in self.desks.values())
        return room if room * 2 >= wanted else 0

    def is_full(self, desk: Desk) -> bool:
        """Whether at least half of what shall lie ready on a desk lies there."""
        return desk.tray.crowd * 2 >= ready(desk.relay.lanes, self.speed)

    def lay_in(self, jobs: Iterable[Job], now: datetime) -> None:
        """Put letters into the trays of the relays that are meant for them; what no relay takes now is let go."""
        usable = self.usable(now)
        for job in jobs:
            group = self.domains.group_of(job.delivery.domain)
            name = self._way(job, group, usable)
            if name is None:
                self._close_if_never(job, group)
                self.let_go([job])
                continue
            self.in_hand[job.delivery.id] = job.delivery
            self.desks[name].tray.put(job, group)
        for desk in self.desks.values():
            desk.wake(len(desk.tray))

    def _way(self, job: Job, group: str, usable: frozenset[str]) -> str | None:
        return deliver.choose(
            self.routes,
            newsletter=job.post.newsletter,
            domain=job.delivery.domain,
            group=group,
            ticket=job.delivery.id,
            usable=usable,
        )

    def _close_if_never(self, job: Job, group: str) -> None:
        """A letter that no relay is there for would wait for ever, and nobody would know why."""
        if not job.post.closed and self._way(job, group, frozenset(self.desks)) is None:
            words = f"no relay takes letters of {job.post.newsletter} to {job.delivery.domain}; one of [[relays]] must"
            job.post.closed = self.to_pause[job.post.errand.id] = words
            self.hungry.set()

    def take(self, desk: Desk, fit: Callable[[Job], bool] | None = None) -> tuple[Job, str] | None:
        """The next letter for a desk, and its group; of an errand that was closed meanwhile none is taken."""
        while not self.halted and (taken := desk.take(self.clock(), fit)) is not None:
            job, group = taken
            desk.taken += 1
            if not job.post.closed:
                if desk.runs_short(self.speed) or (not self.dry and not self.is_full(desk)):
                    self.hungry.set()
                return taken
            self.hand_back(desk, job, group)
        return None

    def hand_back(self, desk: Desk, job: Job, group: str) -> None:
        """A letter that was taken is not carried; the feeder gives its row back."""
        desk.tray.gaits.end(group, NOTHING, now=self.clock())
        desk.taken -= 1
        self.let_go([job])
        self.hungry.set()

    def let_go(self, jobs: Iterable[Job]) -> None:
        """These are not carried now; the feeder gives their rows back."""
        for job in jobs:
            self.in_hand.pop(job.delivery.id, None)
        self.loose = True

    def settled(self, results: Sequence[store.Result], then: Callable[[Sequence[store.Result]], None] | None) -> None:
        """These are written down."""
        for result in results:
            delivery = self.in_hand.pop(result.delivery_id, None)
            if delivery is not None and result.state in (DeliveryState.REFUSED, DeliveryState.EXPIRED):
                self.refused.append(
                    replace(delivery, state=result.state, code=result.code, enhanced=result.enhanced, text=result.text)
                )
        if not self.in_hand or (self.suspects and self.lonely):
            self.suspects = frozenset()
            self.hungry.set()
        if then is not None:
            then(results)

    def left_alone(self, desk: Desk, now: datetime) -> None:
        """A relay is not asked any more for a while: what lay on its desk goes to the others."""
        self.lay_in(desk.tray.clear(), now)
        if desk.breaker.is_open(now) and not self.usable(now):
            self.give_up(f"{desk.relay.name}: {desk.breaker.reason}")
        self.hungry.set()

    def give_up(self, why: str) -> None:
        """Nothing more may leave, and the first reason is told."""
        self.trouble = self.trouble or why
        self.end()

    def end(self) -> None:
        """Let everybody who rests see that it is over."""
        self.hungry.set()
        for desk in self.desks.values():
            desk.wake(len(desk.idle))


NOTHING = Verdict(kind=VerdictKind.RELAY_DOWN)  # no answer, so nothing is learnt from it
