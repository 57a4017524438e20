"""Articles of which their sources say something else at every look, and pages that are not what they look like."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.store.arriving import MOST_VERSIONS
from tests.jobs.test_visiting import a_desk, page
from tests.makers import NOW

LOOK = timedelta(hours=7)


async def test_a_number_of_comments_is_not_kept_and_read_for_ever(tmp_path: Path, database_url: str) -> None:
    async with a_desk(tmp_path, database_url) as desk:
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        for number in range(MOST_VERSIONS + 10):
            desk.feed(f"The fog came. {number} comments")
            article = await desk.go(NOW + number * LOOK)
        async with desk.newsroom.reading() as tx:
            assert len(await store.articles.versions(tx, article.id)) == MOST_VERSIONS
        assert desk.server.count("/fog") <= MOST_VERSIONS + 2
        assert "It stayed." in article.text, "what was read is not lost to what is only begun"
        assert article.lead == f"The fog came. {number} comments", "but the source is believed"


@pytest.mark.parametrize(
    "title", ["Fog was removed from the calendar", "Ship not found in the fog", "Bus 404 runs again"]
)
async def test_news_of_what_is_gone_is_no_sign_that_the_article_is(tmp_path: Path, title: str) -> None:
    async with a_desk(tmp_path) as desk:
        url = desk.server.put("/fog", page("It stayed.").replace("Fog", title), content_type="text/html")
        item = f"<item><title>{title}</title><link>{url}</link><description>The fog came.</description></item>"
        desk.server.put("/feed", f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>")
        assert "It stayed." in (await desk.go()).text
        desk.server.put(
            "/fog", "<title>Not there</title><p>404 - this page no longer exists.", content_type="text/html"
        )
        if "404" not in title:
            await jobs.go_round(desk.newsroom, now=NOW + timedelta(hours=2))
            async with desk.newsroom.reading() as tx:
                assert await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9)) == []


async def test_the_front_page_is_not_the_article_that_is_gone(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.redirect("/fog", "/", status=302)
        desk.server.put("/", page("All the news of today."), content_type="text/html")
        await jobs.go_round(desk.newsroom, now=NOW)
        async with desk.newsroom.reading() as tx:
            assert await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9)) == []
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        assert "It stayed." in (await desk.go(NOW + timedelta(hours=2))).text, "it was away for an hour"


@pytest.mark.parametrize("door", ["/account/login", "/sign-in.php", "/consent/"])
async def test_a_page_to_sign_in_is_no_article(tmp_path: Path, door: str) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.redirect("/fog", f"{door}?next=/fog", status=302)
        desk.server.put(door, page("Please sign in to read on."), content_type="text/html")
        article = await desk.go()
        assert article.text == "The fog came."
        assert "a page to sign in" in article.notes[-1]


async def test_a_page_is_left_alone_for_as_long_as_its_server_wishes(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.server.put("/fog", status=429, headers={"Retry-After": str(24 * 3600)})
        await desk.go()
        desk.server.put("/fog", page("It stayed."), content_type="text/html")
        assert (await desk.go(NOW + timedelta(hours=23))).text == "The fog came."
        assert "It stayed." in (await desk.go(NOW + timedelta(hours=25))).text
