"""The swift reader says what feedparser says, or nothing: on real feeds, on broken ones, and on invented ones."""

from __future__ import annotations

import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from feedparser.datetimes import _parse_date
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from digest.gather import entry, feed
from digest.gather.drafts import Raw
from digest.gather.swift import Unproven, read_swiftly
from digest.gather.swift.moments import moment_of
from tests.gather.invented_feeds import atom_of_markup, feeds
from tests.usual_feeds import WRITTEN

URL = "https://port.example/feed.xml"


def swiftly(body: bytes, content_type: str = "") -> tuple[Any, ...]:
    """Everything that is read on from a feed, as ``feed.entries`` gives it."""
    return _raws(read_swiftly(body, content_type))


def patiently(body: bytes, content_type: str = "") -> tuple[Any, ...]:
    """The same, by feedparser."""
    return _raws(feed._read_patiently(body, content_type, URL))


def _raws(read: Any) -> tuple[str, str, str, list[Raw]]:
    told, entries = read
    head = (told.get("title", ""), told.get("link", ""), told.get("language", ""))
    return (*head, [entry.raw_of(one, "https://port.example/") for one in entries])


CONTENT_TYPES = ("", "application/rss+xml", "text/xml", "application/xml; charset=utf-8")


@pytest.mark.parametrize(("group", "fewest"), [("feedparser", 860), ("miniflux", 5), ("yarr", 0)])
def test_both_say_the_same_of_feeds_that_others_wrote(shared_data: Path, group: str, fewest: int) -> None:
    swift = 0
    for path in sorted(path for path in (shared_data / "feeds" / group).rglob("*") if path.is_file()):
        body = feed._HALVES.sub(feed._whole, path.read_bytes())
        for content_type in CONTENT_TYPES:
            try:
                told = swiftly(body, content_type)
            except Unproven:
                continue
            swift += not content_type
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # chardet's, where the charset is a guess
                assert told == patiently(body, content_type), f"{path} as {content_type!r}"
    assert swift >= fewest


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(feeds(), some.sampled_from(CONTENT_TYPES))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_say_the_same_of_invented_feeds(body: bytes, content_type: str) -> None:
    try:
        told = swiftly(body, content_type)
    except Unproven:
        return
    assert told == patiently(body, content_type)


@pytest.mark.parametrize("name", ["ana@p.example (Ana Lind)", "x@y.example", "Ana", "a@b.info (c@d.example)"])
@pytest.mark.parametrize("email", ["b@p.example", "z@w.museum", ""])
def test_both_call_who_wrote_a_feed_or_an_entry_by_the_same_name(name: str, email: str) -> None:
    person = f"<author><name>{name}</name><email>{email}</email></author>"
    for inside in (f"{person}<entry/>", f"<entry>{person}</entry>"):
        body = f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'.encode()
        assert swiftly(body, "") == patiently(body, "")


ONE = '<rss version="2.0"><channel><title>P</title>{}</channel></rss>'
BASE = ' xml:base="https://q.example/x/"'
OPENINGS = (
    *("<rss", "<feed", "<rdf:RDF", "<item", "<entry", "<title", "<content", "<content:encoded", "<description"),
    *("<link", "<guid", "<id"),
)
WITH_BASES = {
    "on the feed": ONE.format("<link>/</link><item><guid>/1</guid><link>1?a=1&amp;b=2</link></item>").replace(
        "<rss", '<rss xml:base="http://x.example/y/z"'
    ),
    "one in the other": ONE.format(
        '<item xml:base="http://y.example/"><link>/1</link></item><item><link>2</link></item>'
    ).replace("<rss", '<rss xml:base="http://x.example/y/"'),
    "behind its element": ONE.format('<item><title xml:base="http://x.example/">T</title><link>/1</link></item>'),
    "on the link": ONE.format('<item><link xml:base="http://x.example/y">../1</link><guid>2</guid></item>'),
    "an id that is no address": ONE.format(
        '<item xml:base="http://x.example/"><guid isPermaLink="false">7</guid><link></link></item>'
    ),
    "of other kinds": '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/a/"><id>urn:x:1</id>'
    '<link href="b"/><link rel="self" href=""/><entry xml:base="https://x.example/c/"><id>tag:x,2026:1</id>'
    '<link href="?d=1"/><link rel="enclosure" type="image/png" href="//y.example/e.png"/>'
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a href="f">F</a></div></content></entry></feed>',
}


