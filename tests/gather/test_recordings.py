"""Episodes that have no page: their recording is what a reader expects behind the title."""

from __future__ import annotations

import json

import pytest

from digest.gather import feed, is_stub
from digest.gather.swift import Unproven, read_swiftly
from digest.model import Draft
from tests.makers import NOW

CDN = "https://cdn.talk.example"
SHOW = (
    '<rss version="2.0"><channel><title>Talk</title><link>https://talk.example/</link><item><title>Fog</title>{}'
    '<guid isPermaLink="false">ep12</guid></item></channel></rss>'
)


def rss(item: str) -> Draft:
    return feed.read(SHOW.format(item).encode(), url="https://talk.example/rss", now=NOW).drafts[0]


@pytest.mark.parametrize(
    ("item", "url"),
    [
        (f'<enclosure url="{CDN}/12.mp3?utm_source=rss" type="audio/mpeg" length="1"/>', f"{CDN}/12.mp3"),
        (f'<enclosure url="{CDN}/play/12" type="video/mp4" length="1"/>', f"{CDN}/play/12"),
        (f'<enclosure url="{CDN}/12.m4a" length="1"/>', f"{CDN}/12.m4a"),
        ('<enclosure url="/audio/12.ogg" type="" length="1"/>', "https://talk.example/audio/12.ogg"),
        (f'<enclosure url="{CDN}/12.jpg" type="image/jpeg"/><enclosure url="{CDN}/12.mp3"/>', f"{CDN}/12.mp3"),
        (f'<link>https://talk.example/12</link><enclosure url="{CDN}/12.mp3"/>', "https://talk.example/12"),
        (f'<enclosure url="{CDN}/12.mp3?token=s3cret" type="audio/mpeg"/>', ""),  # one subscriber's
        (f'<enclosure url="{CDN}/12.pdf" type="application/pdf"/>', ""),
    ],
)
def test_an_episode_without_a_page_leads_to_its_recording(item: str, url: str) -> None:
    assert rss(item).url == url


def test_a_recording_is_not_read_as_a_page() -> None:
    assert not is_stub(rss(f'<enclosure url="{CDN}/12.mp3" type="audio/mpeg"/>'))
    assert is_stub(rss("<link>https://talk.example/12</link>"))


def test_json_feeds_and_what_feedparser_reads_lead_there_too() -> None:
    item = {"id": "1", "title": "Fog", "attachments": [{"url": f"{CDN}/12.mp3", "mime_type": "audio/mpeg"}]}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Talk", "items": [item]}).encode()
    assert feed.read(body, url="https://talk.example/feed.json", now=NOW).drafts[0].url == f"{CDN}/12.mp3"
    odd = SHOW.format(f'<odd:x xmlns:odd="urn:odd">1</odd:x><enclosure url="{CDN}/12.mp3" type="audio/mpeg"/>').encode()
    with pytest.raises(Unproven):
        read_swiftly(odd, "")
    assert feed.read(odd, url="https://talk.example/rss", now=NOW).drafts[0].url == f"{CDN}/12.mp3"
