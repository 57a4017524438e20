"""Which hub a feed names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.gather.hubs import LEASE, offered, source_of, verified
from digest.model import Hub
from tests.makers import NOW

URL = "https://x.example/feed"
ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='alternate' href='/'/>"
    b"<link href=\"https://hub.example/?a=1&amp;b=2\" rel=\"hub\"/><link rel='hub' href='https://second.example/'/>"
    b"<link rel='self' type='application/atom+xml' href='/feed'/>"
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (ATOM + b"<entry/></feed>", ("https://hub.example/?a=1&b=2", URL)),
        (b"<rss><channel><atom10:link REL='Hub' href='https://h.example/'/><item/></channel></rss>",
         ("https://h.example/", "")),
        (b'{"version":"x","feed_url":"https://x.example/f","hubs":[{"type":"WebSub","url":"https://h.example/"}]}',
         ("https://h.example/", "https://x.example/f")),
        (b"<rss><channel><item><![CDATA[<link rel='hub' href='https://evil.example/'>]]></item></channel></rss>",
         ("", "")),
        (b"<feed><link rel='hub' href='javascript:x'/><link rel='self' href='http://[x'/></feed>", ("", "")),
        (b'{"hubs": 1}', ("", "")),
        (b'{"hubs": [{"url": 7}], "feed_url": []}', ("", "")),
        (b'{"hubs', ("", "")),
        (b"", ("", "")),
        (b"<link" * 50_000, ("", "")),
    ],
)  # fmt: skip
def test_the_first_hub_of_the_head_counts(body: bytes, found: tuple[str, str]) -> None:
    assert offered(body, URL) == found


@pytest.mark.parametrize("seconds", ["", "x", "0", "-5"])
def test_a_lease_without_a_length_is_what_was_asked_for(seconds: str) -> None:
    assert verified(Hub(source_id=1, url="u", topic="t"), seconds, now=NOW).until == NOW + LEASE


@pytest.mark.parametrize("seconds", ["1", "60", "300"])
def test_a_hub_that_grants_moments_is_not_asked_every_moment(seconds: str) -> None:
    hub = verified(Hub(source_id=1, url="u", topic="t"), seconds, now=NOW)
    assert hub.until == NOW + timedelta(seconds=int(seconds))
    assert hub.next_step == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("mark", ["", "a", "é", "AAAA", "/" * 32, "_" * 32, "A" * 400])
def test_what_is_no_mark_names_no_source(mark: str) -> None:
    assert source_of(mark) is None
