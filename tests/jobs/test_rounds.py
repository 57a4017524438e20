"""Going round the sources: what fails fails alone, what is unchanged is not read again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from digest import jobs, store
from digest.errors import StoreError
from digest.model import Source
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import serve

RSS = '<rss version="2.0"><channel><title>Desk</title>{}</channel></rss>'
ITEM = "<item><title>Story {0}</title><link>https://x.example/{0}</link><guid>{0}</guid></item>"


def feed(*numbers: int) -> str:
    return RSS.format("".join(ITEM.format(number) for number in numbers))


async def add(newsroom: Newsroom, *addresses: str) -> None:
    async with newsroom.begin() as tx:
        for number, url in enumerate(addresses):
            source = a_source(id=0, slug=f"s{number}", url=url, title="", next_look=None, last_look=None)
            await store.sources.add(tx, source, now=NOW)


async def go(newsroom: Newsroom, now: datetime = NOW) -> dict[str, jobs.Look]:
    return {look.source.slug: look for look in await jobs.go_round(newsroom, now=now)}


async def stored(newsroom: Newsroom) -> dict[str, Source]:
    async with newsroom.reading() as tx:
        return {source.slug: source for source in await store.sources.every(tx)}


async def test_a_failing_source_never_stops_a_round(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        good = server.put("/good", feed(1, 2))
        await add(
            newsroom, server.url("/none"), good, server.put("/page", "<!doctype html><p>Hi"), "http://127.0.0.1:9/"
        )
        looks = await go(newsroom)
        assert {slug: look.new for slug, look in looks.items()} == {"s0": 0, "s1": 2, "s2": 0, "s3": 0}
        sources = await stored(newsroom)
        assert [sources[slug].failures for slug in ("s0", "s1", "s2", "s3")] == [1, 0, 1, 1]
        assert "answers 404" in sources["s0"].failure
        assert "a web page" in sources["s2"].failure
        assert "does not answer" in sources["s3"].failure
        assert (sources["s1"].title, sources["s1"].failure) == ("Desk", "")


async def test_nor_does_one_over_which_something_of_ours_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fetch = jobs.looking.fetch_harvest

    async def breaks_over_the_first(newsroom: Newsroom, source: Source, now: datetime) -> object:
        return 1 / 0 if source.slug == "s0" else await fetch(newsroom, source, now)

    monkeypatch.setattr(jobs.looking, "fetch_harvest", breaks_over_the_first)
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        good = server.put("/good", feed(1, 2))
        await add(newsroom, "http://127.0.0.1:9/", good)
        looks = await go(newsroom)
        assert looks["s0"].failure == "something of ours broke (ZeroDivisionError); the log says where"
        assert looks["s1"].new == 2
        assert (await stored(newsroom))["s0"].failures == 1
    assert "s0 could not be looked at." in caplog.text


async def test_a_round_that_the_database_ends_leaves_nobody_asking(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url, more="per_host = 9") as newsroom:
        slow = [server.put(f"/slow{number}", feed(number), delay=60.0) for number in range(3)]
        await add(newsroom, server.put("/good", feed(1)), *slow)
        async with newsroom.begin() as tx:
            await tx.execute(text("ALTER TABLE articles RENAME TO gone"))
        before = asyncio.all_tasks()
        with pytest.raises(StoreError):
            await go(newsroom)
        left = {task for task in asyncio.all_tasks() - before if "_in_turn" in repr(task)}
        assert left == set(), "the next round would ask the same sources beside this one"


async def test_a_failing_source_is_left_alone_for_longer_each_time(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        await add(newsroom, server.url("/none"))
        now, waits = NOW, []
        for _ in range(3):
            await go(newsroom, now)
            (source,) = (await stored(newsroom)).values()
            assert source.next_look is not None
            waits.append(source.next_look - now)
            assert await go(newsroom, source.next_look - timedelta(seconds=1)) == {}
            now = source.next_look
        assert waits[0] < waits[1] < waits[2]
        server.put("/none", feed(1))
        assert (await go(newsroom, now))["s0"].new == 1
        assert (await stored(newsroom))["s0"].failures == 0


async def test_unchanged_answers_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        same, marked = server.put("/same", feed(1)), server.put("/marked", feed(2), headers={"ETag": '"1"'})
        await add(newsroom, same, marked)
        assert {slug: look.new for slug, look in (await go(newsroom)).items()} == {"s0": 1, "s1": 1}

        def read_nothing() -> None:
            pytest.fail("an unchanged answer was parsed again")

        monkeypatch.setattr(newsroom.readers, "_ask", read_nothing, raising=True)
        later = await go(newsroom, NOW + timedelta(hours=3))
        assert [(look.new, look.failure) for look in later.values()] == [(0, ""), (0, "")]
        assert server.last("/marked").headers["If-None-Match"] == '"1"'


async def test_new_stories_are_kept_once_and_corrected_ones_renewed(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        await add(newsroom, server.put("/f", feed(1, 2)))
        await go(newsroom)
        server.put("/f", feed(1, 2, 3).replace("Story 2", "Story two"))
        look = (await go(newsroom, NOW + timedelta(hours=3)))["s0"]
        assert (look.new, look.changed) == (1, 1)
        async with newsroom.reading() as tx:
            articles = await store.articles.candidates(tx, 1, since=NOW - timedelta(days=1))
        assert sorted(article.title for article in articles) == ["Story 1", "Story 3", "Story two"]


async def test_two_rounds_at_once_keep_each_story_once(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        await add(newsroom, *(server.put(f"/{n}", feed(*range(n * 10, n * 10 + 10)), delay=0.05) for n in range(3)))
        await asyncio.gather(go(newsroom), go(newsroom))
        async with newsroom.reading() as tx:
            assert len(await store.articles.candidates(tx, 1, since=NOW - timedelta(days=1))) == 30


async def test_a_source_is_not_blamed_for_what_its_host_said_of_another(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url, more="per_host = 1") as newsroom:
        busy = server.put("/busy", status=429, headers={"Retry-After": "600"})
        await add(newsroom, busy)
        await go(newsroom)
        async with newsroom.begin() as tx:
            await store.sources.add(
                tx,
                a_source(id=0, slug="calm", url=server.put("/calm", feed(1)), next_look=None, last_look=None),
                now=NOW,
            )
        soon = NOW + timedelta(minutes=5)
        assert "wants no requests for another 300 seconds" in (await go(newsroom, soon))["calm"].failure
        calm = (await stored(newsroom))["calm"]
        assert (calm.failures, calm.failure, calm.last_look, server.count("/calm")) == (0, "", None, 0)
        assert calm.next_look is not None
        assert calm.next_look >= NOW + timedelta(minutes=10)
        assert (await go(newsroom, calm.next_look))["calm"].new == 1
