"""Every article has a language, told or guessed; and dates too far ahead are seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from digest import jobs, store
from digest.model import LANGUAGE_GUESSED, Article
from digest.newsroom import Newsroom
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

GERMAN = "Die Tore am Kai schließen heute Abend um neun Uhr, sagt der Hafenmeister, und niemand fährt mehr hinaus."
ENGLISH = "The quay gates close at nine tonight, the harbour master says, and nobody leaves after that."


def put_feed(server: FeedServer, *items: tuple[str, str], language: str = "", date: str = "") -> str:
    told = f"<language>{language}</language>" if language else ""
    told_date = f"<pubDate>{date}</pubDate>" if date else ""
    entries = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><link>{server.url('/page')}</link>{told_date}"
        f"<description>{text}</description></item>"
        for title, text in items
    )
    return server.put("/feed", f"<rss version='2.0'><channel><title>P</title>{told}{entries}</channel></rss>")


async def gathered(newsroom: Newsroom, hours: int = 0) -> dict[str, Article]:
    await jobs.go_round(newsroom, now=NOW + timedelta(hours=hours))
    async with newsroom.reading() as tx:
        return {one.title: one for one in await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))}


async def add(newsroom: Newsroom, url: str) -> None:
    async with newsroom.begin() as tx:
        await store.sources.add(tx, a_source(id=0, url=url), now=NOW)


async def test_a_language_that_nobody_tells_is_guessed_from_the_words(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        await add(newsroom, put_feed(server, ("Kai", GERMAN), ("Quay", ENGLISH), ("Oh", "9:30")))
        found = await gathered(newsroom)
        assert {title: one.language for title, one in found.items()} == {"Kai": "de", "Quay": "en", "Oh": ""}
        assert LANGUAGE_GUESSED in found["Kai"].notes
        put_feed(server, ("Kai", GERMAN + " Bis morgen."), ("Quay", ENGLISH))
        assert (await gathered(newsroom, hours=9))["Kai"].language == "de", "a new version is not without one"


async def test_a_feed_that_begins_and_ends_in_one_language_is_in_it(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        german = [(f"Kai {n}", f"{n}. {GERMAN}") for n in range(4)]
        await add(newsroom, put_feed(server, *german, ("Oh", "9:30"), ("Kai 5", GERMAN)))
        assert {one.language for one in (await gathered(newsroom)).values()} == {"de"}


async def test_a_feed_in_two_languages_has_both(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        german = [(f"Kai {n}", f"{n}. {GERMAN}") for n in range(4)]
        await add(newsroom, put_feed(server, *german, ("Quay", ENGLISH)))
        found = {title: one.language for title, one in (await gathered(newsroom)).items()}
        assert found == {title: "de" for title, _ in german} | {"Quay": "en"}


async def test_what_a_source_tells_is_not_guessed(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        await add(newsroom, put_feed(server, ("Kai", GERMAN), language="nl"))
        kai = (await gathered(newsroom))["Kai"]
        assert (kai.language, LANGUAGE_GUESSED in kai.notes) == ("nl", False)


async def test_what_a_page_tells_is_better_than_a_guess(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path, pages="stubs") as newsroom:
        page = f"<html lang='de-AT'><title>Kai</title><article><h1>Kai</h1><p>{GERMAN * 9}</p></article></html>"
        server.put("/page", page, content_type="text/html")
        await add(newsroom, put_feed(server, ("Quay gates and other things", ENGLISH)))
        (article,) = (await gathered(newsroom)).values()
        assert (article.language, LANGUAGE_GUESSED in article.notes) == ("de", False)


async def test_documents_have_a_language_too(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        await jobs.push(newsroom, "desk", [("kai.md", f"# Kai\n\n{GERMAN}\n".encode())], now=NOW)
        async with newsroom.reading() as tx:
            (article,) = await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))
        assert article.language == "de"


async def test_dates_in_the_future_are_seen_near_and_far(tmp_path: Path, database_url: str) -> None:
    async with serve() as server, a_newsroom(tmp_path, database=database_url) as newsroom:
        await add(newsroom, put_feed(server, ("Far", ENGLISH), date="Sat, 01 Jan 2050 07:00:00 GMT"))
        await gathered(newsroom)
        put_feed(server, ("Near", ENGLISH), date="Tue, 24 Nov 2026 18:00:00 GMT")
        found = await gathered(newsroom, hours=8)
        assert found["Far"].published is None
        async with newsroom.reading() as tx:
            (volume,) = (await store.health.volumes(tx, now=NOW + timedelta(hours=8))).values()
        assert volume.future == 2
