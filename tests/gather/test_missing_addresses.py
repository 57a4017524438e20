"""What a feed does not give is not made up from where the feed lies."""

from __future__ import annotations

import json

import pytest

from digest.gather import read
from digest.gather.urls import canonical
from tests.makers import NOW

FEED = "https://harbourpost.example/feed.json"


@pytest.mark.parametrize("nothing", ["", " ", "\n"])
def test_no_address_stays_no_address_whatever_it_is_joined_with(nothing: str) -> None:
    assert canonical(nothing, "https://harbourpost.example/culture/") == ""


def test_json_items_without_link_and_picture_have_neither() -> None:
    items = [{"id": str(number), "title": f"Note {number}", "content_text": "Fog."} for number in range(2)]
    body = json.dumps({"version": "1.1", "home_page_url": "https://harbourpost.example/", "items": items}).encode()
    drafts = read(body, url=FEED, now=NOW).drafts
    assert [(draft.url, draft.image) for draft in drafts] == [("", None), ("", None)]


def test_rss_items_without_link_take_the_permalink_they_call_guid() -> None:
    body = b"""<rss version="2.0"><channel><title>t</title><link>https://harbourpost.example/</link>
    <item><title>One</title><guid>https://harbourpost.example/one</guid></item></channel></rss>"""
    (draft,) = read(body, url=FEED, now=NOW).drafts
    assert draft.url == "https://harbourpost.example/one"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://port.example/The Fog.mp3", "https://port.example/The%20Fog.mp3"),
        ("The Fog.html?on=the quay", "https://port.example/The%20Fog.html?on=the%20quay"),
        ("https://port.example/fog/\n    bell", "https://port.example/fog/bell"),
        (" \nhttps://port.example/fog\t ", "https://port.example/fog"),
        ("https://port .example/fog", ""),
    ],
)
def test_blanks_within_an_address_are_of_it(written: str, meant: str) -> None:
    """Left out, they make an address that is not there."""
    assert canonical(written, "https://port.example/") == meant
