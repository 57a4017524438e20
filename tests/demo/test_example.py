"""The example newsroom is what the demo promises: three feeds, twenty articles, documents, thirty readers."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

import subscribers
from digest import cadence, gather, render
from digest.demo.example import example_folder, fill, lay_out
from digest.demo.feeds import read_pages
from digest.errors import NotFound
from digest.model import DatedBy, Draft
from digest.phrases import Speech
from digest.settings import Definitions, load
from tests.people import bring_in

NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
BASE = "http://127.0.0.1:8123"
FEEDS = ("city.rss", "port.atom", "culture.json")


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return {path: page.body for path, page in read_pages(example_folder(), base_url=BASE, now=NOW).items()}


def drafts_of(pages: dict[str, bytes], name: str) -> tuple[Draft, ...]:
    harvest = gather.read(pages[f"/{name}"], url=f"{BASE}/{name}", now=NOW)
    assert harvest.notes == ()
    assert harvest.language == "en"
    return harvest.drafts


def test_three_feeds_tell_twenty_articles_all_of_them_datable_and_signed(pages: dict[str, bytes]) -> None:
    drafts = [draft for name in FEEDS for draft in drafts_of(pages, name)]
    assert [len(drafts_of(pages, name)) for name in FEEDS] == [7, 7, 6]
    for draft in drafts:
        assert draft.notes == ()
        assert draft.published is not None
        assert NOW - timedelta(hours=36) < draft.published < NOW
        assert draft.authors
        assert draft.topics
        assert draft.lead.endswith(".")
        assert 100 <= len(draft.text.split()) <= 250
        assert "{{" not in draft.body + draft.title + draft.lead


def test_one_story_is_told_by_two_sources_under_one_address(pages: dict[str, bytes]) -> None:
    urls = [draft.url for name in FEEDS for draft in drafts_of(pages, name)]
    assert (
        sorted(url for url in urls if urls.count(url) > 1)
        == ["https://www.harbourpost.example/city/line-4-old-quay"] * 2
    )


def test_the_html_title_comes_out_as_plain_text(pages: dict[str, bytes]) -> None:
    titles = [draft.title for draft in drafts_of(pages, "city.rss")]
    assert "Light in the window: keeper’s house becomes a night school" in titles


def test_every_picture_is_served_small_enough_and_1200_by_630(pages: dict[str, bytes]) -> None:
    pictured = [draft.image for name in FEEDS for draft in drafts_of(pages, name) if draft.image]
    assert len(pictured) >= 8
    for picture in pictured:
        body = pages[picture.url.removeprefix(BASE)]
        assert struct.unpack(">II", body[16:24]) == (1200, 630)
        assert len(body) < 60_000
    assert sum(bool(picture.alt and picture.caption) for picture in pictured) >= 8


def test_a_working_copy_has_settings_that_load_and_documents_that_read(tmp_path: Path) -> None:
    file = lay_out(example_folder(), tmp_path / "work", base_url=BASE, relay_port=2525, now=NOW)
    settings = load(file, {})
    assert settings.relay.port == 2525
    defined = Definitions.of(settings)
    assert [source.url for source in defined.sources[:3]] == [f"{BASE}/{name}" for name in FEEDS]
    for newsletter in defined.newsletters:
        for one in newsletter.cadences:
            cadence.parse(one.rule, one.zone)
        assert {slug for plan in newsletter.sections for slug in plan.sources} == {one.slug for one in defined.sources}
    found = {one.guid: one for one in gather.read_folder(defined.sources[3].url, now=NOW).drafts}
    assert len(found) == 5
    exported = found["the-bell-of-saint-brannock.md"]
    assert exported.title == "The bell of Saint Brannock’s rings again, on purpose"
    assert (exported.authors, exported.url) == (
        ("Leila Haddad",),
        "https://www.harbourpost.example/culture/bell-of-saint-brannock",
    )
    assert exported.image is not None
    assert exported.image.caption.startswith("The bell, cast in 1704")
    assert exported.published == datetime(2026, 11, 24, tzinfo=UTC)
    assert found["from-the-harbour-master.md"].dated_by is DatedBy.FILE_TIME
    assert all(one.published and one.published > NOW - timedelta(days=1) for one in found.values())
    assert not any("{{" in one.body for one in found.values())


def test_the_newsroom_brings_a_masthead_of_its_own(tmp_path: Path) -> None:
    file = lay_out(example_folder(), tmp_path, base_url=BASE, relay_port=2525, now=NOW)
    looks = render.open_looks(load(file, {}).templates.folder)
    facts = {
        "style": {"accent": "#0f5c7a", "tagline": "Larkhaven before breakfast"},
        "newsletter": {"title": "The Morning Tide"},
        "issue": {"date": "Tuesday", "number_line": "Issue 1"},
        "frame": {"attributes": ""},
    }
    shown = looks.render("issues/classic/masthead.html", facts, Speech("en"))
    assert 'bgcolor="#0f5c7a"' in shown
    assert "Larkhaven before breakfast" in shown


def test_laying_out_again_is_safe(tmp_path: Path) -> None:
    first = lay_out(example_folder(), tmp_path, base_url=BASE, relay_port=2525, now=NOW)
    (tmp_path / "digest.db").write_bytes(b"kept")
    assert lay_out(example_folder(), tmp_path, base_url=BASE, relay_port=2526, now=NOW) == first
    assert (tmp_path / "digest.db").read_bytes() == b"kept"


async def test_thirty_readers_of_many_languages_and_zones_come_in_without_a_refusal() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as tx:
        await tx.run_sync(subscribers.metadata.create_all)
        report = await bring_in(tx, example_folder() / "subscribers.csv", 1)
        people = await subscribers.recipients(tx, 1)
    await engine.dispose()
    assert (report.rows, report.added, report.refused) == (30, 30, 0)
    assert len({one.language for one in people}) >= 15
    assert len({one.zone for one in people} & available_timezones()) >= 15
    domains = {one.address.rpartition("@")[2] for one in people}
    assert all(domain.endswith((".example", "example.org", "example.com", "example.net")) for domain in domains)
    assert any(domain.startswith("xn--") for domain in domains)
    assert any("+" in one.address for one in people)


def test_marks_are_filled_in_as_the_format_writes_dates() -> None:
    text = "{{minutes_ago:75}} {{base}} {{day}}"
    assert fill(text, ".rss", base_url="B", now=NOW) == "Tue, 24 Nov 2026 06:00:00 +0000 B November 24, 2026"
    assert fill(text, ".atom", base_url="B", now=NOW) == "2026-11-24T06:00:00+00:00 B November 24, 2026"


def test_a_missing_example_is_named() -> None:
    with pytest.raises(NotFound, match="no example 'moon'"):
        example_folder("moon")
