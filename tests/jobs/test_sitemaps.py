"""An index of sitemaps: read again although it stays as it is, and one dead sitemap stops no other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.gather.sitemap import CHANGED
from digest.model import Source, SourceKind, SourceState
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

DAY = timedelta(days=1)


@dataclass(slots=True)
class Desk:
    server: FeedServer
    newsroom: Newsroom

    def index(self, *paths: str) -> str:
        named = "".join(f"<sitemap><loc>{self.server.url(path)}</loc></sitemap>" for path in paths)
        return self.server.put("/sitemap.xml", f"<sitemapindex>{named}</sitemapindex>", headers={"ETag": '"1"'})

    def sitemap(self, path: str, *names: str) -> None:
        day = "<lastmod>2026-11-23</lastmod>"
        entries = "".join(f"<url><loc>{self.server.url(f'/{name}')}</loc>{day}</url>" for name in names)
        self.server.put(path, f"<urlset>{entries}</urlset>")

    async def go(self, now: datetime = NOW) -> jobs.Look:
        (look,) = await jobs.go_round(self.newsroom, now=now)
        return look

    async def source(self) -> Source:
        async with self.newsroom.reading() as tx:
            (source,) = await store.sources.every(tx)
        return source


@asynccontextmanager
async def a_desk(folder: Path, kind: SourceKind = SourceKind.SITEMAP, pages: str = "never") -> AsyncIterator[Desk]:
    async with serve() as server, a_newsroom(folder, pages=pages) as newsroom:
        desk = Desk(server, newsroom)
        async with newsroom.begin() as tx:
            await store.sources.add(tx, a_source(id=0, url=desk.index("/a.xml", "/b.xml"), kind=kind), now=NOW)
        yield desk


async def test_an_index_that_stays_as_it_is_hides_nothing_of_its_sitemaps(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.sitemap("/a.xml", "fog-at-six")
        desk.sitemap("/b.xml", "ferries-at-noon")
        assert (await desk.go()).new == 2
        desk.sitemap("/b.xml", "ferries-at-noon", "cranes-at-night")
        assert (await desk.go(NOW + DAY)).new == 1
        assert "If-None-Match" not in desk.server.last("/sitemap.xml").headers


@pytest.mark.parametrize("status", [404, 410, 503])
async def test_a_sitemap_that_is_gone_takes_neither_the_others_nor_the_source_with_it(
    tmp_path: Path, status: int
) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/a.xml", status=status)
        desk.sitemap("/b.xml", "ferries-at-noon")
        look = await desk.go()
        assert (look.new, look.failure) == (1, "")
        assert f"/a.xml answers {status}" in look.notes[0]
        desk.server.put("/b.xml", status=status)
        look = await desk.go(NOW + DAY)
        assert "names sitemaps, and none can be read" in look.failure
        assert ((await desk.source()).state, (await desk.source()).failures) == (SourceState.ACTIVE, 1)


async def test_an_old_page_that_was_changed_is_no_news(tmp_path: Path) -> None:
    async with a_desk(tmp_path, pages="stubs") as desk:
        words = "<p>" + "The fog came over the harbour at six, and the ferries stayed where they were. " * 5
        for name, head in (("old", "<meta property='article:published_time' content='2019-03-01'>"), ("new", "")):
            desk.server.put(f"/{name}", f"<title>Fog</title>{head}<article>{words}</article>", content_type="text/html")
        desk.sitemap("/a.xml", "old")
        desk.sitemap("/b.xml", "new")
        await desk.go()
        async with desk.newsroom.reading() as tx:
            found = await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))
        dates = {one.url.rpartition("/")[2]: (one.published, CHANGED in one.notes) for one in found}
        first, last_change = datetime(2019, 3, 1, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
        assert dates == {"old": (first, False), "new": (last_change, True)}


async def test_robots_are_obeyed_for_sitemaps_and_for_lists(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/robots.txt", "User-agent: *\nDisallow: /a.xml\n", content_type="text/plain")
        desk.sitemap("/a.xml", "fog-at-six")
        desk.sitemap("/b.xml", "ferries-at-noon")
        look = await desk.go()
        assert (look.new, desk.server.count("/a.xml")) == (1, 0)
        assert "asks programs to stay away" in look.notes[0]


async def test_a_list_that_robots_shall_not_read_is_not_read_and_a_feed_that_was_named_is(tmp_path: Path) -> None:
    for kind, asked in ((SourceKind.PAGE, 0), (SourceKind.FEED, 1)):
        (tmp_path / kind).mkdir()
        async with a_desk(tmp_path / kind, kind) as desk:
            desk.server.put("/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain")
            assert ("asks programs to stay away" in (await desk.go()).failure) is (not asked)
            assert desk.server.count("/sitemap.xml") == asked


async def test_an_index_in_an_index_is_not_followed_and_named(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.sitemap("/c.xml", "fog-at-six")
        inner = f"<sitemapindex><sitemap><loc>{desk.server.url('/c.xml')}</loc></sitemap></sitemapindex>"
        desk.server.put("/a.xml", inner)
        desk.server.put("/b.xml", inner)
        look = await desk.go()
        assert f"{desk.server.url('/a.xml')} is an index in an index" in look.failure
        assert "give its own address" in look.failure
