"""Pages of articles that their feeds only begin: read politely, once more within their window, versions kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from digest import jobs, store
from digest.model import Article
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

SENTENCE = "The fog came over the harbour at six, and the ferries stayed where they were until noon. "


def page(text: str, head: str = "") -> str:
    return (
        f"<html lang='en'><head><title>Fog | Post</title><meta name='author' content='Mara Lindqvist'>{head}</head>"
        f"<body><nav>Home News</nav><article><h1>Fog</h1><p>{text}</p><p>{SENTENCE * 5}</p></article></body></html>"
    )


@dataclass(slots=True)
class Desk:
    server: FeedServer
    newsroom: Newsroom

    async def go(self, now: datetime = NOW) -> Article:
        """A round; the one article after it."""
        await jobs.go_round(self.newsroom, now=now)
        async with self.newsroom.reading() as tx:
            (article,) = await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))
        return article

    def feed(self, lead: str = "The fog came.") -> str:
        url = self.server.url("/fog")
        return self.server.put(
            "/feed",
            f"<rss version='2.0'><channel><title>P</title><item><title>Fog</title><guid>1</guid><link>{url}</link>"
            f"<description>{lead}</description></item></channel></rss>",
        )


@asynccontextmanager
async def a_desk(folder: Path, database: str = "", lead: str = "The fog came.") -> AsyncIterator[Desk]:
    async with serve() as server, a_newsroom(folder, database=database, pages="stubs") as newsroom:
        desk = Desk(server, newsroom)
        async with newsroom.begin() as tx:
            await store.sources.add(tx, a_source(id=0, url=desk.feed(lead)), now=NOW)
        yield desk


async def test_a_stub_gets_its_text_from_its_page(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        wall = '<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":false}</script>'
        desk.server.put("/fog", page("It stayed.", wall), content_type="text/html")
        article = await desk.go()
        assert "It stayed." in article.text
        assert "Home News" not in article.text
        assert (article.title, article.lead, article.authors) == ("Fog", "The fog came.", ("Mara Lindqvist",))
        assert article.paywalled
        # The feed says the same again: nothing is taken back.
        desk.server.answers["/feed"][0] = desk.server.answers["/feed"][0]
        assert "It stayed." in (await desk.go(NOW + timedelta(minutes=40))).text


async def test_a_whole_article_is_left_alone(tmp_path: Path) -> None:
    async with a_desk(tmp_path, lead=SENTENCE * 12) as desk:
        await desk.go()
        assert desk.server.count("/fog") == desk.server.count("/robots.txt") == 0


async def test_robots_are_obeyed_and_asked_once(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        desk.server.put("/robots.txt", "User-agent: Digest\nDisallow: /fog\n", content_type="text/plain")
        article = await desk.go()
        assert desk.server.count("/fog") == 0
        assert "asks programs to stay away" in article.notes[-1]
        await desk.go(NOW + timedelta(hours=5))
        assert desk.server.count("/robots.txt") == 1


async def test_a_site_that_cannot_say_what_it_allows_is_asked_later(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        desk.server.put("/robots.txt", status=503)
        assert (await desk.go()).text == "The fog came."
        desk.server.put("/robots.txt", status=403)  # no rules for anybody
        assert "It stayed." in (await desk.go(NOW + timedelta(hours=2))).text


async def test_an_article_that_changes_is_read_again_within_its_window(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        first = await desk.go()
        desk.server.put("/fog", page("It left."), content_type="text/html")
        second = await desk.go(NOW + timedelta(hours=1, minutes=5))
        assert "It left." in second.text
        assert second.changed is not None
        async with desk.newsroom.reading() as tx:
            versions = await store.articles.versions(tx, first.id)
        assert "It stayed." in versions[0][1].text
        asked = desk.server.count("/fog")
        await desk.go(NOW + timedelta(days=3))
        assert desk.server.count("/fog") == asked


async def test_an_article_whose_page_is_gone_is_printed_no_more(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        await desk.go()
        desk.server.put("/fog", status=410)
        await jobs.go_round(desk.newsroom, now=NOW + timedelta(hours=2))
        async with desk.newsroom.reading() as tx:
            assert await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9)) == []
