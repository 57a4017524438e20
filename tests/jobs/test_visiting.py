"""Pages of articles that their feeds only begin: read politely, once more within their window, versions kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import subscribers
from digest import gather, jobs, store
from digest.jobs.visiting import Patience
from digest.model import Article, Newsletter, SourceKind
from digest.newsroom import Newsroom
from digest.settings import Definitions
from tests.makers import NOW, a_newsletter, a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

MEMORY = 500_000_000  # bytes of address space: enough for any page but one made of a million elements
MANY = "<i>.</i>" * 900_000
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


async def test_a_page_that_takes_too_much_is_tried_again_later_and_then_set_aside(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk, gather.Readers(workers=1, memory=MEMORY) as readers:
        desk.newsroom = replace(desk.newsroom, readers=readers)
        desk.server.put("/fog", page(MANY), content_type="text/html")
        seen = []
        for minutes in (0, 59, 61, 179, 182, 400, 4000):
            article = await desk.go(NOW + timedelta(minutes=minutes))
            seen.append(desk.server.count("/fog"))
        assert seen == [1, 1, 2, 2, 3, 3, 3]
        (note,) = [one for one in article.notes if "page" in one]
        assert note.startswith("its page is set aside after 3 tries: http://127.0.0.1")
        assert "needs more memory to be read than any honest file" in note
        async with desk.newsroom.reading() as tx:
            (source,) = await store.sources.every(tx)
            volumes = await store.health.volumes(tx, now=NOW + timedelta(hours=1))
        (said,) = gather.health(source, volumes[source.id], now=NOW + timedelta(hours=1))
        assert said.startswith(
            "1 article of the last week with no more than the feed told: each page could not be read"
        )


async def test_a_page_that_took_too_much_once_is_read_when_it_can_be(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk, gather.Readers(workers=1, memory=MEMORY) as readers:
        desk.newsroom = replace(desk.newsroom, readers=readers)
        desk.server.put("/fog", page(MANY), content_type="text/html")
        assert any("more memory" in note for note in (await desk.go()).notes)
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        article = await desk.go(NOW + timedelta(hours=1))
        assert "It stayed." in article.text
        assert not any("could not be read" in note for note in article.notes)


async def test_robots_are_obeyed_and_asked_once(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        desk.server.put("/robots.txt", "User-agent: Digest\nDisallow: /fog\n", content_type="text/plain")
        article = await desk.go()
        assert desk.server.count("/fog") == 0
        assert "asks programs to stay away" in article.notes[-1]
        await desk.go(NOW + timedelta(hours=5))
        assert desk.server.count("/robots.txt") == 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
async def test_robots_are_obeyed_where_a_redirect_leads_whatever_stands_before_them(
    tmp_path: Path, mark: bytes
) -> None:
    async with a_desk(tmp_path) as desk, serve() as other:
        desk.server.redirect("/fog", other.put("/fog", page("It stayed."), content_type="text/html"))
        other.put("/robots.txt", mark + b"User-agent: *\nDisallow: /fog\n", content_type="text/plain")
        assert "asks programs to stay away" in (await desk.go()).notes[-1]
        assert other.count("/fog") == 0


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


async def newsletter_of(newsroom: Newsroom) -> Newsletter:
    async with newsroom.begin() as tx:
        newsletter = await store.newsletters.put(tx, a_newsletter(id=0, made=None, sections=()), now=NOW)
        await subscribers.join(
            tx,
            "alice@example.org",
            newsletter.id,
            consent=subscribers.Consent(how="test"),
            keys=newsroom.keys,
            now=NOW,
            confirmed=True,
        )
    return newsletter


async def pressed(desk: Desk, newsletter: Newsletter) -> Article:
    """The one article of an issue that is pressed now."""
    run = await jobs.press(desk.newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    assert run.issue_id is not None, run.reason
    async with desk.newsroom.reading() as tx:
        issue = await store.issues.get(tx, run.issue_id)
    return issue.sections[0].items[0].story.article


async def harvested(desk: Desk) -> None:
    """The feed was read, and its pages were not yet."""
    async with desk.newsroom.reading() as tx:
        (source,) = await store.sources.every(tx)
    assert (await jobs.look(desk.newsroom, source, now=NOW)).new == 1


async def test_an_issue_reads_the_pages_that_it_owes(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        newsletter = await newsletter_of(desk.newsroom)
        await harvested(desk)
        assert "It stayed." in (await pressed(desk, newsletter)).text
        assert desk.server.count("/fog") == 1


async def test_an_issue_waits_for_pages_that_are_being_read(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html", delay=0.6)
        newsletter = await newsletter_of(desk.newsroom)
        await harvested(desk)
        _, told = await asyncio.gather(jobs.visit_pages(desk.newsroom, now=NOW), pressed(desk, newsletter))
        assert "It stayed." in told.text
        assert desk.server.count("/fog") == 1, "nobody reads it a second time"


async def test_an_issue_waits_for_no_page_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html", delay=30)
        await harvested(desk)
        newsletter = await newsletter_of(desk.newsroom)
        assert await jobs.read_owed(desk.newsroom, newsletter, now=NOW, patience=Patience(0.3)) == 1
        async with desk.newsroom.reading() as tx:
            (due,) = await store.articles.to_visit(tx, now=NOW, limit=9)
        assert due[1] == 0, "what was not read in time is due again, and not to blame"


async def test_waiting_for_ones_turn_is_no_fault_of_a_slow_site(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        web = desk.newsroom.web
        urls = [desk.server.put(f"/{n}", "x", delay=0.2) for n in range(6)]
        patient = replace(web.limits, timeout=0.5, per_host=1)
        async with gather.open_web(patient) as one_by_one:
            answers = await asyncio.gather(*(one_by_one.get(url, now=NOW) for url in urls))
        assert len(answers) == 6


async def test_pages_are_asked_for_as_their_source_is_and_others_are_told_nothing(tmp_path: Path) -> None:
    async with serve() as server, serve() as other:
        secret = f'[[sources]]\nslug = "city"\nurl = "{server.url("/feed")}"\ncookie = "member=7"\n'
        links = [server.url("/own"), other.url("/other")]
        items = "".join(f"<item><title>Fog at {n}</title><link>{link}</link></item>" for n, link in enumerate(links))
        server.put("/feed", f"<rss version='2.0'><channel><title>P</title>{items}</channel></rss>")
        for at, path in ((server, "/own"), (other, "/other")):
            at.put(path, page("It stayed."), content_type="text/html")
        async with a_newsroom(tmp_path, more=secret, pages="stubs") as newsroom:
            await jobs.define(newsroom, (), Definitions.of(newsroom.settings).sources, now=NOW)
            await jobs.go_round(newsroom, now=NOW)
        assert server.last("/own").headers["Cookie"] == "member=7"
        assert "Cookie" not in server.last("/robots.txt").headers
        assert "Cookie" not in other.last("/other").headers


async def test_what_was_only_saved_is_read_on_its_page(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path, pages="stubs") as newsroom:
        url = server.put("/fog", page("It stayed."), content_type="text/html")
        (tmp_path / "saved").mkdir()
        (tmp_path / "saved" / "reader.csv").write_text(f"Title,URL\nFog,{url}\n", encoding="utf-8")
        other = server.put("/tide", page("It fell."), content_type="text/html")
        (tmp_path / "saved" / "tide.md").write_text(f"---\nurl: {other}\n---\n# Tide\n\nIt rose.\n", encoding="utf-8")
        folder = a_source(id=0, url=str(tmp_path / "saved"), kind=SourceKind.FOLDER)
        async with newsroom.begin() as tx:
            await store.sources.add(tx, folder, now=NOW)
        await jobs.go_round(newsroom, now=NOW)
        async with newsroom.reading() as tx:
            found = {one.title: one for one in await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))}
        assert "It stayed." in found["Fog"].text
        assert found["Tide"].text == "It rose.", "a document is whole"
        assert server.count("/fog") == 1
