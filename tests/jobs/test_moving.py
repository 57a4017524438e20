"""Sources that move for good: where to, for how long that is believed, and what is told on the way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from digest import jobs, store
from digest.model import Source, SourceState
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import serve

FEED = "<rss version='2.0'><channel><title>P</title><item><title>Fog</title><guid>fog</guid></item></channel></rss>"


async def add(newsroom: Newsroom, url: str) -> None:
    async with newsroom.begin() as tx:
        await store.sources.add(tx, a_source(id=0, url=url, title=""), now=NOW)


async def look_at(newsroom: Newsroom) -> Source:
    """One more look, when it is due."""
    async with newsroom.reading() as tx:
        (before,) = await store.sources.every(tx)
    now: datetime = before.next_look or NOW
    await jobs.go_round(newsroom, now=now)
    async with newsroom.reading() as tx:
        (source,) = await store.sources.every(tx)
    return source


async def test_a_source_whose_new_host_dies_is_found_again_where_it_was(tmp_path: Path, database_url: str) -> None:
    async with serve() as old, a_newsroom(tmp_path, database=database_url) as newsroom:
        async with serve() as new:
            await add(newsroom, old.redirect("/feed", new.put("/feed", FEED)))
            assert (await look_at(newsroom)).moved_to == new.url("/feed")
        old.put("/feed", FEED)
        failed = [await look_at(newsroom) for _ in range(3)]
        assert [one.failures for one in failed] == [1, 2, 3]
        back = await look_at(newsroom)
        assert (back.failures, back.moved_to, back.address) == (0, "", old.url("/feed"))


async def test_a_source_whose_old_host_is_gone_waits_for_its_new_one(tmp_path: Path) -> None:
    async with serve() as old, serve() as new, a_newsroom(tmp_path) as newsroom:
        await add(newsroom, old.redirect("/feed", new.put("/feed", FEED)))
        await look_at(newsroom)
        old.put("/feed", status=410)  # nothing is left there, and that ends nothing
        new.put("/feed", status=503)
        for _ in range(14):
            failing = await look_at(newsroom)
            assert (failing.state, failing.moved_to) == (SourceState.ACTIVE, new.url("/feed"))
        assert old.count("/feed") > 1
        new.put("/feed", FEED)
        for _ in range(2):
            found = await look_at(newsroom)
        assert (found.failures, found.moved_to) == (0, new.url("/feed"))


async def test_a_source_that_moves_back_is_where_it_was(tmp_path: Path) -> None:
    async with serve() as old, serve() as new, a_newsroom(tmp_path) as newsroom:
        await add(newsroom, old.redirect("/feed", new.put("/feed", FEED)))
        await look_at(newsroom)
        new.redirect("/feed", old.put("/feed", FEED))
        assert (await look_at(newsroom)).moved_to == ""


async def test_what_broke_off_is_asked_for_again(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        await add(newsroom, server.put("/feed", FEED[:-30], headers={"ETag": '"1"'}))
        assert (await look_at(newsroom)).etag == ""
        server.put("/feed", FEED, headers={"ETag": '"1"'})
        assert (await look_at(newsroom)).etag == '"1"'


async def test_where_a_passing_redirect_leads_today_is_not_where_a_feed_lives(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        server.put("/today", FEED)
        passing = server.redirect("/feed", "/today", status=302)
        for_good = server.redirect("/old", "/feed")
        assert (await jobs.try_source(newsroom, passing, now=NOW)).source.url == passing
        assert (await jobs.try_source(newsroom, for_good, now=NOW)).source.url == passing
