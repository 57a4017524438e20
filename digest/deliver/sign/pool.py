"""Threads for work that lets go of the interpreter's lock, such as RSA: a few of them, for one event loop.

concurrent.futures would do, at nearly a tenth fewer letters a second: it wakes the loop for every result. Here results
that are ready together come back together.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")

Task = tuple["asyncio.Future[T]", Callable[[], T]]


class Pool(Generic[T]):
    """``threads`` threads, started by the first piece of work, ended by ``close``."""

    def __init__(self, threads: int, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._tasks: SimpleQueue[Task[T] | None] = SimpleQueue()
        self._settled: deque[Callable[[], None]] = deque()
        self._told = False
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(1, threads + 1)
        ]

    def begin(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Have a piece of work done; as many are under way as futures are kept waiting for."""
        if not self._threads[0].ident:
            for thread in self._threads:
                thread.start()
        future: asyncio.Future[T] = self._loop.create_future()
        self._tasks.put((future, work))
        return future

    def close(self) -> None:
        """End the threads; what was begun is finished first."""
        for thread in self._threads:
            if thread.ident:
                self._tasks.put(None)
        for thread in self._threads:
            if thread.ident:
                thread.join()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, work = task
            try:
                self._settled.append(partial(_succeed, future, work()))
            except BaseException as fault:  # noqa: BLE001 - whoever waits for it shall have it
                self._settled.append(partial(_fail, future, fault))
            if not self._told:
                self._told = True
                with suppress(RuntimeError):  # the loop was closed, and nobody waits
                    self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        """Give out what is ready. What comes later either is seen here, or finds ``_told`` false and calls again."""
        self._told = False
        while self._settled:
            self._settled.popleft()()


def _succeed(future: asyncio.Future[T], result: T) -> None:
    if not future.done():  # whoever waited may have been cancelled
        future.set_result(result)


def _fail(future: asyncio.Future[T], fault: BaseException) -> None:
    if not future.done():
        future.set_exception(fault)
