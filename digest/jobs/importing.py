"""Bring a list in: page after page, each in a transaction of its own, while the next one is read.

So a long import holds up nobody who writes meanwhile, and one that is interrupted has brought in whole pages: run
again, it finds them unchanged.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from digest import store
from digest.model import Newsletter
from digest.newsroom import Newsroom

SHUT = 5000  # rows
# Seconds. A thread that reads keeps Python to itself for so long; then whoever feeds the database has a turn, often but
# for a moment. With Python's own 5 ms the database waits for half of the time.
TURN = 0.0005
Page = subscribers.lists.Ready
Refused = Callable[[Sequence[subscribers.Refusal]], None]
Consent = Callable[[int, int], bool]
Moved = Callable[[int, int], None]  # rows behind us, and how many there seem to be


async def import_file(
    newsroom: Newsroom, newsletter: Newsletter, path: Path, *, now: datetime
) -> subscribers.ImportReport:
    """Bring in a file as it is guessed to be; see ``import_list``."""
    with subscribers.lists.open_list(path) as listed:
        return await import_list(newsroom, newsletter, listed, now=now)


async def import_list(
    newsroom: Newsroom,
    newsletter: Newsletter,
    listed: subscribers.lists.Listed,
    *,
    now: datetime,
    mode: subscribers.Mode = subscribers.Mode.ADD,
    dry_run: bool = False,
    may_remove: Consent = lambda *_: True,
    on_refused: Refused = lambda _: None,
    on_moved: Moved = lambda *_: None,
) -> subscribers.ImportReport:
    """Put the people of a list on the roll of a newsletter.

    ``may_remove`` is asked, in a sync, whether so many of so many readers, who are not in the file, shall be removed.

    Raises:
        ListRefused: the file is damaged further on; what was read before is in.
        StoreError: the database fails; the pages before are in.
    """
    async with store.connected(newsroom.engine) as connection:
        async with store.transaction(connection, reading_only=True) as tx:
            job = await subscribers.lists.open_import(
                tx, newsletter.id, mode=mode, source=listed.name, keys=newsroom.keys, now=now, dry_run=dry_run
            )
        async with _read_ahead(subscribers.lists.ready(job, listed.pages(now))) as ahead:
            ahead.begin()
            while (one := await ahead.page()) is not None:
                async with store.transaction(connection, reading_only=dry_run) as tx:
                    await subscribers.lists.take(tx, job, one, meanwhile=ahead.begin)
                on_refused(one.page.refused)
                on_moved(job.report.rows, job.report.rows * listed.size // max(1, one.page.position))
        if mode is subscribers.Mode.SYNC:
            return await _sync(connection, job, may_remove)
    return job.report


async def suppress_file(
    newsroom: Newsroom, path: Path, *, why: str, now: datetime, on_moved: Callable[[int], None] = lambda _: None
) -> subscribers.lists.Shut:
    """Suppress everybody in a file: a list of people, or a suppression list of our own.

    Raises:
        ListRefused: it is neither, or it was written by a newsroom with another secret.
    """
    if own := subscribers.lists.open_hashes(path):
        with own:
            async with newsroom.begin() as tx:
                return await subscribers.lists.take_hashes(tx, own, keys=newsroom.keys, now=now)
    shut = subscribers.lists.Shut()
    with subscribers.lists.open_list(path) as listed:
        for page in listed.pages(now, rows=SHUT):
            async with newsroom.begin() as tx:
                shut += await subscribers.lists.shut_page(
                    tx, page, why=why, note=f"import of {path.name}", keys=newsroom.keys, now=now
                )
            on_moved(shut.rows)
    return shut


async def _sync(
    connection: AsyncConnection, job: subscribers.lists.Import, may_remove: Consent
) -> subscribers.ImportReport:
    async with store.transaction(connection, reading_only=True) as tx:
        missing, readers = await subscribers.lists.count_missing(tx, job)
    if not missing or not (job.dry_run or may_remove(missing, readers)):
        return job.report
    if not job.dry_run:
        async with store.transaction(connection) as tx:
            missing = await subscribers.lists.remove_missing(tx, job)
    return replace(job.report, removed=missing)


class _Ahead:
    """Reads the next page in a thread."""

    def __init__(self, pages: Iterator[Page]) -> None:
        self._pages = pages
        self._coming: asyncio.Future[Page | None] | None = None

    def begin(self) -> None:
        """Read on."""
        self._coming = asyncio.ensure_future(asyncio.to_thread(_next, self._pages))

    async def page(self) -> Page | None:
        """What was begun; None at the end."""
        return await self._coming if self._coming else None

    async def end(self) -> None:
        """See that no thread is left, whatever it came to."""
        await asyncio.gather(*([self._coming] if self._coming else ()), return_exceptions=True)


def _next(pages: Iterator[Page]) -> Page | None:
    """The next page; None at the end.

    None of its rows is in a circle, and they are many: to look for circles among them takes a fifth of the time.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        return next(pages, None)
    finally:
        if looking:
            gc.enable()


@asynccontextmanager
async def _read_ahead(pages: Iterator[Page]) -> AsyncIterator[_Ahead]:
    ahead = _Ahead(pages)
    with _short_turns():
        try:
            yield ahead
        finally:
            await ahead.end()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Threads take turns of ``TURN``. Two imports at once may leave them short, which does no harm."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
