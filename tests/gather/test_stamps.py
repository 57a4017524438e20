"""Dates of feeds as they are found: without a zone, in other languages, the year or the month first."""

from __future__ import annotations

import json

import pytest

from digest.gather import read
from tests.makers import NOW

URL = "https://harbourpost.example/feed"
FEED = (
    "<rss version='2.0'><channel><title>t</title><item><title>Fog</title><guid>1</guid><pubDate>{}</pubDate></item>"
    "</channel></rss>"
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Fri, 20 Nov 2026 08:05:00", "2026-11-20T08:05"),
        ("Fr, 20 Nov 2026 08:05:00 +0100", "2026-11-20T07:05"),
        ("Fr., 20. November 2026 08:05:00 +0100", "2026-11-20T07:05"),
        ("ven., 20 nov. 2026 08:05:00 +0100", "2026-11-20T07:05"),
        ("20.11.2026 08:05", "2026-11-20T08:05"),
        ("20-11-2026 08:05", "2026-11-20T08:05"),
        ("20-Nov-2026 08:05", "2026-11-20T08:05"),
        ("2026/11/20 08:05", "2026-11-20T08:05"),
        ("2026年11月20日 08:05", "2026-11-20T08:05"),
        ("11/20/2026 8:05:00 PM", "2026-11-20T20:05"),
        ("November 20, 2026 8:05 pm", "2026-11-20T20:05"),
        ("Friday, November 20, 2026 - 08:05", "2026-11-20T08:05"),
        ("Fri, 20 Nov 2026 08:05:00 GMT+2", "2026-11-20T06:05"),
        ("Fri, 20 Nov 2026 08:05:00 UTC+1", "2026-11-20T07:05"),
        ("Fri, 20 Nov 2026 08:05:00 CET", "2026-11-20T07:05"),
        ("Fri, 20 Nov 2026 08:05:00 MSK", "2026-11-20T05:05"),
        ("Fri, 20 Nov 2026 08:05:00 EST", "2026-11-20T13:05"),
        ("1795161900", "2026-11-20T08:05"),
        ("1795161900000", "2026-11-20T08:05"),
    ],
)
def test_a_date_in_any_form_is_read(said: str, meant: str) -> None:
    (draft,) = read(FEED.format(said).encode(), url=URL, now=NOW).drafts
    assert draft.published is not None
    assert draft.published.strftime("%Y-%m-%dT%H:%M") == meant


@pytest.mark.parametrize("said", ["11/12/2026 8:05", "yesterday", "0000-00-00 00:00:00", "99-99-2026"])
def test_what_two_readers_read_as_two_dates_or_nobody_as_one_is_none(said: str) -> None:
    (draft,) = read(FEED.format(said).encode(), url=URL, now=NOW).drafts
    assert draft.published is None


def test_a_json_feed_gives_one_author_one_tag_and_seconds_where_it_should_give_lists_and_a_date() -> None:
    item = {"id": "1", "title": "Fog", "author": "Mara Lind", "tags": "harbour", "date_published": 1795161900}
    feed = {"version": "1", "author": {"name": "The desk"}, "items": [item, {**item, "id": "2", "authors": ["Jon Au"]}]}
    first, second = read(json.dumps(feed).encode(), url=URL, now=NOW).drafts
    assert (first.authors, second.authors, first.topics) == (("Mara Lind",), ("Jon Au",), ("harbour",))
    assert first.published is not None
    assert first.published.isoformat() == "2026-11-20T08:05:00+00:00"
