"""What programs of publishers write into feeds, lists and documents, and people would read wrongly without a care."""

from __future__ import annotations

import html
import json

import pytest

from digest import gather
from digest.gather.clean import plain_title, sanitise, spoken_of
from digest.gather.documents.document import read_document
from digest.gather.feed import entries
from digest.gather.listing import read_listing
from digest.gather.plain import plain_text
from digest.gather.urls import canonical
from digest.model import Draft
from tests.makers import NOW

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
TOOT = (
    f'<rss version="2.0" {MEDIA}><channel><title>Harbour</title><item><guid>https://social.example/@harbour/1</guid>'
    "<link>https://social.example/@harbour/1</link><description>&lt;p&gt;High water at nine.&lt;/p&gt;</description>"
    '<media:content url="https://files.example/m.jpg" type="image/jpeg" medium="image">'
    '<media:description type="plain">{}</media:description></media:content></item></channel></rss>'
)
ALT = "The northern mole in the storm, with waves that are higher than the lamp posts on it"
ENTRY = '<entry><id>{0}</id><title>{0}</title><link href="https://port.example/{0}"/>{1}<content>Fog.</content></entry>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Port</title><author><name>Mara Lindqvist</name></author>'
    f"{ENTRY.format(1, '')}{ENTRY.format(2, '<author><name>Ana Lind</name></author>')}</feed>"
)


def drafts(body: str) -> tuple[Draft, ...]:
    return gather.read(body.encode(), url="https://port.example/feed.xml", now=NOW).drafts


@pytest.mark.parametrize("more", ["", "<unknown/>"])  # what the swift reader refuses is feedparser's
def test_the_description_of_a_picture_is_not_the_text_of_its_post(more: str) -> None:
    (post,) = drafts(TOOT.format(ALT).replace("</item>", f"{more}</item>"))
    assert (post.text, post.lead) == ("High water at nine.", "")
    assert post.image is not None
    assert post.image.alt == ALT


def test_where_a_medium_alone_is_described_that_is_the_text() -> None:
    (post,) = drafts(TOOT.format(ALT).replace("&lt;p&gt;High water at nine.&lt;/p&gt;", ""))
    assert post.text == ALT


@pytest.mark.parametrize("more", ["", "<unknown/>"])
def test_the_author_of_an_atom_feed_wrote_what_names_no_other(more: str) -> None:
    assert [one.authors for one in drafts(ATOM.replace("</feed>", f"{more}</feed>"))] == [
        ("Mara Lindqvist",),
        ("Ana Lind",),
    ]


def test_whoever_runs_the_site_of_an_rss_feed_wrote_nothing_in_it() -> None:
    head = "<title>P</title><managingEditor>desk@port.example (The desk)</managingEditor><unknown/>"
    (one,) = drafts(f"<rss version='2.0'><channel>{head}<item><title>Fog</title></item></channel></rss>")
    assert one.authors == ()


def test_an_author_in_the_channel_of_an_rss_feed_is_whoever_runs_the_site() -> None:
    head = '<title>P</title><author xmlns="http://www.w3.org/2005/Atom"><name>The desk</name></author>'
    (one,) = drafts(f"<rss version='2.0'><channel>{head}<item><title>Fog</title></item></channel></rss>")
    assert one.authors == ()


def test_the_authors_of_a_json_feed_wrote_what_names_no_other() -> None:
    items = [{"id": "1", "title": "Fog"}, {"id": "2", "title": "Tide", "authors": [{"name": "Ana Lind"}]}]
    for said in ({"authors": [{"name": "Mara Lindqvist"}]}, {"author": {"name": "Mara Lindqvist"}}):
        feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items, **said})
        assert [one.authors for one in drafts(feed)] == [("Mara Lindqvist",), ("Ana Lind",)]


