"""Writing down what happens to letters, many at a time, before and after it happens.

A lane asks for a *mark* before it says DATA and may not go on until the mark is durable; it
leaves a *result* behind when the reply is there. Marks and results that come within the same
few milliseconds share one transaction, so that a durable ledger costs a fraction of a disk
sync per letter, and yet only letters whose DATA was under way can ever be in doubt.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from digest import store
from digest.errors import StoreError
from digest.newsroom import Newsroom

log = logging.getLogger(__name__)

RETRY_PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)  # seconds between tries to write; the last one goes on for ever


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark that somebody waits for."""

    delivery_id: int
    durable: asyncio.Future[bool]


class Scribe:
    """One writer for all lanes of a dispatch. ``lease`` fences everything it writes."""

    def __init__(
        self,
        newsroom: Newsroom,
        lease: str,
        *,
        clock: Callable[[], datetime],
        on_settled: Callable[[list[store.Result]], None] | None = None,
    ) -> None:
        self._newsroom = newsroom
        self._lease = lease
        self._clock = clock
        self._on_settled = on_settled
        self._marks: list[Entry] = []
        self._results: list[store.Result] = []
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
        """Wait until it is durable that DATA begins. False: the letter is no longer ours, do not send it."""
        durable: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._marks.append(Entry(delivery_id, durable))
        self._work.set()
        return await durable

    def note(self, result: store.Result) -> None:
        """Leave a result behind; it is written with the next group."""
        self._results.append(result)
        self._work.set()

    async def _write_until_closed(self) -> None:
        while not (self._closing and not self._marks and not self._results):
            await self._work.wait()
            self._work.clear()
            await self._write_group()

    async def _write_group(self) -> None:
        marks, self._marks = self._marks, []
        results, self._results = self._results, []
        if not marks and not results:
            return
        ours = await self._persist([mark.delivery_id for mark in marks], results)
        for mark in marks:
            with suppress(asyncio.InvalidStateError):  # the lane may have been cancelled meanwhile
                mark.durable.set_result(mark.delivery_id in ours)
        if results and self._on_settled:
            self._on_settled(results)

    async def _persist(self, marks: list[int], results: list[store.Result]) -> set[int]:
        """Write until it is written: after a 250 there is no giving up, and no lane goes on meanwhile."""
        tries = 0
        while True:
            try:
                now = self._clock()
                async with self._newsroom.begin() as tx:
                    if results:
                        await store.outbox.settle(tx, results, lease=self._lease, now=now)
                    return (
                        await store.outbox.mark_data_started(tx, marks, lease=self._lease, now=now) if marks else set()
                    )
            except StoreError as fault:
                pause = RETRY_PAUSES[min(tries, len(RETRY_PAUSES) - 1)]
                log.error("The ledger cannot be written (%s); sending waits, next try in %.1f s.", fault, pause)  # noqa: TRY400 - the sentence is enough
                await asyncio.sleep(pause)
                tries += 1


async def keep_lease(
    newsroom: Newsroom, lease: str, *, every: float, lease_for: timedelta, clock: Callable[[], datetime]
) -> None:
    """Say now and then that we are alive, so that nobody takes our letters over."""
    while True:
        await asyncio.sleep(every)
        with suppress(StoreError):  # the next beat comes long before the lease ends
            async with newsroom.begin() as tx:
                await store.outbox.renew(tx, lease=lease, lease_for=lease_for, now=clock())
