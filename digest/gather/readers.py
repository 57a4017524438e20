"""Reading what strangers wrote (feeds, folders, mails that come back) in processes of their own, off the event loop.

A parser that hangs on a hostile file is killed with its process, and the file is called unreadable;
what was being read beside it is read again, alone. Workers start when the first feed comes.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from digest.errors import NotAFeed, SourceError
from digest.gather.feed import read
from digest.gather.folder import read_folder
from digest.model import Harvest

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = 20.0  # seconds for one file; the largest honest feed takes two


class Readers:
    """A small pool of reading processes; a context manager."""

    def __init__(self, *, workers: int | None = None, patience: float = PATIENCE) -> None:
        self._workers = workers or min(2, os.cpu_count() or 1)
        self._patience = patience
        self._pool: ProcessPoolExecutor | None = None
        self._places = asyncio.Semaphore(self._workers)  # patience is for reading, not for waiting

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(self._pool)

    async def feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> Harvest:
        """Read a feed.

        Raises:
            NotAFeed: it is none, or reading it took too long.
        """
        return await self.do(url, _feed, body, content_type, url, now)

    async def folder(self, place: str, *, now: datetime) -> Harvest:
        """Read a folder of documents.

        Raises:
            Gone: there is no such folder.
            NotAFeed: reading it took too long.
        """
        return await self.do(place, _folder, place, now)

    async def do(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function of plain data in a reading process.

        Raises:
            NotAFeed: it took too long, took its reader down, or could not read ``what``.
        """
        async with self._places:
            pool = self._open()
            try:
                return await self._ask(pool, what, function, *arguments)
            except BrokenExecutor:
                self._end(pool)
            # Its reader died: through this file, or through one that was read beside it. Alone, it shows.
            alone = _open_pool(1)
            try:
                return await self._ask(alone, what, function, *arguments)
            except BrokenExecutor as fault:
                raise NotAFeed(f"{what} could not be read: it took its reader down.", url=what) from fault
            finally:
                _kill(alone)

    async def _ask(self, pool: ProcessPoolExecutor, what: str, function: Callable[..., T], *arguments: Any) -> T:
        try:
            asked = pool.submit(function, *arguments)
        except OSError as fault:  # it is being torn down at this moment: its pipe is closed already
            raise BrokenExecutor from fault
        try:
            return await asyncio.wait_for(asyncio.wrap_future(asked), self._patience)
        except TimeoutError:
            self._end(pool)
            raise NotAFeed(f"{what} took longer than {self._patience:.0f} seconds to read.", url=what) from None
        except (SourceError, BrokenExecutor):
            raise
        except Exception as fault:
            raise NotAFeed(f"{what} cannot be read ({type(fault).__name__}).", url=what) from fault

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _open_pool(self._workers)
        return self._pool

    def _end(self, pool: ProcessPoolExecutor | None) -> None:
        """End a pool; the one that has taken its place since stays."""
        if pool is None:
            return
        if self._pool is pool:
            self._pool = None
        _kill(pool)


def _open_pool(workers: int) -> ProcessPoolExecutor:
    # "forkserver": a process that never had our threads, sockets or database handles.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("forkserver"))


def _kill(pool: ProcessPoolExecutor) -> None:
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - there is no public way to a hung worker
    pool.shutdown(wait=False)  # what still waits in it is told that it broke, not that somebody cancelled it
    for process in processes:
        process.kill()


def _feed(body: bytes, content_type: str, url: str, now: datetime) -> Harvest:
    return read(body, content_type=content_type, url=url, now=now)


def _folder(place: str, now: datetime) -> Harvest:
    return read_folder(place, now=now)