def test_an_author_with_an_address_under_a_long_ending_has_a_name() -> None:
    item = "<item><title>Fog</title><author>mara@lindqvist.photography (Mara Lindqvist)</author></item>"
    (one,) = entries(f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>".encode())[3]
    assert one.authors == ("Mara Lindqvist",)


def test_a_picture_of_a_thumb_gives_way_to_one_of_the_text() -> None:
    thumb = f'<media:thumbnail {MEDIA} url="https://p.example/s72-c/a.jpg" height="72" width="72"/>'
    text = "&lt;img src='https://p.example/s320/a.jpg' width='320'&gt;Soup."
    for body, url in ((text, "https://p.example/s320/a.jpg"), ("Soup.", "https://p.example/s72-c/a.jpg")):
        item = f"<item><title>Soup</title><description>{body}</description>{thumb}</item>"
        (one,) = drafts(f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>")
        assert one.image is not None
        assert one.image.url == url


@pytest.mark.parametrize(
    "number",
    [
        '<sup id="fnref:1"><a href="#fn:1" class="footnote-ref">1</a></sup>',
        '<a href="#fn1" class="footnote-ref"><sup>1</sup></a>',
        '<sup class="reference"><a href="#cite_note-1">[12]</a></sup>',
    ],
)
def test_the_number_of_a_footnote_is_no_part_of_its_sentence(number: str) -> None:
    assert plain_text(sanitise(f"<p>Look at the chart{number}.</p>", "https://port.example/1")) == "Look at the chart."


def test_a_power_is_no_footnote() -> None:
    assert plain_text(sanitise("<p>40 m<sup>2</sup>, 1<sup>st</sup></p>")) == "40 m2, 1st"


def document(text: str) -> Draft:
    read = read_document(text.encode(), name="a.md", modified=NOW, now=NOW)
    assert isinstance(read, Draft)
    return read


def test_footnotes_of_markdown_leave_no_marks() -> None:
    read = document("# Fog\n\nIt rose[^1] again[^a b].\n\n[^1]: On Sunday.\n\n`x[^1]`\n")
    assert read.text == "It rose again.\n\nOn Sunday.\n\nx[^1]"


@pytest.mark.parametrize(
    "matter",
    [
        "---\ntitle: Fog: a history\ndate: 2026-11-20\nauthor: Ana Lind\ntags: [fog, 'sea']\n---\n",
        "---\r\ntitle:\tFog: a history\r\ndate:\t2026-11-20\r\nauthor:\tAna Lind\r\ntags:\t[fog, sea]\r\n---\r\n",
        "+++\ntitle = 'Fog: a history'\ndate = 2026-11-20\nauthor = Ana Lind\ntags = ['fog', 'sea']\n+++\n",
    ],
)
def test_of_broken_front_matter_the_lines_count_that_can_be_read(matter: str) -> None:
    read = document(f"{matter}The fog came.\n")
    assert (read.title, read.authors, read.topics, read.text) == (
        "Fog: a history", ("Ana Lind",), ("fog", "sea"), "The fog came.",
    )  # fmt: skip
    assert read.published is not None
    assert read.published.day == 20


def test_a_draft_with_broken_front_matter_stays_a_draft() -> None:
    said = read_document(b"---\ntitle: Fog: a history\ndraft: true\n---\nText.\n", name="a.md", modified=NOW, now=NOW)
    assert isinstance(said, str)
    assert "draft: true" in said


@pytest.mark.parametrize("date", ["20 Nov 2026 10:00", "November 20, 2026 9:14 PM", "Nov 20, 2026 10:00"])
def test_dates_as_notebooks_write_them(date: str) -> None:
    read = document(f"---\ntitle: Fog\ndate: {date}\n---\nText.\n")
    assert read.published is not None
    assert read.published.day == 20


def test_what_medium_hangs_on_its_links_is_no_part_of_an_address() -> None:
    assert canonical("https://medium.com/@ana/fog-1a2b?source=rss-9f1c------2") == "https://medium.com/@ana/fog-1a2b"
    assert canonical("https://port.example/?source=rss&a=1") == "https://port.example/?source=rss&a=1"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The <dialog> element", "The <dialog> element"),
        ("Option&lt;T&gt; and <b>Result</b>", "Option<T> and Result"),
        ("Fog<wbr>horn <Foo>in</Foo> <script>alert(1)</script>", "Foghorn in"),
    ],
)
def test_a_title_that_speaks_of_a_tag_keeps_it(title: str, said: str) -> None:
    assert plain_title(spoken_of(title)) == said
    item = f"<item><title>{html.escape(title)}</title></item>"
    (one,) = drafts(f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>")
    assert one.title == said


def test_the_hour_beside_a_headline_is_no_part_of_it() -> None:
    items = "".join(
        f'<li><a href="/articles/{number}"><div class="t">{title}</div><span class="time">{when}</span></a></li>'
        for number, title, when in (
            (101, "台風接近で港の船が避難、漁協が警戒呼びかけ", "3時間前"),
            (100, "市議会、新庁舎の建設費を二十億円増額へ", "昨日 18:30"),
            (99, "老舗銭湯が来月閉店、七十年の歴史に幕", "11月27日"),
        )
    )
    page = f'<html lang="ja"><meta charset="utf-8"><main><ul>{items}</ul></main></html>'
    found = read_listing(page.encode(), url="https://port.example/", now=NOW).drafts
    assert [one.title for one in found] == [
        "台風接近で港の船が避難、漁協が警戒呼びかけ",
        "市議会、新庁舎の建設費を二十億円増額へ",
        "老舗銭湯が来月閉店、七十年の歴史に幕",
    ]


def test_an_author_is_an_address_with_a_name_or_an_address_alone() -> None:
    def authors(said: str) -> tuple[str, ...]:
        (one,) = drafts(f"<rss version='2.0'><channel><item><title>Fog</title>{said}</item></channel></rss>")
        return one.authors

    assert authors("<author>mara@lindqvist.photography</author>") == ("mara@lindqvist.photography",), (
        "and not 'ography'"
    )
    atom = 'xmlns="http://www.w3.org/2005/Atom"'
    name = f"<author {atom}><name>ana@port.example (Ana Lind)</name><email>desk@port.example</email></author>"
    assert authors(name) == ("Ana Lind",)
    assert authors(f"{name}<odd:x xmlns:odd='urn:odd'/>") == ("Ana Lind",), "whoever reads it"
    assert authors("<author>noreply@blogger.com</author>") == (), "nobody reads there"
    assert authors("<author>noreply@blogger.com (Ana Lind)</author>") == ("Ana Lind",)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Fog *over* the [port](https://port.example/)", "Fog over the port"),
        ("A `quay` of **stone**\n===", "A quay of stone"),
        ("# 5 * 3 and snake_case_names", "5 * 3 and snake_case_names"),
        ("# The `<dialog>` & [[fog|others]]", "The <dialog> & others"),
    ],
)
def test_a_heading_that_is_the_title_has_no_marks(heading: str, title: str) -> None:
    assert document(f"{heading}\n\nIt came at six.\n").title == title


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Fog over the port", "Fog over the port"),
        ("Fog over the port? Dr. Lind is sure", "Fog over the port? Dr. Lind is sure"),
        ("It came at six. By noon it was gone.", "the long day"),
        ("It came at six and " + "stayed on and on, " * 12 + "until it went", "the long day"),
    ],
)
def test_the_first_line_of_a_text_is_its_title_if_it_is_a_line(first: str, title: str) -> None:
    read = read_document(f"{first}\n\nNobody saw it go.\n".encode(), name="the-long-day.txt", modified=NOW, now=NOW)
    assert isinstance(read, Draft)
    assert read.title == title
    assert read.text == ("Nobody saw it go." if title == first else f"{first}\n\nNobody saw it go.")
