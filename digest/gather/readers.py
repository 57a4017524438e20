"""Reading what strangers wrote (feeds, pages, folders, mails that come back) in processes of their own.

A parser that hangs on a hostile file is killed with its process, one that wants too much memory is refused it, and
the file is called unreadable; what others are reading beside it goes on. Processes start when they are first needed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from digest.errors import NotAFeed, SourceError, Unreachable
from digest.gather.feed import read
from digest.gather.folder import read_folder
from digest.gather.hubs import offered
from digest.gather.inbox import read_inbox, read_mails
from digest.gather.sitemap import Sitemap, read_sitemap
from digest.gather.worker import MEMORY, TASKS, Died, Worker, start_worker
from digest.language import has_letters, language_of
from digest.model import Harvest

if TYPE_CHECKING:
    from digest.gather.pages import Page

T = TypeVar("T")

FEWEST_LETTERS = 30  # of a text whose language is believed
PATIENCE = 20.0  # seconds for one file; the largest honest feed takes two


class Readers:
    """A small pool of reading processes; an async context manager."""

    def __init__(self, *, workers: int | None = None, patience: float = PATIENCE, memory: int = MEMORY) -> None:
        self._patience = patience
        self._memory = memory
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._places = asyncio.Semaphore(workers or min(2, os.cpu_count() or 1))  # patience is not for waiting

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(worker.end() for worker in (*self._idle, *self._busy)))
        self._idle.clear()
        self._busy.clear()

    async def feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> Harvest:
        """Read a feed.

        Raises:
            NotAFeed: it is none, or reading it took too long.
        """
        return await self.do(url, _feed, body, content_type, url, now)

    async def page(self, body: bytes, *, content_type: str, url: str, now: datetime) -> Page:
        """Read a page as an article.

        Raises:
            NotAFeed: reading it took too long, or too much memory.
        """
        return await self.do(url, _page, body, content_type, url, now)

    async def folder(self, place: str, *, now: datetime) -> Harvest:
        """Read a folder of documents.

        Raises:
            Gone: there is no such folder.
            NotAFeed: reading it took too long.
        """
        return await self.do(place, _folder, place, now)

    async def listing(self, body: bytes, *, content_type: str, url: str, links: str, now: datetime) -> Harvest:
        """Read a page that lists articles.

        Raises:
            NotAFeed: it lists none, or reading it took too long.
        """
        return await self.do(url, _listing, body, content_type, url, links, now)

    async def sitemap(self, body: bytes, *, url: str, now: datetime) -> Sitemap:
        """Read a sitemap.

        Raises:
            NotAFeed: it is none, or reading it took too long.
        """
        return await self.do(url, _sitemap, body, url, now)

    async def inbox(self, place: str, *, aside: Collection[str] = (), now: datetime) -> Harvest:
        """Read a Maildir of newsletters, but those mails whose marks are ``aside``.

        Raises:
            Gone: there is no such Maildir.
            NotAFeed: reading it took too long, or one of its mails took its reader down.
        """
        return await self.do(place, _inbox, place, tuple(aside), now)

    async def mails(self, place: str, mails: Sequence[bytes], *, notes: Sequence[str] = (), now: datetime) -> Harvest:
        """Read mails of newsletters that were fetched from ``place``; ``notes`` tell what was not.

        Raises:
            NotAFeed: reading them took too long.
        """
        return await self.do(place, _mails, tuple(mails), tuple(notes), now)

    async def languages(self, place: str, texts: Sequence[str]) -> list[str]:
        """The languages of texts from ``place``, as their words show them; "" for what is too short to tell.

        Raises:
            NotAFeed: it took too long.
        """
        return await self.do(place, _languages, tuple(texts))

    async def do(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function of plain data in a reading process.

        Raises:
            NotAFeed: it took too long or too much memory, took its reader down, or could not read ``what``.
            Unreachable: no reading process can be started; ``what`` was not looked at.
        """
        async with self._places:
            # A process may be gone through no fault of this file (the system was short of memory): once again, then.
            with contextlib.suppress(Died):
                return await self._ask(what, function, *arguments)
            try:
                return await self._ask(what, function, *arguments)
            except Died as fault:
                raise NotAFeed(f"{what} could not be read: it took its reader down.", url=what) from fault

    async def _ask(self, what: str, function: Callable[..., T], *arguments: Any) -> T:
        worker = await self._take()
        self._busy.add(worker)
        spent = True
        try:
            async with asyncio.timeout(self._patience):
                value: T = await worker.ask(function, *arguments)
            spent = worker.tasks >= TASKS
        except TimeoutError:
            raise NotAFeed(f"{what} took longer than {self._patience:.0f} seconds to read.", url=what) from None
        except MemoryError:
            raise NotAFeed(f"{what} needs more memory to be read than any honest file.", url=what) from None
        except (SourceError, Died) as fault:
            spent = isinstance(fault, Died)
            raise
        except Exception as fault:
            spent = False
            raise NotAFeed(f"{what} cannot be read ({type(fault).__name__}).", url=what) from fault
        else:
            return value
        finally:
            await self._give_back(worker, spent=spent)

    async def _take(self) -> Worker:
        if self._idle:
            return self._idle.pop()
        try:
            return await start_worker(patience=self._patience, memory=self._memory)
        except (OSError, TimeoutError, Died) as fault:  # it saw no file yet, so none is to blame
            raise Unreachable(f"No reading process could be started ({type(fault).__name__}).") from fault

    async def _give_back(self, worker: Worker, *, spent: bool) -> None:
        """A process that was killed, cancelled in the middle or used for long is not asked again."""
        self._busy.discard(worker)
        if spent:
            await worker.end()
        else:
            self._idle.append(worker)


def _feed(body: bytes, content_type: str, url: str, now: datetime) -> Harvest:
    hub, topic = offered(body, url)
    return replace(read(body, content_type=content_type, url=url, now=now), hub=hub, topic=topic)


def _folder(place: str, now: datetime) -> Harvest:
    return read_folder(place, now=now)


def _sitemap(body: bytes, url: str, now: datetime) -> Sitemap:
    return read_sitemap(body, url=url, now=now)


def _inbox(place: str, aside: tuple[str, ...], now: datetime) -> Harvest:
    return read_inbox(place, aside=aside, now=now)


def _mails(mails: tuple[bytes, ...], notes: tuple[str, ...], now: datetime) -> Harvest:
    return read_mails(mails, notes=notes, now=now)


def _languages(texts: tuple[str, ...]) -> list[str]:
    return [_language(text) for text in texts]


def _language(text: str) -> str:
    return language_of(text) if has_letters(text, FEWEST_LETTERS) else ""


def _listing(body: bytes, content_type: str, url: str, links: str, now: datetime) -> Harvest:
    from digest.gather.listing import read_listing  # noqa: PLC0415 - as for _page, below

    return read_listing(body, content_type=content_type, url=url, links=links, now=now)


def _page(body: bytes, content_type: str, url: str, now: datetime) -> Page:
    # Here and not above: what reads pages takes half a second to load, and only reading processes need it.
    from digest.gather.pages import read_page  # noqa: PLC0415 - see above

    page = read_page(body, content_type=content_type, url=url, now=now)
    return page if page.language else replace(page, language=_language(page.text))
