"""Sources of every kind: tried before they are saved, asked as they want to be asked, floods held back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from digest import jobs, store
from digest.errors import NotAFeed, SettingsError, Unreachable
from digest.model import Article, SourceKind
from digest.newsroom import Newsroom
from digest.settings import Definitions
from tests.databases import free_port
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

TEXT = "<p>" + "The fog came over the harbour at six, and the ferries stayed where they were until noon. " * 4 + "</p>"


def put_articles(server: FeedServer, count: int = 5) -> None:
    for n in range(count):
        page = (
            f"<title>The harbour opens its gate {n} | P</title><article><h1>The harbour opens its gate {n}</h1>{TEXT}"
        )
        server.put(f"/news/gate-{n}", page + "<time class='published' datetime='2026-11-23'>", content_type="text/html")


async def add(newsroom: Newsroom, **fields: Any) -> None:
    async with newsroom.begin() as tx:
        await store.sources.add(tx, a_source(id=0, title="", **fields), now=NOW)


async def pool(newsroom: Newsroom) -> list[Article]:
    async with newsroom.reading() as tx:
        return await store.articles.candidates(tx, 1, since=NOW - timedelta(days=99))


async def test_a_front_page_without_a_feed_is_tried_and_then_read(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url, pages="stubs") as newsroom:
        put_articles(server)
        links = "".join(f"<h2><a href='/news/gate-{n}'>Gate number {n} opens tonight</a></h2>" for n in range(5))
        url = server.put("/front", f"<title>Port</title><main>{links}</main>", content_type="text/html")
        with pytest.raises(NotAFeed, match="--kind page"):
            await jobs.try_source(newsroom, url, now=NOW)
        tried = await jobs.try_source(newsroom, url, kind=SourceKind.PAGE, now=NOW)
        assert len(tried.harvest.drafts) == 5
        assert await pool(newsroom) == []
        await add(newsroom, url=url, kind=SourceKind.PAGE, links="h2 a")
        await jobs.go_round(newsroom, now=NOW)
        articles = await pool(newsroom)
        assert sorted(one.title for one in articles) == [f"Gate number {n} opens tonight" for n in range(5)]
        assert all("ferries" in one.text and one.published == NOW.replace(day=23, hour=0, minute=0) for one in articles)


async def test_a_sitemap_index_is_followed_and_titles_come_from_the_pages(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path, pages="stubs") as newsroom:
        put_articles(server)
        entries = "".join(
            f"<url><loc>{server.url(f'/news/gate-{n}')}</loc><lastmod>2026-11-23</lastmod></url>" for n in range(5)
        )
        server.put("/new.xml", f"<urlset>{entries}</urlset>")
        index = f"<sitemapindex><sitemap><loc>{server.url('/new.xml')}</loc></sitemap></sitemapindex>"
        url = server.put("/sitemap.xml", index)
        tried = await jobs.try_source(newsroom, url, now=NOW)
        assert (tried.source.kind, len(tried.harvest.drafts)) == (SourceKind.SITEMAP, 5)
        await add(newsroom, url=url, kind=SourceKind.SITEMAP)
        await jobs.go_round(newsroom, now=NOW)
        assert sorted(one.title for one in await pool(newsroom)) == [
            f"The harbour opens its gate {n}" for n in range(5)
        ]


async def test_a_source_is_asked_as_it_wants_and_nobody_else_is_told(tmp_path: Path) -> None:
    async with serve() as server, serve() as other:
        secret = (
            f'[[sources]]\nslug = "city"\nurl = "{server.url("/feed")}"\nusername = "ana"\npassword = "tide"\n'
            'cookie = "member=7"\nheaders = {X-Key = "k"}\n'
        )
        async with a_newsroom(tmp_path, more=secret) as newsroom:
            server.redirect("/feed", other.put("/feed", "<rss version='2.0'><channel><title>P</title></channel></rss>"))
            await add(newsroom, url=server.url("/feed"), slug="city")
            (look,) = await jobs.go_round(newsroom, now=NOW)
            assert not look.failure
        told, untold = server.last("/feed").headers, other.last("/feed").headers
        assert (told["Authorization"], told["Cookie"], told["X-Key"]) == ("Basic YW5hOnRpZGU=", "member=7", "k")
        assert not {"Authorization", "Cookie", "X-Key"} & set(untold)
        assert "tide" not in (tmp_path / "digest.db").read_bytes().decode("latin-1")


async def test_a_source_goes_by_its_proxy_and_so_do_its_pages(tmp_path: Path) -> None:
    link = "http://feeds.example/fog"
    item = f"<item><title>Fog</title><link>{link}</link></item>"
    feed = f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>"
    async with serve() as proxy:
        table = f'[[sources]]\nslug = "far"\nurl = "http://feeds.example/feed"\nproxy = "{proxy.url("")}"\n'
        proxy.put("/feed", feed)
        proxy.put("/fog", f"<title>Fog</title><article><h1>Fog</h1>{TEXT}</article>", content_type="text/html")
        async with a_newsroom(tmp_path, more=table, pages="stubs") as newsroom:
            tried = await jobs.try_source(newsroom, "far", now=NOW)
            assert [one.title for one in tried.harvest.drafts] == ["Fog"]
            await jobs.define(newsroom, (), Definitions.of(newsroom.settings).sources, now=NOW)
            (look,) = await jobs.go_round(newsroom, now=NOW)
            assert (look.failure, look.new) == ("", 1)
            assert "ferries" in (await pool(newsroom))[0].text
        assert [one.headers["Host"] for one in proxy.asked] == ["feeds.example"] * 4


async def test_a_proxy_that_is_not_there_is_named_and_what_it_is_told_is_not(tmp_path: Path) -> None:
    async with serve() as server:
        proxy = f"http://desk:tide@127.0.0.1:{free_port()}"
        table = f'[[sources]]\nslug = "far"\nurl = "{server.url("/feed")}"\nproxy = "{proxy}"\n'
        async with a_newsroom(tmp_path, more=table) as newsroom:
            with pytest.raises(Unreachable, match="its proxy does not answer") as fault:
                await jobs.try_source(newsroom, "far", now=NOW)
            assert "tide" not in fault.value.message
            assert "tide" not in repr(newsroom.access("far"))


async def test_a_permanent_redirect_is_remembered_and_a_passing_one_is_not(tmp_path: Path, database_url: str) -> None:
    feed = "<rss version='2.0'><channel><title>P</title></channel></rss>"
    async with serve() as server, serve() as other:
        secret = f'[[sources]]\nslug = "moving"\nurl = "{server.url("/old")}"\ncookie = "member=7"\n'
        server.redirect("/old", other.put("/new", feed), status=308)
        server.redirect("/away", "/back", status=302)
        server.put("/back", feed)
        async with a_newsroom(tmp_path, database=database_url, more=secret) as newsroom:
            await add(newsroom, url=server.url("/old"), slug="moving")
            await add(newsroom, url=server.url("/away"), slug="passing")
            for hours in (0, 9):
                looks = await jobs.go_round(newsroom, now=NOW + timedelta(hours=hours))
                assert [look.failure for look in looks] == ["", ""]
            async with newsroom.reading() as tx:
                found = {one.slug: one for one in await store.sources.every(tx)}
        assert (found["moving"].url, found["moving"].moved_to) == (server.url("/old"), other.url("/new"))
        assert found["passing"].moved_to == ""
        assert (server.count("/old"), other.count("/new"), server.count("/away")) == (1, 2, 2)
        assert "Cookie" not in other.last("/new").headers, "a new host is told nothing, however it was come by"


async def test_a_flood_is_held_until_somebody_decides(tmp_path: Path, database_url: str) -> None:
    def feed(prefix: str, count: int) -> str:
        items = "".join(
            f"<item><title>Story {n}</title><link>https://x.example/{n}</link><guid>{prefix}{n}</guid></item>"
            for n in range(count)
        )
        return f"<rss version='2.0'><channel><title>P</title>{items}</channel></rss>"

    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        await add(newsroom, url=server.put("/f", feed("a", 12)), last_look=None)
        (first,) = await jobs.go_round(newsroom, now=NOW)
        assert (first.new, first.held) == (12, 0)
        server.put("/f", feed("b", 13))  # all ids changed, and one article is new
        (second,) = await jobs.go_round(newsroom, now=NOW + timedelta(hours=9))
        assert (second.new, second.held) == (1, 12)
        assert len(await pool(newsroom)) == 13
        async with newsroom.begin() as tx:
            volume = (await store.health.volumes(tx, now=NOW))[second.source.id]
            assert (volume.held, volume.renamed) == (12, 12)
            assert await store.articles.release(tx, second.source.id, drop=False) == 12
        assert len(await pool(newsroom)) == 25


async def test_pushed_articles_are_kept_by_their_names(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        first = await jobs.push(newsroom, "desk", [("fog.md", b"# Fog\n\nIt came.\n")], now=NOW)
        assert (first.new, first.source.kind) == (1, SourceKind.PUSHED)
        again = await jobs.push(newsroom, "desk", [("fog.md", b"# Fog\n\nIt went.\n")], now=NOW)
        assert (again.new, again.changed) == (0, 1)
        assert not await jobs.go_round(newsroom, now=NOW + timedelta(days=1))
        await add(newsroom, url="https://x.example/f", slug="city")
        with pytest.raises(SettingsError, match="looked at"):
            await jobs.push(newsroom, "city", [("a.md", b"# A\n\nB.\n")], now=NOW)
