"""One piece of work after the other: on a thread of its own, or in the loop.

SQLite writes on a thread, so that a disk keeps no lane waiting. PostgreSQL is waited for as any other server is: a
thread that comes back from it would have to wait for the interpreter's lock, up to 5 ms each time, where the loop is
busy with letters; that is more than the server takes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from sqlalchemy.util import greenlet_spawn

T = TypeVar("T")
Work = Callable[[], Any]


class Turns(Protocol):
    """Does work in the order in which it came, whatever becomes of those who wait for it."""

    async def run(self, work: Callable[[], T]) -> T:
        """Do it when its turn comes. Raises what it raises."""
        ...

    async def close(self) -> None:
        """Wait until all is done; nothing may come any more."""
        ...


class InThread:
    """Plain functions, on a thread."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[Work, asyncio.Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._go_on, name="pen", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[], T]) -> T:
        """Do it when its turn comes. Raises what it raises."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put((work, done))
        return await done

    def _go_on(self) -> None:
        while (item := self._waiting.get()) is not None:
            work, done = item
            try:
                result, fault = work(), None
            except BaseException as trouble:  # noqa: BLE001 - whoever waits is told, whatever it was
                result, fault = None, trouble
            with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
                done.get_loop().call_soon_threadsafe(_tell, done, result, fault)

    async def close(self) -> None:
        """Wait until all is done; nothing may come any more."""
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)


class InLoop:
    """Functions over a connection of an ``AsyncEngine``, which let the loop go on while the server works."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[Work, asyncio.Future[Any]] | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._go_on(), name="pen")

    async def run(self, work: Callable[[], T]) -> T:
        """Do it when its turn comes. Raises what it raises."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((work, done))
        return await done

    async def _go_on(self) -> None:
        while (item := await self._waiting.get()) is not None:
            work, done = item
            try:
                result, fault = await greenlet_spawn(work), None
            except Exception as trouble:  # noqa: BLE001 - whoever waits is told, whatever it was
                result, fault = None, trouble
            _tell(done, result, fault)

    async def close(self) -> None:
        """Wait until all is done; nothing may come any more."""
        self._waiting.put_nowait(None)
        await self._task


def _tell(done: asyncio.Future[Any], result: object, fault: BaseException | None) -> None:
    if done.done():
        return  # whoever waited was cancelled
    if fault is None:
        done.set_result(result)
    else:
        done.set_exception(fault)
