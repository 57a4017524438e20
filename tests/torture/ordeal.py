"""The course of a torture: what is watched, and what befalls the senders that no server could do to them."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import subscribers
from digest import jobs
from digest.engine import Vigil
from digest.errors import StoreError
from digest.model import Errand, ErrandState, Lease
from tests.torture.crew import Crew
from tests.torture.faults import Deed, Fault
from tests.torture.scene import Stage, utc_now
from tests.torture.sink import Striker
from tests.torture.size import Sizes
from tests.torture.world import World

LOOK_EVERY = 0.5  # seconds
LEAVERS = 20  # readers who leave in the middle of the send


class Presumed(Vigil):
    """Takes a process for dead that is only stopped, as a neighbour on another machine would after a while."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._sign = f":{pid}:"

    def dead(self, leases: Sequence[Lease], *, at: float) -> list[int]:
        return [lease.id for lease in leases if self._sign in lease.holder]


@dataclass(slots=True, kw_only=True)
class Ordeal:
    """Everybody who takes part. ``weather`` is what is to befall the world; ``left`` are readers who left meanwhile."""

    stage: Stage
    crew: Crew
    sink: Striker
    world: World
    weather: list[Fault]
    sizes: Sizes = field(default_factory=Sizes)
    wrong: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    going_on: set[asyncio.Task[None]] = field(default_factory=set)
    blows: int = 0  # against the world, so far

    def stopped(self, pid: int, seconds: float) -> None:
        """A sender was stopped: its letters are taken from it, and after a while it goes on."""
        self._let(self._past_its_lease(pid, seconds))

    async def _past_its_lease(self, pid: int, seconds: float) -> None:
        with suppress(StoreError):  # stopped in a transaction, it holds SQLite's file, and its letters stay its own
            await jobs.sweep(self.stage.newsroom, Presumed(pid), now=utc_now(), at=0.0)
        await asyncio.sleep(seconds)
        if pid in self.crew.pids:
            os.kill(pid, signal.SIGCONT)

    async def until_done(
        self, told: Callable[[int, int], None], *, patience: float, half: int, rng: random.Random
    ) -> None:
        """Look on until the issue is sent, or nothing moves for too long."""
        moved, letters = time.monotonic(), 0
        while True:
            if self.sink.journal.letters != letters:
                moved, letters = time.monotonic(), self.sink.journal.letters
            told(letters, self.sink.number_of(Deed.KILL))
            while self.weather and self.weather[0].at <= self.sink.spent:
                self._let(self._befall(self.weather.pop(0)))
            if letters > half and not self.left:
                await self._leave(rng)
            if await self._is_over():
                break
            if time.monotonic() - moved > patience:
                self.wrong.append(f"nothing was sent for {patience:.0f} seconds: {await self.stage.balance()}")
                break
            await asyncio.sleep(LOOK_EVERY)
        await asyncio.gather(*self.going_on)

    async def _is_over(self) -> bool:
        self.sizes.look(self.crew.pids)
        try:
            balance, errand = await self.stage.balance(), await self.stage.errand()
        except StoreError:
            return False  # the database is locked or away: so it was wanted
        if not balance.adds_up:
            self.wrong.append(f"the accounts did not add up meanwhile: {balance}")
        return self._ended(errand) and not self.going_on and not self.sink.in_the_air

    def _ended(self, errand: Errand) -> bool:
        if errand.state is ErrandState.PAUSED:
            self.wrong.append(f"the issue was paused: {errand.reason}")
        return errand.state in (ErrandState.PAUSED, ErrandState.DONE)

    async def _leave(self, rng: random.Random) -> None:
        """Some readers leave in the middle of it."""
        with suppress(StoreError):
            found = [one.address for one in await self.stage.readers()]
            self.left = set(rng.sample(found, min(LEAVERS, len(found))))
            async with self.stage.newsroom.begin() as tx:
                for address in self.left:
                    person = await subscribers.find(tx, address)
                    assert person is not None
                    await subscribers.leave(
                        tx, person_id=person.id, newsletter_id=self.stage.newsletter.id, why="torture", now=utc_now()
                    )

    async def _befall(self, fault: Fault) -> None:
        self.blows += 1
        await self.world.strike(fault)
        self.sink.done(fault)

    def _let(self, happen: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(happen)
        self.going_on.add(task)
        task.add_done_callback(self.going_on.discard)
