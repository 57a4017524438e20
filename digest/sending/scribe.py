"""Writing down what happens to letters, many at a time, before and after it happens.

A lane asks for a *mark* before a message leaves and may not go on until the mark is durable; it
leaves a *result* behind when the reply is there. Marks and results that come within the same
few milliseconds share one transaction, so that a durable ledger costs a fraction of a disk
sync per letter, and yet only letters that were under way can ever be in doubt.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, Self, TypeVar

from sqlalchemy import Connection

from digest import store
from digest.errors import StoreError
from digest.mailroom import Mailroom
from digest.model import DeliveryState

T = TypeVar("T")

log = logging.getLogger(__name__)

COUNT_EVERY = 1.0  # seconds
LINGER = 0.001  # seconds: marks and results that come so soon after each other are written together
BREATH = 0.004  # seconds from one group's beginning to the next one's, while letters come in crowds
CROWD = 6  # marks in a group; where a slow server has fewer come together, no lane waits for the others
WAITS_TO_END = "nothing more is sent, and this ends when what came of the last letters is written down"
WROTE_LAST = "The ledger is not written any more."
RETRY_PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)  # seconds between tries to write; the last one goes on for ever


class Entry(NamedTuple):
    """A mark that somebody waits for."""

    delivery_id: int
    durable: asyncio.Future[bool]


class Scribe:
    """One writer for all lanes of a dispatch. ``lease`` fences everything it writes."""

    def __init__(
        self,
        mailroom: Mailroom,
        lease: int,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._mailroom = mailroom
        self._lease = lease
        self._clock = clock
        self.on_settled: Callable[[list[store.Result]], None] = lambda _: None
        self.on_death: Callable[[BaseException], None] = lambda _: None
        self._marks: list[Entry] = []
        self._dead = False
        self._results: list[store.Result] = []
        self._carried: Counter[str] = Counter()  # letters taken by each relay, not counted in the ledger yet
        self._last_count = 0.0
        self._crowded = False  # many came together last time
        self._began = 0.0  # when that was written, by the loop's clock
        self._work = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._write_until_closed(), name="scribe")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        self._work.set()
        if self._task is not None:
            await self._task

    async def mark(self, delivery_id: int) -> bool:
        """Wait until it is durable that DATA begins. False: the letter is no longer ours, do not send it.

        Raises:
            StoreError: nobody writes any more.
        """
        if self._dead:
            raise StoreError(WROTE_LAST)
        durable: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._marks.append(Entry(delivery_id, durable))
        self._work.set()
        return await durable

    def note(self, result: store.Result, relay: str = "") -> None:
        """Leave a result behind; it is written with the next group. ``relay`` counts it, where it was not booked."""
        self._results.append(result)
        if relay and result.state is DeliveryState.SENT:
            self._carried[relay] += 1
        self._work.set()

    async def _write_until_closed(self) -> None:
        try:
            await self._write_on()
        except BaseException as fault:  # a defect of ours: whoever waits for a mark would wait for ever
            self._dead = True
            for mark in self._marks:
                if not mark.durable.done():
                    mark.durable.set_exception(StoreError(WROTE_LAST))
            self.on_death(fault)
            raise
        finally:
            self._mailroom.pen.stuck = ""

    async def _write_on(self) -> None:
        while not (self._closing and not self._marks and not self._results):
            await self._work.wait()
            if not self._closing:
                await asyncio.sleep(self._linger())
            self._work.clear()
            await self._write_group()
        await self._count()

    def _linger(self) -> float:
        """Seconds for others to come: a transaction costs more than the letters in it, and a fast disk is soon back."""
        rest = self._began + BREATH - asyncio.get_running_loop().time()
        return max(LINGER, rest) if self._crowded else LINGER

    async def _write_group(self) -> None:
        many, results, self._results = len(self._marks), self._results, []
        marks = self._marks[:many]
        if not marks and not results:
            return
        self._crowded, self._began = many >= CROWD, asyncio.get_running_loop().time()
        ours = await self._note([mark.delivery_id for mark in marks], results)
        del self._marks[:many]
        for mark in marks:
            with suppress(asyncio.InvalidStateError):  # the lane may have been cancelled meanwhile
                mark.durable.set_result(mark.delivery_id in ours)
        if results:
            self.on_settled(results)
        await self._count()

    async def _note(self, marks: list[int], results: list[store.Result]) -> set[int]:
        return await self._persist(
            lambda connection: store.noting.note(connection, marks, results, lease=self._lease, now=self._clock())
        )

    async def _count(self) -> None:
        """What each relay carried: now and then, for whoever reads the accounts."""
        now = asyncio.get_running_loop().time()
        if not self._carried or (now - self._last_count < COUNT_EVERY and not self._closing):
            return
        self._last_count, carried, self._carried = now, self._carried, Counter()

        def count(connection: Connection) -> None:
            with connection.begin():
                store.relays.count(connection, carried, now=self._clock())

        await self._persist(count)

    async def _persist(self, work: Callable[[Connection], T]) -> T:
        """Write until it is written: after a 250 there is no giving up, and no lane goes on meanwhile."""
        tries = 0
        while True:
            try:
                written = await self._mailroom.pen.lend(work)
            except StoreError as fault:
                self._mailroom.pen.stuck = fault.message
                pause = RETRY_PAUSES[min(tries, len(RETRY_PAUSES) - 1)]
                waits = WAITS_TO_END if self._closing else "sending waits"
                log.error("The ledger cannot be written (%s); %s, next try in %.1f s.", fault, waits, pause)  # noqa: TRY400 - the sentence is enough
                await asyncio.sleep(pause)
                tries += 1
            else:
                self._mailroom.pen.stuck = ""
                return written
