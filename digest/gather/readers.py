"""Reading what strangers wrote (feeds, pages, folders, mails that come back) in processes of their own.

A parser that hangs on a hostile file is killed with its process, one that wants too much memory is refused it, and
the file is called unreadable; what others are reading beside it goes on. Processes start when they are first needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.gather.documents.folder import read_folder
from digest.gather.feed import read
from digest.gather.hubs import offered
from digest.gather.mails.inbox import read_inbox, read_mails
from digest.gather.sitemap import Sitemap, read_sitemap
from digest.gather.workers import Workers
from digest.language import has_letters, language_of
from digest.model import Harvest

if TYPE_CHECKING:
    from digest.gather.pages import Page

FEWEST_LETTERS = 30  # of a text whose language is believed


class Readers(Workers):
    """What strangers wrote, read in a few processes; an async context manager."""

    async def feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> Harvest:
        """Read a feed.

        Raises:
            NotAFeed: it is none.
            TooHeavy: reading it took too long, or too much memory.
        """
        return await self.do(url, _feed, body, content_type, url, now)

    async def page(self, body: bytes, *, content_type: str, url: str, now: datetime) -> Page:
        """Read a page as an article.

        Raises:
            TooHeavy: reading it took too long, or too much memory.
        """
        page = await self.do(url, _page, body, content_type, url, now)
        if page.text and not page.language:
            with suppress(SourceError):  # nothing is held up by that
                (language,) = await self.languages(url, [page.text])
                page = replace(page, language=language)
        return page

    async def folder(self, place: str, *, aside: Collection[str] = (), now: datetime) -> Harvest:
        """Read a folder of documents, but those whose marks are ``aside``.

        Raises:
            Gone: there is no such folder.
            TooHeavy: reading it took too long, or one of its files took its reader down.
        """
        return await self.do(place, _folder, place, tuple(aside), now)

    async def listing(self, body: bytes, *, content_type: str, url: str, links: str, now: datetime) -> Harvest:
        """Read a page that lists articles.

        Raises:
            NotAFeed: it lists none.
            TooHeavy: reading it took too long, or too much memory.
        """
        return await self.do(url, _listing, body, content_type, url, links, now)

    async def sitemap(self, body: bytes, *, url: str, now: datetime) -> Sitemap:
        """Read a sitemap.

        Raises:
            NotAFeed: it is none.
            TooHeavy: reading it took too long, or too much memory.
        """
        return await self.do(url, _sitemap, body, url, now)

    async def inbox(self, place: str, *, aside: Collection[str] = (), now: datetime) -> Harvest:
        """Read a Maildir of newsletters, but those mails whose marks are ``aside``.

        Raises:
            Gone: there is no such Maildir.
            TooHeavy: reading it took too long, or one of its mails took its reader down.
        """
        return await self.do(place, _inbox, place, tuple(aside), now)

    async def mails(self, place: str, mails: Sequence[bytes], *, notes: Sequence[str] = (), now: datetime) -> Harvest:
        """Read mails of newsletters that were fetched from ``place``; ``notes`` tell what was not.

        Raises:
            TooHeavy: reading them took too long.
        """
        return await self.do(place, _mails, tuple(mails), tuple(notes), now)

    async def languages(self, place: str, texts: Sequence[str]) -> list[str]:
        """The languages of texts from ``place``, as their words show them; "" for what is too short to tell.

        Raises:
            TooHeavy: it took too long.
        """
        # In one process: what knows languages takes 100 MB.
        return await self.do_in_one(place, _languages, tuple(texts))


def _feed(body: bytes, content_type: str, url: str, now: datetime) -> Harvest:
    hub, topic = offered(body, url)
    return replace(read(body, content_type=content_type, url=url, now=now), hub=hub, topic=topic)


def _folder(place: str, aside: tuple[str, ...], now: datetime) -> Harvest:
    return read_folder(place, aside=aside, now=now)


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
    from digest.gather.listing import read_listing  # noqa: PLC0415 - half a second to load

    return read_listing(body, content_type=content_type, url=url, links=links, now=now)


def _page(body: bytes, content_type: str, url: str, now: datetime) -> Page:
    # Here and not above: what reads pages takes half a second to load, and only reading processes need it.
    from digest.gather.pages import read_page  # noqa: PLC0415 - half a second to load

    return read_page(body, content_type=content_type, url=url, now=now)
