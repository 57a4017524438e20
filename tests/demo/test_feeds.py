"""The demo's feed server talks HTTP as a good feed server does."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp

from digest import gather
from digest.demo.example import example_folder
from digest.demo.feeds import serve_feeds
from tests.makers import a_source

NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
LIMITS = gather.Limits(pause=0.0, allow_hosts=("127.0.0.1",))


async def test_a_second_look_finds_nothing_changed() -> None:
    async with serve_feeds(example_folder(), NOW) as base_url, gather.open_web(LIMITS) as web:
        url = f"{base_url}/port.atom"
        first = await web.get(url, now=NOW)
        assert isinstance(first, gather.Fetched)
        assert first.content_type.startswith("application/atom+xml")
        assert len(gather.read(first.body, content_type=first.content_type, url=url, now=NOW).drafts) == 7
        by_tag = await web.get(url, etag=first.etag, now=NOW)
        by_date = await web.get(url, last_modified=first.last_modified, now=NOW)
        other = await web.get(url, etag='"other"', last_modified=first.last_modified, now=NOW)
    assert isinstance(by_tag, gather.NotModified)
    assert isinstance(by_date, gather.NotModified)
    assert isinstance(other, gather.Fetched)


async def test_the_pictures_of_a_feed_can_be_fetched_where_it_says() -> None:
    async with serve_feeds(example_folder(), NOW) as base_url, gather.open_web(LIMITS) as web:
        feed = await web.get(f"{base_url}/culture.json", now=NOW)
        assert isinstance(feed, gather.Fetched)
        drafts = gather.read(feed.body, content_type=feed.content_type, url=a_source().url, now=NOW).drafts
        for url in [draft.image.url for draft in drafts if draft.image]:
            picture = await web.get(url, now=NOW)
            assert isinstance(picture, gather.Fetched)
            assert (picture.content_type, picture.body[:4]) == ("image/png", b"\x89PNG")


async def test_the_feeds_are_found_from_the_front_page() -> None:
    async with (
        serve_feeds(example_folder(), NOW) as base_url,
        gather.open_web(LIMITS) as web,
        gather.Readers() as readers,
    ):
        found = await gather.discover(web, readers, base_url + "/", now=NOW)
    assert {one.url.removeprefix(base_url) for one in found} == {"/city.rss", "/port.atom", "/culture.json"}


async def test_other_paths_and_methods_are_refused() -> None:
    async with serve_feeds(example_folder(), NOW) as base_url, aiohttp.ClientSession() as session:
        async with session.get(base_url + "/../digest.toml") as answer:
            assert answer.status == 404
        async with session.post(base_url + "/city.rss") as answer:
            assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
        async with session.head(base_url + "/city.rss") as answer:
            assert (answer.status, await answer.read()) == (200, b"")
