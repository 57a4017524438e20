"""How long one waits for another while sources are gone round and pages are read: measured, with wide bounds."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, schedule, store
from digest.model import Cadence
from digest.newsroom import Newsroom
from tests.databases import free_port
from tests.makers import NOW, a_newsletter, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

MANY = 20  # feeds on one host
PAUSE = 0.3  # seconds between two requests to it: six for all
ITEM = "<item><title>Story {0}</title><link>{1}</link><guid>{0}</guid><description>Fog.</description></item>"


def put_feed(server: FeedServer, path: str, *pages: str) -> str:
    items = "".join(ITEM.format(number, server.url(page)) for number, page in enumerate(pages))
    return server.put(path, f'<rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>')


async def add(newsroom: Newsroom, *urls: str) -> None:
    async with newsroom.begin() as tx:
        for url in urls:
            slug = f"s{len(await store.sources.every(tx))}"
            await store.sources.add(tx, a_source(id=0, slug=slug, url=url, next_look=None, last_look=None), now=NOW)


async def seconds_until(server: FeedServer, path: str, *, patience: float = 30.0) -> float:
    """How long until a path is asked for."""
    begun = time.monotonic()
    async with asyncio.timeout(patience):
        while not server.count(path):  # noqa: ASYNC110 - the server is another's, and says nothing
            await asyncio.sleep(0.01)
    return time.monotonic() - begun


async def test_a_host_with_many_feeds_makes_no_other_wait(tmp_path: Path) -> None:
    async with serve() as big, serve() as quick, a_newsroom(tmp_path, more="concurrency = 4") as newsroom:
        newsroom.web.slow_down(big.url(), PAUSE)
        await add(newsroom, *(put_feed(big, f"/{number}") for number in range(MANY)), put_feed(quick, "/feed"))
        going = asyncio.create_task(jobs.go_round(newsroom, now=NOW))
        assert await seconds_until(quick, "/feed") < 1.0  # it took three seconds
        assert len(await going) == MANY + 1


async def test_a_round_that_takes_long_asks_nobody_else_and_leaves_them_due(tmp_path: Path) -> None:
    async with serve() as big, a_newsroom(tmp_path) as newsroom:
        newsroom.web.slow_down(big.url(), PAUSE)
        await add(newsroom, *(put_feed(big, f"/{number}") for number in range(MANY)))
        begun = time.monotonic()
        looks = await jobs.go_round(newsroom, now=NOW, seconds=1.0)
        assert time.monotonic() - begun < 3.5  # all of them take six
        async with newsroom.reading() as tx:
            left = await store.sources.due(tx, now=NOW, limit=MANY)
        assert looks
        assert {source.slug for source in left}.isdisjoint(look.source.slug for look in looks)
        assert len(looks) + len(left) == MANY


async def test_what_a_host_asks_for_counts_from_its_answer_and_not_from_the_rounds_beginning(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path, more="per_host = 1") as newsroom:
        server.put("/slow", "<rss version='2.0'><channel><title>Desk</title></channel></rss>", delay=1.6)
        server.put("/busy", status=429, headers={"Retry-After": "2"}, delay=1.6)
        await add(newsroom, *(server.url(path) for path in ("/slow", "/busy", "/other")))
        async with newsroom.reading() as tx:
            in_order = await store.sources.every(tx)
        looks = {look.source.slug: look.source for look in await jobs.go_round(newsroom, now=NOW, sources=in_order)}
        assert server.count("/other") == 0
        until = looks["s2"].next_look
        assert until is not None
        assert until - NOW >= timedelta(seconds=4)  # it was two: it was asked a second after it wanted peace


async def test_a_slow_page_keeps_no_source_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "GATHER_EVERY", 0.1)
    async with serve() as slow, serve() as quick, a_newsroom(tmp_path, pages="stubs") as newsroom:
        slow.put("/fog", "<p>Fog", content_type="text/html", delay=7.0)
        await add(newsroom, put_feed(slow, "/feed", "/fog"))
        stop = asyncio.Event()
        serving = asyncio.create_task(
            schedule.serve(newsroom, clock=lambda: NOW, stop=stop, listen=("127.0.0.1", free_port()))
        )
        await seconds_until(slow, "/fog")
        await add(newsroom, put_feed(quick, "/feed"))
        assert await seconds_until(quick, "/feed") < 2.4  # it took seven seconds
        stop.set()
        await serving


async def test_who_is_told_to_stop_leaves_the_pages_to_others(tmp_path: Path, database_url: str) -> None:
    async with serve() as slow, a_newsroom(tmp_path, database=database_url, pages="stubs") as newsroom:
        slow.put("/fog", "<p>Fog", content_type="text/html", delay=30.0)
        await add(newsroom, put_feed(slow, "/feed", "/fog"))
        going = asyncio.create_task(jobs.go_round(newsroom, now=NOW))
        await seconds_until(slow, "/fog")
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        async with newsroom.reading() as tx:
            ((_, tries),) = await store.articles.to_visit(tx, now=NOW, limit=9)
        assert tries == 0, "an issue that is printed next reads it, and does not wait for whoever is gone"


async def test_issues_that_are_due_together_wait_for_pages_together(tmp_path: Path) -> None:
    async with serve() as slow, a_newsroom(tmp_path, pages="stubs") as newsroom:
        slow.put("/fog", "<p>Fog", content_type="text/html", delay=30.0)
        await add(newsroom, put_feed(slow, "/feed", "/fog"))
        await jobs.go_round(newsroom, now=NOW, pages=False)
        async with newsroom.begin() as tx:
            daily = Cadence(key="daily", rule=f"daily {NOW:%H:%M}", zone="UTC")
            for number in range(9):
                wanted = a_newsletter(id=0, made=None, sections=(), slug=f"n{number}", cadences=(daily,))
                await store.newsletters.put(tx, wanted, now=NOW - timedelta(minutes=5))
        begun = time.monotonic()
        assert len(await jobs.press_due(newsroom, now=NOW + timedelta(seconds=1), seconds=2.0)) == 9
        assert time.monotonic() - begun < 12.0  # one after the other they would take eighteen seconds
