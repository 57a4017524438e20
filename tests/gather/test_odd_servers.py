"""Servers that answer oddly and yet have something to say, and what is said where they have not."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from digest import gather, jobs
from digest.errors import NotAFeed, SettingsError, Unreachable
from digest.gather import Access, Fetched, Limits, Web
from digest.gather.listing import read_listing
from digest.model import SourceKind
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve

FEED = (
    b"<rss version='2.0'><channel><title>Port</title><item><guid>1</guid><title>Fog on the quay</title>"
    b"<link>https://port.example/fog</link><description>It came.</description></item></channel></rss>"
)
MAP = "<?xml version='1.0'?><urlset><url><loc>https://port.example/fog-on-quay</loc><lastmod>2026-11-23</lastmod></url></urlset>"


@asynccontextmanager
async def a_web() -> AsyncIterator[tuple[FeedServer, Web]]:
    async with serve() as server, gather.open_web(Limits(allow_hosts=("127.0.0.1",), pause=0.0)) as web:
        yield server, web


async def test_a_cookie_that_a_redirect_sets_is_told_back_on_the_same_walk_and_forgotten() -> None:
    async with a_web() as (server, web):
        url = server.put("/f", status=302, headers={"Location": "/f", "Set-Cookie": "seen=1; Path=/; HttpOnly"})
        server.then("/f", FEED)
        answer = await web.get(url, access=Access(cookie="paid=2"), now=NOW)
        assert isinstance(answer, Fetched)
        assert [one.headers.get("Cookie") for one in server.asked] == ["paid=2", "paid=2; seen=1"]
        await web.get(url, now=NOW)
        assert server.last("/f").headers.get("Cookie") is None


async def test_a_cookie_is_told_to_no_other_host() -> None:
    async with a_web() as (server, web), serve() as other:
        there = other.put("/f", FEED)
        await web.get(
            server.put("/f", status=302, headers={"Location": there, "Set-Cookie": "seen=1; Path=/"}), now=NOW
        )
        assert other.last("/f").headers.get("Cookie") is None


async def test_a_redirect_to_a_host_that_is_not_there_names_that_host() -> None:
    async with a_web() as (server, web):
        url = server.redirect("/feed", "http://nobody.invalid/feed")
        with pytest.raises(Unreachable, match=r"/feed leads to nobody\.invalid: the host name is not known"):
            await web.get(url, now=NOW)


async def test_an_answer_that_somebody_on_the_way_changed_is_one() -> None:
    async with a_web() as (server, web):
        answer = await web.get(server.put("/f", FEED, status=203), now=NOW)
        assert isinstance(answer, Fetched)


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_packed_and_does_not_say_so_is_read(times: int) -> None:
    packed, page = (
        FEED,
        b"<ul>" + b"".join(b"<li><a href='/n/%d'>A headline of the port, %d</a>" % (n, n) for n in range(4)),
    )
    for _ in range(times):
        packed, page = gzip.compress(packed), gzip.compress(page)
    assert [one.title for one in gather.read(packed, now=NOW).drafts] == ["Fog on the quay"]
    assert len(read_listing(page, url="https://port.example/", now=NOW).drafts) == 4


@pytest.mark.parametrize(
    ("body", "why"),
    [(gzip.compress(b"x" * 30_000_000), "larger than 20 MB"), (b"\x1f\x8b\x08" + b"\xff" * 60, "damaged")],
)
def test_a_bomb_and_what_is_damaged_are_refused(body: bytes, why: str) -> None:
    with pytest.raises(NotAFeed, match=why):
        gather.read(body, url="https://port.example/f", now=NOW)


@pytest.mark.parametrize(
    ("status", "advice"), [(401, "username and password_file"), (403, "cookie_file or headers"), (406, "Accept")]
)
async def test_a_server_that_wants_to_be_asked_otherwise_says_what_to_do(status: int, advice: str) -> None:
    async with a_web() as (server, web):
        with pytest.raises(Unreachable, match=rf"answers {status} .*{advice}.*\[\[sources\]\]"):
            await web.get(server.put("/f", status=status), now=NOW)


@pytest.mark.parametrize("place", ["/odd.xml", "/home"])
async def test_a_page_that_sends_browsers_on_is_followed_to_the_feed(tmp_path: Path, place: str) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        refresh = f'<html><meta http-equiv="Refresh" content="0; URL={place}"></html>'
        url = server.put("/", refresh, content_type="text/html")
        server.put("/odd/feed", FEED, content_type="application/rss+xml")
        server.put("/odd.xml", FEED, content_type="application/rss+xml")
        home = '<html><link rel="alternate" type="application/rss+xml" href="/odd/feed"></html>'
        server.put("/home", home, content_type="text/html")
        tried = await jobs.try_source(newsroom, url, now=NOW)
        assert tried.source.url == server.url("/odd/feed" if place == "/home" else "/odd.xml")


async def test_a_sitemap_is_known_whatever_it_is_called(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        url = server.put("/map.php", MAP, content_type="text/html")
        tried = await jobs.try_source(newsroom, url, now=NOW)
        assert (tried.source.kind, len(tried.harvest.drafts)) == (SourceKind.SITEMAP, 1)
        with pytest.raises(NotAFeed, match="--kind sitemap"):
            await jobs.try_source(newsroom, url, kind=SourceKind.FEED, now=NOW)


async def test_what_is_neither_says_so(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        with pytest.raises(SettingsError, match="neither a web address"):
            await jobs.try_source(newsroom, str(tmp_path / "nothing"), now=NOW)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "an empty answer"),
        (b'{"items": {}}', "no list of items"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "not valid JSON"),
        (b"[1, 2]", "JSON that is no JSON Feed"),
        (b"User-agent: *", "plain text"),
        (b"<opml><body/></opml>", "an XML document of another kind"),
    ],
)
async def test_what_is_no_page_says_what_is_wrong_with_it_and_not_what_pages_are_asked_for(
    tmp_path: Path, body: bytes, why: str
) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        with pytest.raises(NotAFeed, match=why) as raised:
            await jobs.try_source(newsroom, server.put("/f", body, content_type="application/json"), now=NOW)
        assert "--kind page" not in raised.value.message


async def test_of_a_sites_feeds_that_of_its_comments_is_the_last(tmp_path: Path) -> None:
    async with serve() as server, a_newsroom(tmp_path) as newsroom:
        link = '<link rel="alternate" type="application/rss+xml" title="{}" href="/{}">'
        named = [("Comments on the port", "a"), ("The port", "b"), ("Fog", "fog/kommentare/")]
        url = server.put("/", "".join(link.format(*one) for one in named), content_type="text/html")
        for _, place in named:
            server.put(f"/{place}", FEED)
        tried = await jobs.try_source(newsroom, url, now=NOW)
        assert tried.source.url == server.url("/b")
        assert [one.url for one in tried.others] == [server.url("/a"), server.url("/fog/kommentare/")]
