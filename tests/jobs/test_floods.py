"""Floods: what is one, what is none, and what becomes of it when somebody has decided."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.model import Article
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

LATER = NOW + timedelta(hours=9)
LONG_AGO = "Tue, 04 Nov 2025 06:00:00 GMT"
TEXT = "<p>" + "The fog came over the harbour at six, and the ferries stayed where they were until noon. " * 4 + "</p>"


@dataclass(slots=True)
class Desk:
    server: FeedServer
    newsroom: Newsroom

    def feed(self, prefix: str, count: int, date: str = "") -> str:
        items = "".join(
            f"<item><title>Story {n}</title><link>{self.server.url(f'/{n}')}</link><guid>{prefix}{n}</guid>"
            f"<pubDate>{date}</pubDate><description>Fog.</description></item>"
            for n in range(count)
        )
        return self.server.put("/f", f"<rss version='2.0'><channel><title>P</title>{items}</channel></rss>")

    async def pool(self) -> list[Article]:
        async with self.newsroom.reading() as tx:
            return await store.articles.candidates(tx, 1, since=NOW - timedelta(days=999))


@asynccontextmanager
async def a_desk(folder: Path, database: str = "", pages: str = "never") -> AsyncIterator[Desk]:
    async with serve() as server, a_newsroom(folder, database=database, pages=pages) as newsroom:
        desk = Desk(server, newsroom)
        async with newsroom.begin() as tx:
            await store.sources.add(tx, a_source(id=0, title="", url=server.url("/f")), now=NOW)
        yield desk


async def test_a_short_feed_that_changed_its_ids_is_no_news_either(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        desk.feed("a", 5)
        await jobs.go_round(desk.newsroom, now=NOW)
        desk.feed("b", 5)
        (look,) = await jobs.go_round(desk.newsroom, now=LATER)
        assert (look.new, look.held) == (0, 5)


async def test_the_first_archive_is_no_flood_although_it_came_late(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        desk.server.put("/f", status=503)
        await jobs.go_round(desk.newsroom, now=NOW)
        desk.feed("a", 12, LONG_AGO)
        (look,) = await jobs.go_round(desk.newsroom, now=LATER)
        assert (look.new, look.held) == (12, 0)
        desk.feed("b", 12, LONG_AGO)
        (look,) = await jobs.go_round(desk.newsroom, now=LATER + timedelta(hours=9))
        assert (look.new, look.held) == (0, 12), "the second is"


@pytest.mark.parametrize("drop", [True, False])
async def test_pages_are_read_of_what_is_released_and_of_nothing_else(tmp_path: Path, *, drop: bool) -> None:
    async with a_desk(tmp_path, pages="stubs") as desk:
        desk.feed("a", 0)
        (look,) = await jobs.go_round(desk.newsroom, now=NOW)
        desk.feed("a", 1)
        await jobs.go_round(desk.newsroom, now=LATER)
        for n in range(12):
            desk.server.put(f"/{n}", f"<article><h1>Story {n}</h1>{TEXT}</article>", content_type="text/html")
        desk.feed("b", 12, LONG_AGO)
        (look,) = await jobs.go_round(desk.newsroom, now=LATER + timedelta(hours=9))
        assert look.held == 12
        assert desk.server.count("/5") == 0, "nobody wants to know yet"
        async with desk.newsroom.begin() as tx:
            assert await store.articles.release(tx, look.source.id, drop=drop) == 12
        await jobs.go_round(desk.newsroom, now=LATER + timedelta(hours=10))
        assert desk.server.count("/5") == (0 if drop else 1)
        released = [one for one in await desk.pool() if one.guid.startswith("b")]
        assert ["ferries" in one.text for one in released] == ([] if drop else [True] * 12)
