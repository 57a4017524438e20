"""The swift reader says what feedparser says, or nothing: on real feeds, on broken ones, and on invented ones."""

from __future__ import annotations

import warnings
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from feedparser.datetimes import _parse_date
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from digest.gather import feed
from digest.gather.drafts import Raw
from digest.gather.swift import Unproven, read_swiftly
from digest.gather.swift.moments import moment_of
from tests.usual_feeds import WRITTEN

URL = "https://port.example/feed.xml"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "wfw": "http://wellformedweb.org/CommentAPI/",
        "thr": "http://purl.org/syndication/thread/1.0",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }.items()
)
FRAMES = {
    "rss": (f'<rss version="2.0" {SPACES}{{root}}><channel>{{feed}}', "item", "</channel></rss>"),
    "rdf": (
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {SPACES}{{root}}><channel rdf:about="x">{{feed}}</channel>',
        "item",
        "</rdf:RDF>",
    ),
    "atom": (f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}{{root}}>{{feed}}', "entry", "</feed>"),
}


def swiftly(body: bytes, content_type: str = "") -> tuple[Any, ...]:
    """Everything that is read on from a feed, as ``feed.entries`` gives it."""
    return _raws(read_swiftly(body, content_type))


def patiently(body: bytes, content_type: str = "") -> tuple[Any, ...]:
    """The same, by feedparser."""
    return _raws(feed._read_patiently(body, content_type, URL))


def _raws(read: Any) -> tuple[str, str, str, list[Raw]]:
    told, entries = read
    head = (told.get("title", ""), told.get("link", ""), told.get("language", ""))
    return (*head, [feed._raw(entry, "https://port.example/") for entry in entries])


CONTENT_TYPES = ("", "application/rss+xml", "text/xml", "application/xml; charset=utf-8")


@pytest.mark.parametrize(("group", "fewest"), [("feedparser", 750), ("miniflux", 5), ("yarr", 0)])
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


# Texts as feeds have them: escaped, in CDATA, in pieces, with traces of other charsets, with all kinds of spaces.
letters = some.sampled_from(
    ["fog", " ", "\n", "\t", "é", "Причал", "Ã©", "\x85", "\u2028", "\xa0", "&", "<b>x</b>", "😀", "5 < 6"]
)
words = some.lists(letters, max_size=5).map("".join)
PIECES = (
    escape,
    lambda text: "<![CDATA[" + text + "]]>",
    lambda text: "<!-- no -->" + escape(text) + "<?pi no?>",
    lambda text: "".join(f"&#{ord(letter)};" for letter in text) or " ",
)
piece = some.builds(lambda made, text: made(text), some.sampled_from(PIECES), words)
text = some.lists(piece, max_size=3).map("".join)
addresses = some.sampled_from(
    ["https://p.example/1", " https://p.example/a?b=1&amp;c=2 ", "http:///p.example/2", "/3", "4.html", "", "x:y",
     "https://p.example/?a=1&amp;amp;b;=2", "HTTPS://P.example//x", "mailto:a@p.example", "tag:p.example,2026:1"]
)  # fmt: skip
DATES = (
    "", "Tue, 24 Nov 2026 06:00:00 GMT", "24 Nov 2026 06:00 -0330", "2026-11-24T06:00:00-03:30", "2026-11-24", "soon",
    "2026-11-24T06:00:00.25Z", "2026-11-24T06:00+01:00", "Tue, 24 November 2026 23:59:59 PDT",
    "Thu, 31 Feb 2026 06:00 Z", "Tue 24 Nov 2026 1:2:3 Z", "2026-11-24t06:00:00z", "  Tue, 24 Nov 2026 06:00:00 UTC\n",
    "20261124", "2026",
)  # fmt: skip
moments = some.datetimes(datetime(1901, 1, 1), datetime(2099, 12, 31))
dates = some.one_of(
    some.sampled_from(DATES[:5]),
    some.sampled_from(DATES),
    moments.map(lambda moment: f"{moment:%a, %d %b %Y %H:%M:%S} +0200"),
    moments.map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}Z"),
)
authors = some.sampled_from(
    [
        "Ana Lind",
        "ana@p.example (Ana Lind)",
        "Ana Lind &lt;ana@p.example&gt;",
        "ana@p.example",
        "(Ana)",
        "",
        "A@b (c) d@e.fr",
    ]
)


def element(name: str, inside: Any, *attributes: str) -> Any:
    """An element with this inside and some of these attributes."""
    of_all = some.sampled_from(attributes or ("",))
    chosen = some.lists(of_all, unique_by=lambda one: one.partition("=")[0], max_size=3).map(" ".join)
    return some.builds(lambda own, within: f"<{name} {own}>{within}</{name}>", chosen, inside)


