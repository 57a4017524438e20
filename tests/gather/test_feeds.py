"""Feeds as they are found: odd charsets, dates, ids and titles, and 1,900 files that broke other readers."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import gather
from digest.errors import NotAFeed
from digest.model import DatedBy, Draft, Harvest
from tests.makers import NOW

ITEM = "<item><title>{title}</title><link>{link}</link><guid>{guid}</guid><pubDate>{date}</pubDate>{more}</item>"
TODAY = "Tue, 24 Nov 2026 06:00:00 GMT"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    channel = "<title>Port</title><link>https://port.example/</link><language>en-GB</language>"
    return f'{head}<rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'.encode()


def item(title: str = "Fog", link: str = "/fog", guid: str = "g1", date: str = TODAY, more: str = "") -> str:
    return ITEM.format(title=title, link=link, guid=guid, date=date, more=more)


def read(body: bytes, content_type: str = "", url: str = "https://port.example/feed.xml") -> Harvest:
    return gather.read(body, content_type=content_type, url=url, now=NOW)


def one(body: bytes) -> Draft:
    (draft,) = read(body).drafts
    return draft


def test_an_rss_item_with_everything() -> None:
    more = (
        "<description>Boats stay in.</description><category>weather</category><author>a@x.example (Ana Lind)</author>"
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">&lt;p&gt;Boats &lt;b&gt;stay'
        "&lt;/b&gt; in. &lt;a href='/tide?utm_source=rss'&gt;Tide&lt;/a&gt;&lt;/p&gt;</content:encoded>"
        '<enclosure url="https://port.example/a.jpg" type="image/jpeg" length="1"/>'
    )
    draft = one(rss(item(more=more)))
    assert (draft.guid, draft.url, draft.title) == ("g1", "https://port.example/fog", "Fog")
    assert (draft.lead, draft.text, draft.language) == ("Boats stay in.", "Boats stay in. Tide", "en")
    assert 'href="https://port.example/tide"' in draft.body
    assert (draft.topics, draft.published) == (("weather",), datetime(2026, 11, 24, 6, tzinfo=UTC))
    assert draft.image is not None
    assert draft.image.url == "https://port.example/a.jpg"


FORMATS = {
    "rss 0.91": b'<rss version="0.91"><channel><title>P</title><item><title>Fog</title><link>https://p.example/1</link>'
    b"<description>In.</description></item></channel></rss>",
    "rss 1.0": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    b'<channel rdf:about="x"><title>P</title></channel><item rdf:about="https://p.example/1"><title>Fog</title>'
    b"<link>https://p.example/1</link><description>In.</description></item></rdf:RDF>",
    "atom 0.3": b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>P</title><entry><title>Fog</title>'
    b'<link rel="alternate" href="https://p.example/1"/><summary>In.</summary></entry></feed>',
    "atom 1.0": b'<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><title type="html">Fog</title>'
    b'<link href="https://p.example/1"/><id>u</id><summary>In.</summary></entry></feed>',
    "json 1.1": b'{"version":"https://jsonfeed.org/version/1.1","title":"P","items":[{"id":"1","title":"Fog",'
    b'"url":"https://p.example/1","content_text":"In."}]}',
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_article(name: str) -> None:
    draft = one(FORMATS[name])
    assert (draft.title, draft.url, draft.text) == ("Fog", "https://p.example/1", "In.")
    assert draft.guid


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [("cp1251", "windows-1251", ""), ("utf-16", "utf-16", ""), ("koi8-r", "koi8-r", ""), ("utf-8", "", ""),
     ("cp1251", "", "application/rss+xml; charset=windows-1251"), ("utf-8", "iso-8859-1", "text/xml; charset=utf-8")],
)  # fmt: skip
def test_charsets_declared_in_one_place_or_the_other(encoding: str, declared: str, content_type: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    body = rss(item(title="Причал закрыт"), head=head).decode().encode(encoding)
    (draft,) = read(body, content_type).drafts
    assert draft.title == "Причал закрыт"


def test_titles_with_markup_and_entities_become_plain_text_on_one_line() -> None:
    assert one(rss(item(title="&lt;b&gt;Fog&lt;/b&gt; &amp;amp; rain&#xA;tonight"))).title == "Fog & rain tonight"
    assert one(rss(item(title="<![CDATA[5 < 6 &mdash; <em>still</em>]]>"))).title.endswith("— still")


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 24 Nov 2036 06:00:00 GMT"])
def test_missing_and_absurd_dates_count_as_none(date: str) -> None:
    draft = one(rss(item(date=date)))
    assert draft.published is None
    assert draft.dated_by is DatedBy.FIRST_SEEN


def test_an_item_without_a_guid_has_one_that_stays() -> None:
    bare = item().replace("<guid>g1</guid>", "")
    assert one(rss(bare)).guid == one(rss(bare)).guid != ""


def test_an_entry_that_stands_there_twice_is_read_once_and_noted() -> None:
    harvest = read(rss(item(), item(title="Fog again"), item(guid="g2", link="/rain")))
    assert [draft.guid for draft in harvest.drafts] == ["g1", "g2"]
    assert harvest.notes == ("'Fog again' stands there twice",)


def test_a_feed_with_its_whole_history_is_cut() -> None:
    harvest = read(rss(*(item(guid=str(n), link=f"/{n}") for n in range(700))))
    assert len(harvest.drafts) == 500
    assert "200 entries beyond" in harvest.notes[-1]


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"", "an empty answer"), (b"<!doctype html><p>Hi", "a web page"), (b'{"a": 1}', "JSON"), (b"\x89PNG\r\n", "else"),
     (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "another kind")],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_what_it_looks_like(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed, match="feed") as fault:
        read(body)
    assert said in str(fault.value)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\xff" * 5_000_000,
        rss(item(more=f"<description>{'&lt;div&gt;' * 50_000}</description>")),
        rss(item(more="<description>" + "&lt;" * 100_000 + "</description>")),
        rss(item(title="&l9;"), head=f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>'),
        rss(item(title="&x;"), head='<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    ids=["ten MB of junk", "deep nesting", "only openings", "a billion laughs", "a file as entity"],
)
def test_hostile_feeds_take_little_time_and_leak_nothing(body: bytes) -> None:
    began = time.monotonic()
    try:
        harvest = read(body)
    except NotAFeed:
        harvest = Harvest()
    assert time.monotonic() - began < 30, "a bound against hanging, not a measurement"
    assert not any("root:" in draft.title + draft.text for draft in harvest.drafts)
    assert sum(len(draft.body) for draft in harvest.drafts) < 2_000_000


@pytest.mark.parametrize("group", ["feedparser", "miniflux", "yarr"])
def test_every_feed_that_broke_somebody_is_read_or_refused(shared_data: Path, group: str) -> None:
    number = 0
    for path in sorted(path for path in (shared_data / "feeds" / group).rglob("*") if path.is_file()):
        began = time.monotonic()
        try:
            harvest = read(path.read_bytes(), url=f"https://port.example/{path.name}")
        except NotAFeed:
            continue
        finally:
            assert time.monotonic() - began < 20, path
        number += 1
        for draft in harvest.drafts:
            check(draft, path)
    assert number >= {"feedparser": 1500, "miniflux": 7, "yarr": 4}[group]


def check(draft: Draft, path: Path) -> None:
    """What everything behind the reader relies on."""
    assert draft.guid, path
    assert draft.title, path
    assert "\n" not in draft.title, path
    assert not draft.url or draft.url.startswith(("http://", "https://")), path
    assert draft.published is None or NOW - timedelta(days=365 * 60) < draft.published <= NOW + timedelta(days=2), path
    assert "<script" not in draft.body.lower(), path
