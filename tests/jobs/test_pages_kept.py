"""What was read on a page is not read a second time, by whomever, as long as its bytes are the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from digest import gather, jobs, store
from digest.gather import kept
from digest.gather.pages import Page
from digest.model import Article, Picture
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

SENTENCE = "The fog came over the harbour at six, and the ferries stayed where they were until noon. "
AGAIN = timedelta(hours=1, minutes=5)
HARVEST = (
    "<rss version='2.0'><channel><title>P</title><item><title>Fog</title><guid>{0}</guid><link>{1}</link>"
    "<description>The fog came.</description></item></channel></rss>"
)


def put_page(server: FeedServer, words: str = "It stayed.") -> str:
    html = f"<title>Fog</title><article><h1>Fog</h1><p>{words} {SENTENCE * 5}</p></article>"
    return server.put("/fog", html, content_type="text/html")


async def settle(newsroom: Newsroom, server: FeedServer) -> None:
    feed = server.put("/feed", HARVEST.format(1, put_page(server)))
    async with newsroom.begin() as tx:
        await store.sources.add(tx, a_source(id=0, url=feed), now=NOW)


async def articles(newsroom: Newsroom, now: datetime) -> list[Article]:
    await jobs.go_round(newsroom, now=now)
    async with newsroom.reading() as tx:
        return await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))


async def number_kept(newsroom: Newsroom) -> int:
    async with newsroom.reading() as tx:
        return int((await tx.execute(select(func.count()).select_from(store.pages.pages))).scalar_one())


async def test_after_a_restart_the_same_bytes_are_not_read_again(tmp_path: Path, database_url: str) -> None:
    async with serve() as server:
        async with a_newsroom(tmp_path, database=database_url, pages="stubs") as newsroom:
            await settle(newsroom, server)
            (first,) = await articles(newsroom, NOW)
            assert "It stayed." in first.text
        async with (
            gather.Readers(memory=1) as unable,  # to read anything
            a_newsroom(tmp_path, database=database_url, pages="stubs") as newsroom,
        ):
            blind = replace(newsroom, readers=unable)
            assert await articles(blind, NOW + AGAIN) == [first]
            assert server.count("/fog") == 2
            put_page(server, "It left.")
            (failed,) = await articles(blind, NOW + timedelta(hours=7))
            assert "its page could not be read" in failed.notes[-1]


async def test_what_one_source_had_read_is_not_read_for_another(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path, pages="stubs") as newsroom:
        await settle(newsroom, server)
        await articles(newsroom, NOW)
        async with newsroom.begin() as tx:
            other = server.put("/other", HARVEST.format(2, server.url("/fog")))
            await store.sources.add(tx, a_source(id=0, slug="other", url=other), now=NOW)
        one, two = await articles(newsroom, NOW + timedelta(minutes=1))
        assert one.text == two.text
        assert server.count("/fog") == 2
        assert await number_kept(newsroom) == 1


async def test_pages_are_kept_for_two_days_and_no_more_of_them_than_is_bounded(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        async with newsroom.begin() as tx:
            for number in range(6):
                await store.pages.keep(tx, bytes([number]), b"page", now=NOW + timedelta(hours=number))
            await store.pages.keep(tx, b"large", b"." * (store.pages.LARGEST + 1), now=NOW)
            await store.pages.keep(tx, bytes([5]), b"another", now=NOW)
        assert await number_kept(newsroom) == 6
        async with newsroom.begin() as tx:
            await store.pages.prune(tx, now=NOW + timedelta(hours=49, minutes=30))
            assert [await store.pages.find(tx, bytes([number])) for number in (1, 2, 5)] == [None, b"page", b"page"]
            await store.pages.prune(tx, now=NOW + timedelta(hours=49, minutes=30), most=3)
            assert [await store.pages.find(tx, bytes([number])) for number in (2, 3)] == [None, b"page"]


async def test_a_round_throws_out_what_is_old(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path, pages="stubs") as newsroom:
        async with newsroom.begin() as tx:
            await store.pages.keep(tx, b"old", b"page", now=NOW - timedelta(days=3))
        await settle(newsroom, server)
        await articles(newsroom, NOW)
        async with newsroom.reading() as tx:
            assert await store.pages.find(tx, b"old") is None


@pytest.mark.parametrize("field", ["url", "content_type", "body_hash"])
def test_a_page_is_known_by_all_that_it_is_read_by(field: str) -> None:
    answer = gather.Fetched(
        url="https://x.example/1", body=b"1", content_type="text/html", etag="", last_modified="", body_hash="1"
    )
    assert kept.key_of(answer) == kept.key_of(replace(answer, etag="2", last_modified="2"))
    assert kept.key_of(answer) != kept.key_of(replace(answer, **{field: "2"}))


def test_a_page_comes_back_as_it_was() -> None:
    page = Page(
        url="https://x.example/1",
        title="Nebel",
        authors=("Mara", "Ø"),
        published=datetime(2026, 11, 24, 7, tzinfo=UTC),
        body="<p>\u2028 🌫</p>",
        text="🌫",
        image=Picture(url="https://x.example/1.jpg", width=3),
        paywalled=True,
    )
    assert kept.unpack(kept.pack(page)) == page
