"""The processes that read what strangers wrote: how many, which one is asked, and what becomes of one that fails."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from digest.errors import NotAFeed, SourceError, TooHeavy, Unreachable
from digest.gather.worker import MEMORY, TASKS, Died, Worker, start_worker

T = TypeVar("T")

PATIENCE = 20.0  # seconds for one file; the largest honest feed takes two


class Workers:
    """A small pool of reading processes; an async context manager."""

    def __init__(self, *, workers: int | None = None, patience: float = PATIENCE, memory: int = MEMORY) -> None:
        self._patience = patience
        self._memory = memory
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._places = asyncio.Semaphore(workers or min(2, os.cpu_count() or 1))  # patience is not for waiting
        self._one: Worker | None = None  # of these, who is asked by ``do_in_one``
        self._choosing = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(worker.end() for worker in (*self._idle, *self._busy)))
        self._idle.clear()
        self._busy.clear()

    async def do(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function of plain data in a reading process.

        Raises:
            TooHeavy: it took too long or too much memory, or took its reader down.
            NotAFeed: it could not read ``what``.
            Unreachable: no reading process can be started; ``what`` was not looked at.
        """
        async with self._places:
            return await self._twice(what, self._ask, function, *arguments)

    async def do_in_one(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        """The same, always in the same process as long as there is one: for what keeps much in memory.

        That process reads files too, in between.
        """
        return await self._twice(what, self._ask_one, function, *arguments)

    async def _twice(self, what: str, ask: Callable[..., Any], function: Callable[..., T], *arguments: Any) -> T:
        """A process may be gone through no fault of this file (the system was short of memory): once again, then."""
        value: T
        try:
            value = await ask(what, function, *arguments)
        except Died:
            try:
                value = await ask(what, function, *arguments)
            except Died as fault:
                raise TooHeavy(f"{what} could not be read: it took its reader down.", url=what) from fault
        return value

    async def _ask(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        worker = await self._take()
        self._busy.add(worker)
        try:
            return await self._answer(worker, what, function, *arguments)
        finally:
            await self._give_back(worker)

    async def _ask_one(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        worker = await self._the_one()
        try:
            return await self._answer(worker, what, function, *arguments)
        finally:
            if worker.spent:
                await worker.end()

    async def _the_one(self) -> Worker:
        async with self._choosing:
            if self._one is None or self._one.spent:
                async with self._places:
                    self._one = await self._take()
                    self._idle.append(self._one)
            return self._one

    async def _answer(self, worker: Worker, what: str, function: Callable[..., T], *arguments: Any) -> T:
        """What a process says when its turn has come. One that did not come to an end with it is spent."""
        async with worker.turn:
            if worker.spent:
                raise Died
            spent = True
            try:
                async with asyncio.timeout(self._patience):
                    value: T = await worker.ask(function, *arguments)
                spent = worker.tasks >= TASKS
            except TimeoutError:
                words = f"{what} took longer than {self._patience:.0f} seconds to read."
                raise TooHeavy(words, url=what) from None
            except MemoryError:
                raise TooHeavy(f"{what} needs more memory to be read than any honest file.", url=what) from None
            except (SourceError, Died) as fault:
                spent = isinstance(fault, Died)
                raise
            except Exception as fault:
                spent = False
                raise NotAFeed(f"{what} cannot be read ({type(fault).__name__}).", url=what) from fault
            else:
                return value
            finally:
                worker.spent = spent

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.spent:
                return worker
            await worker.end()
        try:
            return await start_worker(patience=self._patience, memory=self._memory)
        except (OSError, TimeoutError, Died) as fault:  # it saw no file yet, so none is to blame
            raise Unreachable(f"No reading process could be started ({type(fault).__name__}).") from fault

    async def _give_back(self, worker: Worker) -> None:
        """A process that was killed, cancelled in the middle or used for long is not asked again."""
        self._busy.discard(worker)
        if worker.spent:
            await worker.end()
        else:
            self._idle.append(worker)