@pytest.mark.parametrize("name", WITH_BASES)
def test_relative_addresses_are_resolved_against_bases(name: str) -> None:
    body = WITH_BASES[name].encode()
    assert swiftly(body) == patiently(body)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(feeds(), some.lists(some.sampled_from(OPENINGS), min_size=1, max_size=3, unique=True))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_say_the_same_of_feeds_with_bases(body: bytes, openings: list[str]) -> None:
    for opening in openings:
        for end in (b" ", b">"):
            body = body.replace(opening.encode() + end, f"{opening}{BASE}".encode() + end)
    try:
        told = swiftly(body)
    except Unproven:
        return
    assert told == patiently(body)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(atom_of_markup)
def test_both_write_xhtml_down_alike(body: bytes) -> None:
    assert swiftly(body) == patiently(body)


zones = some.sampled_from(
    ["GMT", "utc", "Z", "EST", "pdt", "+0000", "-0330", "+1245", "-00:30", "+05:30", "", "Etc/GMT"]
)
forms = some.sampled_from(
    ["%a, %d %b %Y %H:%M:%S ", "%d %B %Y %H:%M ", "%A %d %b %Y %H:%M:%S ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dt%H:%M",
     "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S ", "%y-%m-%d", "%d/%m/%Y %H:%M "]
)  # fmt: skip


@given(some.datetimes(datetime(1890, 1, 1), datetime(2110, 1, 1)), forms, zones)
def test_both_read_the_same_in_dates(moment: datetime, form: str, zone: str) -> None:
    text = moment.strftime(form) + zone
    try:
        told = moment_of(text.strip())
    except Unproven:
        return
    assert told == _parse_date(text.strip())


@pytest.mark.parametrize("name", WRITTEN)
def test_what_the_usual_programs_write_is_read_swiftly(name: str) -> None:
    body = WRITTEN[name].encode()
    assert swiftly(body, "application/xml") == patiently(body, "application/xml")
    assert len(read_swiftly(body, "")[1]) == 1


ENTITY = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">{}</content></entry></feed>'
REFUSED = {
    "a file as entity": ENTITY + ONE.format("<item><title>&x;</title></item>"),
    "a DTD": '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example/rss.dtd">' + ONE.format(""),
    "an entity of HTML": ONE.format("<item><title>a&nbsp;b</title></item>"),
    "no end": ONE.format("<item>"),
    "a prefix that nobody declared": ONE.format("<item><x:y/></item>"),
    "a prefix that means another": ONE.format('<item xmlns:dc="http://x.example/"><dc:creator>A</dc:creator></item>'),
    "a base that hangs in the air": ONE.format('<item xml:base="/x/"><link>/1</link></item>'),
    "a picture that counts from a base": ONE.format(
        '<item xml:base="http://x.example/"><thumbnail xmlns="http://search.yahoo.com/mrss/" url="1.png"/></item>'
    ),
    "a place": ONE.format('<item><p xmlns="http://www.georss.org/georss">1 2</p></item>'),
    "XHTML that is none": ATOM.format("<div/>"),
    "a body in XHTML": ATOM.format("<div xmlns='http://www.w3.org/1999/xhtml'><body>x</body></div>"),
    "a language in XHTML": ATOM.format("<div xmlns='http://www.w3.org/1999/xhtml' lang='de'>x</div>"),
    "a date in Hungarian": ONE.format("<item><pubDate>2004-július-13T9:15-05:00</pubDate></item>"),
    "depth": ONE.format("<item>" + "<title>" * 300 + "</title>" * 300 + "</item>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_on_the_list_is_left_to_feedparser(name: str) -> None:
    with pytest.raises(Unproven):
        read_swiftly(REFUSED[name].encode(), "")