KINDS = ('type="html"', 'type="TEXT"', 'xml:lang="de_AT"', 'xml:lang=""', 'type="text/plain"')
TEXTS = ("title", "description", "summary", "dc:description", "itunes:summary", "content:encoded", "atom:summary")
OTHERS = (
    "comments",
    "rights",
    "dc:publisher",
    "itunes:duration",
    "slash:comments",
    "wfw:commentRss",
    "thr:total",
    "itunes:keywords",
)
medium = some.one_of(
    element("media:thumbnail", some.one_of(some.just(""), addresses), 'url="https://p.example/t.jpg"', 'width="9"'),
    *(element(f"media:{name}", text) for name in ("title", "description", "keywords", "credit", "copyright")),
    element("media:category", text, 'label="x"', 'scheme="y"'),
    element("media:community", some.just('<media:statistics views="1"/>')),
)
media = some.lists(medium, max_size=2).map("".join)
MEDIA_ATTRIBUTES = (
    'url="https://p.example/m.jpg"',
    'medium="image"',
    'type="Image/PNG"',
    'width="640"',
    'fileSize="1"',
)
person = some.builds(
    lambda name, more: f"<name>{name}</name>{more}",
    authors,
    some.sampled_from(["", "<uri>/x</uri>", "<email>b@p.example</email>"]),
)
LINKS = ('href="https://p.example/l"', 'href="/m"', 'rel="self"', 'rel="Enclosure"', 'type="image/png"', 'type="HTML"')
said = some.one_of(
    *(element(name, text, *KINDS) for name in TEXTS),
    *(element(name, text) for name in OTHERS),
    *(
        element(name, dates)
        for name in ("pubDate", "dc:date", "atom:updated", "published", "dcterms:created", "updated")
    ),
    *(element(name, addresses, 'isPermaLink="false"', "") for name in ("guid", "id")),
    *(element(name, some.one_of(some.just(""), addresses), *LINKS) for name in ("link", "atom:link")),
    *(element(name, authors) for name in ("author", "dc:creator", "itunes:author")),
    *(element(name, text, 'domain="d"', 'term="t"', 'label="l"') for name in ("category", "dc:subject")),
    element("enclosure", some.just(""), 'url="https://p.example/e.mp3"', 'type="Audio/MPEG"', 'url=""', 'length="1"'),
    element("media:content", media, *MEDIA_ATTRIBUTES),
    element("media:group", some.builds(str.__add__, element("media:content", media, *MEDIA_ATTRIBUTES), media)),
    element("source", text, 'url="https://q.example/"'),
    element("itunes:image", some.just(""), 'href="https://p.example/i.jpg"'),
    element("dc:language", some.sampled_from(["de", "", "en-GB"])),
    element("author", person),
    element("content", text, *KINDS),
    medium,
)
told_of_feed = some.one_of(
    element("title", text, *KINDS),
    element("link", some.one_of(some.just(""), addresses), *LINKS),
    element("atom:link", some.just(""), *LINKS),
    element("description", text),
    element("itunes:summary", text),
    element("language", some.sampled_from(["de", "en_GB", ""])),
    element("image", some.just("<url>/i</url><title>No</title><link>/no</link>")),
    element("category", text),
    element("atom:id", addresses),
    element("pubDate", dates),
    element("copyright", text),
    element("itunes:owner", some.just("<itunes:name>A</itunes:name><itunes:email>b</itunes:email>")),
)


@some.composite
def feeds(draw: Any) -> bytes:
    """A feed of one of three frames, with anything in any order."""
    opening, entry, closing = FRAMES[draw(some.sampled_from(sorted(FRAMES)))]
    root = draw(some.sampled_from(["", ' xml:lang="pt_BR"', ' xml:lang=""']))
    head = "\n".join(draw(some.lists(told_of_feed, max_size=5)))
    told = draw(some.lists(some.lists(said, max_size=7).map(" ".join), max_size=3))
    entries = "".join(f"<{entry}>{one}</{entry}>" for one in told)
    return (opening.format(root=root, feed=head) + entries + closing).encode()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(feeds(), some.sampled_from(CONTENT_TYPES))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_say_the_same_of_invented_feeds(body: bytes, content_type: str) -> None:
    try:
        told = swiftly(body, content_type)
    except Unproven:
        return
    assert told == patiently(body, content_type)


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
ONE = '<rss version="2.0"><channel><title>P</title>{}</channel></rss>'
REFUSED = {
    "a file as entity": ENTITY + ONE.format("<item><title>&x;</title></item>"),
    "a DTD": '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example/rss.dtd">' + ONE.format(""),
    "an entity of HTML": ONE.format("<item><title>a&nbsp;b</title></item>"),
    "no end": ONE.format("<item>"),
    "a prefix that nobody declared": ONE.format("<item><x:y/></item>"),
    "a prefix that means another": ONE.format('<item xmlns:dc="http://x.example/"><dc:creator>A</dc:creator></item>'),
    "another base": ONE.format('<item xml:base="http://x.example/"><link>/1</link></item>'),
    "a place": ONE.format('<item><p xmlns="http://www.georss.org/georss">1 2</p></item>'),
    "XHTML": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div/></content></entry></feed>',
    "a date in Hungarian": ONE.format("<item><pubDate>2004-július-13T9:15-05:00</pubDate></item>"),
    "depth": ONE.format("<item>" + "<title>" * 300 + "</title>" * 300 + "</item>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_on_the_list_is_left_to_feedparser(name: str) -> None:
    with pytest.raises(Unproven):
        read_swiftly(REFUSED[name].encode(), "")
