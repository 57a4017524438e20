"""Sitemaps, news sitemaps and indexes of them; and those that are none."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

from digest.errors import NotAFeed
from digest.gather.mapped import GUESSED, words_of
from digest.gather.sitemap import CHANGED, Sitemap, is_sitemap_address, read_sitemap
from digest.model import DatedBy
from tests.makers import NOW

URL = "https://port.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(body: str | bytes) -> Sitemap:
    return read_sitemap(body if isinstance(body, bytes) else body.encode(), url=URL, now=NOW)


NEWS = (
    f"<urlset {SPACES}><url><loc>https://port.example/a</loc><news:news><news:publication><news:name>Port</news:name>"
    "<news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-11-23T08:00:00Z</news:publication_date>"
    "<news:title>Fog &amp; ferries</news:title><news:keywords>fog, port</news:keywords></news:news>"
    "<image:image><image:loc>https://port.example/a.jpg</image:loc><image:title>Not it</image:title></image:image>"
    "</url></urlset>"
)


def test_a_news_sitemap_gives_titles_dates_topics_and_pictures() -> None:
    (draft,) = read(NEWS).harvest.drafts
    assert (draft.title, draft.topics, draft.language) == ("Fog & ferries", ("fog", "port"), "en")
    assert draft.published == NOW.replace(day=23, hour=8, minute=0)
    assert draft.image is not None
    assert draft.image.url == "https://port.example/a.jpg"


def test_prefixes_that_were_never_declared_mean_what_they_always_mean() -> None:
    bare = NEWS.replace(f" {SPACES}", "")
    assert "xmlns" not in bare
    assert read(bare).harvest.drafts == read(NEWS).harvest.drafts


def test_names_that_are_none_are_passed_over() -> None:
    broken = NEWS.encode().replace(b"<news:keywords>", b"<\xed\xa0\x80><news:keywords>")
    assert [one.title for one in read(broken).harvest.drafts] == ["Fog & ferries"]


def test_a_plain_sitemap_gives_its_newest_by_the_words_of_their_addresses() -> None:
    def entry(path: str, days: int) -> str:
        return (
            f"<url><loc>https://port.example/{path}</loc><lastmod>{NOW - timedelta(days=days):%Y-%m-%d}</lastmod></url>"
        )

    body = (
        f"<urlset {SPACES}>{entry('fog-at-sea-4711.html', 2)}{entry('storm-front', 1)}{entry('old-news', 90)}</urlset>"
    )
    harvest = read(gzip.compress(body.encode())).harvest
    assert [one.title for one in harvest.drafts] == ["Storm front", "Fog at sea"]
    assert harvest.drafts[0].notes == (GUESSED, CHANGED)
    assert harvest.notes == ("1 entry of more than a week ago left out",)


def test_an_index_leads_to_its_newest() -> None:
    maps = "".join(
        f"<sitemap><loc>https://port.example/{n}.xml</loc><lastmod>2026-11-{n:02}</lastmod></sitemap>"
        for n in range(1, 9)
    )
    assert read(f"<sitemapindex {SPACES}>{maps}</sitemapindex>").children == tuple(
        f"https://port.example/{n}.xml" for n in (8, 7, 6)
    )


@pytest.mark.parametrize(
    "body", [b"", b"<rss/>", b"<html>", b"words", gzip.compress(b"x" * 60_000_000), b"\x1f\x8bbroken"]
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        read(body)


def test_no_entity_opens_a_file_or_explodes() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for entities in ('<!ENTITY x SYSTEM "file:///etc/passwd">', f'<!ENTITY a0 "ha"><!ENTITY x "&a9;">{laughs}'):
        body = f"<!DOCTYPE u [{entities}]>" + NEWS.replace("Fog &amp; ferries", "Fog &x;")
        try:
            assert all("root:" not in one.title and len(one.title) < 1000 for one in read(body).harvest.drafts)
        except NotAFeed:
            continue


def test_addresses_called_after_sitemaps_are_known() -> None:
    assert is_sitemap_address("https://x.example/news-sitemap.xml.gz")
    assert not is_sitemap_address("https://x.example/feed.xml")


def a_map(*entries: str, spaces: str = "") -> str:
    inner = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {spaces}>{inner}</urlset>'


def entry(path: str, *, changed: str = "2026-11-23") -> str:
    return f"<loc>https://port.example{path}</loc><lastmod>{changed}</lastmod>"


def test_titles_and_dates_of_pictures_and_films_are_not_the_articles() -> None:
    spaces = (
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
    )
    inner = (
        "<video:video><video:title>A film</video:title><video:publication_date>2020-01-01</video:publication_date>"
        "</video:video><image:image><image:title>A picture</image:title></image:image>"
    )
    (draft,) = read(a_map(inner + entry("/fog-on-the-quay"), spaces=spaces)).harvest.drafts
    assert draft.title == "Fog on the quay"


def test_front_pages_lists_and_files_are_no_articles() -> None:
    paths = (
        "/",
        "/category/news/",
        "/tag/sea",
        "/tag/fog-of-november",
        "/author/mara/",
        "/news/page/2/",
        "/a.pdf",
        "/b.jpg",
        "/?p=3",
        "/fog-on-quay",
        "/rubrik/city/fog-in-the-harbour",
    )
    harvest = read(a_map(*map(entry, paths))).harvest
    drafts = harvest.drafts
    assert [draft.url.removeprefix("https://port.example") for draft in drafts] == [
        "/?p=3",
        "/fog-on-quay",
        "/rubrik/city/fog-in-the-harbour",
    ]
    assert harvest.notes == ("8 addresses of lists and files were left out",)


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (("category-sitemap", "author-sitemap", "post_tag-sitemap", "page-sitemap", "post-sitemap"), "post-sitemap"),
        (
            ("sitemap-pages", "sitemap-posts-2019", "sitemap-posts-2026-10", "sitemap-posts-2026-11"),
            "sitemap-posts-2026-11",
        ),
        (("sitemap-1", "sitemap-2", "sitemap-news"), "sitemap-news"),
        (("sitemap-1", "sitemap-2", "sitemap-3"), "sitemap-1"),
    ],
)
def test_of_an_index_comes_first_what_is_likeliest_to_have_the_news(names: tuple[str, ...], first: str) -> None:
    inner = "".join(f"<sitemap><loc>https://port.example/{name}.xml</loc></sitemap>" for name in names)
    assert read(f"<sitemapindex>{inner}</sitemapindex>").children[0] == f"https://port.example/{first}.xml"


def test_lists_come_last_although_they_changed_last() -> None:
    told = (("category-sitemap", "24"), ("author-sitemap", "24"), ("post-sitemap", "23"), ("post-sitemap2", "22"))
    inner = "".join(
        f"<sitemap><loc>https://port.example/{name}.xml</loc><lastmod>2026-11-{day}</lastmod></sitemap>"
        for name, day in told
    )
    children = read(f"<sitemapindex>{inner}</sitemapindex>").children
    assert [one.rpartition("/")[2] for one in children[:2]] == ["post-sitemap.xml", "post-sitemap2.xml"]


def test_blanks_before_the_xml_and_bare_ampersands_lose_nothing() -> None:
    body = '\n <?xml version="1.0" encoding="utf-8"?>' + a_map(entry("/fog?a=1&b=2&amp;c=3"))
    (draft,) = read(body).harvest.drafts
    assert draft.url == "https://port.example/fog?a=1&b=2&c=3"
    (draft,) = read(a_map(entry("/<![CDATA[fog?a=1&b=2]]>"))).harvest.drafts
    assert draft.url == "https://port.example/fog?a=1&b=2"


def test_a_date_as_mails_have_it_is_read() -> None:
    (draft,) = read(a_map(entry("/fog-on-quay", changed="Mon, 23 Nov 2026 08:00:00 +0100"))).harvest.drafts
    assert draft.published is not None
    assert f"{draft.published:%d %H:%M}" == "23 07:00"


def undated(*paths: str) -> str:
    return f"<urlset {SPACES}>{''.join(f'<url><loc>https://port.example/{one}</loc></url>' for one in paths)}</urlset>"


def test_a_sitemap_without_dates_tells_no_news_and_says_so() -> None:
    with pytest.raises(NotAFeed, match=r"dates none of its addresses.*--kind page"):
        read(undated("fog-in-port", "tide-in-port"))
    assert not read(undated()).harvest.drafts, "nothing is there yet"
    half = undated("fog-in-port", "a-tide").replace("</url></url", f"<lastmod>{NOW:%Y-%m-%d}</lastmod></url></url")
    assert read(half).harvest.notes == ("1 entry without a date left out",)


def test_the_day_that_an_address_is_filed_under_counts_where_no_other_is_told() -> None:
    found = read(undated("/2026/11/23/fog-on-the-quay", "/2026/10/01/rain-on-the-quay", "/about-the-quay")).harvest
    assert [(one.title, one.published and f"{one.published:%d.%m.}", one.dated_by) for one in found.drafts] == [
        ("Fog on the quay", "23.11.", DatedBy.SOURCE)
    ]
    assert found.notes == ("1 entry of more than a week ago left out", "1 entry without a date left out")


def test_what_is_a_feed_says_how_it_is_read() -> None:
    with pytest.raises(NotAFeed, match="begins with <rss>; `--kind feed` reads it"):
        read("<rss version='2.0'><channel/></rss>")


def test_a_translation_has_the_language_that_its_list_of_translations_says() -> None:
    links = "".join(
        f'<x:link rel="alternate" hreflang="{tag}" href="/{path}/fog"/>'
        for tag, path in (("x-default", "de"), ("en-GB", "en"), ("de", "de"))
    )
    entries = "".join(
        f"<url><loc>https://port.example/{path}/fog</loc><lastmod>{NOW:%Y-%m-%d}</lastmod>{links}</url>"
        for path in ("en", "de")
    )
    body = f'<urlset {SPACES} xmlns:x="http://www.w3.org/1999/xhtml">{entries}</urlset>'
    assert [one.language for one in read(body).harvest.drafts] == ["en", "de"]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("2026/storm-front-1234.html", "Storm front"),
        ("top-10-tips-for-fog", "Top 10 tips for fog"),
        ("news/storm-front-2/", "Storm front"),
        ("23-ferries-by-2030", "23 ferries by 2030"),
        ("olympics-2028", "Olympics 2028"),
        ("a12345678-fog-at-sea", "Fog at sea"),
        ("2026/11/24", "https://port.example/2026/11/24"),
        ("p/4711", "https://port.example/p/4711"),
    ],
)
def test_the_words_of_an_address_keep_the_numbers_that_say_something(path: str, title: str) -> None:
    assert words_of(f"https://port.example/{path}") == title
