"""The archive: issues that left, as they were sent, without anybody's links; feeds that others can read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from digest import jobs, store
from digest.model import ErrandState, PublicFace
from subscribers import Purpose
from tests.makers import NOW, an_errand
from tests.newsrooms import add_stories
from tests.sites import BASE, Site, a_site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path, public=PublicFace(description="Fish & ships, <daily>.")) as site:
        yield site


async def press(site: Site, *, undo: timedelta = timedelta()) -> int:
    order = jobs.Order.by_hand(now=site.clock.now, undo=undo)
    run = await jobs.press(site.newsroom, site.newsletter, order, now=site.clock.now)
    assert run is not None
    return run.issue_id or 0


async def test_an_issue_is_in_the_archive_when_it_left_and_no_sooner(site: Site) -> None:
    assert "No issue has been sent yet" in (await site.get("/archive/morning")).text
    await press(site, undo=timedelta(minutes=5))
    for path in ("/archive/morning/1", "/archive/morning/2", "/archive/morning/x", "/archive/morning/" + "9" * 40):
        assert (await site.get(path)).status == 404
    assert "Story number 0" not in (await site.get("/archive/morning")).text
    site.clock.turn(minutes=6)
    page = await site.get("/archive/morning/1")
    assert page.status == 200
    assert "Story number 0" in page.text
    assert not any(own in page.text for own in ("/leave/", "/preferences/", "<script"))
    assert "script" not in page.headers["content-security-policy"]
    listed = await site.get("/archive/morning")
    assert 'href="/archive/morning/1"' in listed.text
    assert (listed.headers["x-robots-tag"], listed.headers["cache-control"]) == ("all", "public, max-age=300")


async def test_an_issue_that_was_called_back_is_not_shown(site: Site) -> None:
    number = await press(site, undo=timedelta(minutes=5))
    async with site.newsroom.begin() as tx:
        await store.steering.cancel(tx, number, reason="second thoughts", now=site.clock.now)
    site.clock.turn(minutes=6)
    assert (await site.get("/archive/morning/1")).status == 404
    assert json.loads((await site.get("/archive/morning/feed.json")).text)["items"] == []


async def test_feeds_are_read_by_others_and_need_not_be_fetched_twice(site: Site) -> None:
    async with site.newsroom.begin() as tx:
        source = (await store.sources.every(tx))[0]
        await add_stories(tx, source.id, range(4, 6), NOW)
    await press(site)
    answer = await site.get("/archive/morning/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.text.encode())
    assert not read.bozo
    assert (read.feed.title, read.feed.subtitle) == ("The Morning Tide", "Fish & ships, <daily>.")
    (entry,) = read.entries
    assert entry.link == entry.id == f"{BASE}/archive/morning/1"
    assert "Story number 0" in entry.content[0].value
    own = json.loads((await site.get("/archive/morning/feed.json")).text)
    assert own["version"] == "https://jsonfeed.org/version/1.1"
    assert own["items"][0]["url"] == entry.link
    again = await site.get("/archive/morning/feed.atom", If_None_Match=answer.headers["etag"])
    assert (again.status, again.text) == (304, "")


async def test_the_sitemap_names_what_anybody_may_find_and_robots_are_told(site: Site) -> None:
    await press(site)
    root = ET.fromstring((await site.get("/sitemap.xml")).text)
    found = [place.text for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == [f"{BASE}/", f"{BASE}/join/morning", f"{BASE}/archive/morning", f"{BASE}/archive/morning/1"]
    robots = (await site.get("/robots.txt")).text
    assert "Disallow: /preferences/" in robots
    assert f"Sitemap: {BASE}/sitemap.xml" in robots


async def test_an_archive_that_is_off_is_not_there_but_the_link_in_a_mail_is(site: Site) -> None:
    await press(site)
    closed = replace(site.newsletter, public=PublicFace(archived=False))
    async with site.newsroom.begin() as tx:
        await store.newsletters.put(tx, closed, now=NOW)
    for path in ("/archive/morning", "/archive/morning/1", "/archive/morning/feed.json", "/archive/nobody"):
        assert (await site.get(path)).status == 404
    assert "archive" not in (await site.get("/sitemap.xml")).text
    (mail, *_) = await site.mails()
    part = mail.get_body(("html",))
    assert part is not None
    view = part.get_content().partition(f"{BASE}/view/")[2].partition('"')[0]
    assert (await site.get(f"/view/{view}")).status == 200
    assert (await site.get(f"/view/{view}")).headers["x-robots-tag"] == "noindex"


async def test_a_long_archive_has_pages(site: Site) -> None:
    first = await press(site)
    async with site.newsroom.begin() as tx:
        issue, sheet = await store.issues.get(tx, first), await store.errands.sheet_of(tx, first)
        for number in range(2, 23):
            await store.issues.keep(tx, replace(issue, id=first + number, number=number), page="")
            await store.freezing.open_errand(tx, an_errand(id=first + number, state=ErrandState.FREEZING), sheet)
            await store.freezing.thaw(tx, first + number)
    assert (await site.get("/archive/morning")).text.count("<time ") == 20
    second = (await site.get("/archive/morning?before=3")).text
    assert second.count("<time ") == 2
    for odd in ("?before=x", "?before=-1", "?before=" + "9" * 50):
        assert (await site.get(f"/archive/morning{odd}")).status == 200


async def test_an_issue_that_an_older_version_printed_is_shown_under_the_same_policy(site: Site) -> None:
    first = await press(site)
    async with site.newsroom.begin() as tx:
        issue = await store.issues.get(tx, first)
        old = '<html lang="en"><head><title>Old</title></head><body><p style="color: red">Old</p></body></html>'
        await store.issues.keep(tx, replace(issue, id=first + 1, number=2), page=old)
    answer = await site.get(f"/view/{site.token(Purpose.VIEW, person_id=0, errand_id=first + 1)}")
    assert '<p class="i1">Old</p>' in answer.text
    assert "'sha256-" in answer.headers["content-security-policy"]
