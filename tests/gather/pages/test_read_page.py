"""Pages as articles: title, authors, date, picture, signs; and scores on real ones."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.gather.pages import Page, read_page
from tests.makers import NOW

MARA = ("Mara Lindqvist",)
NAMED = "<title>Harbour Post</title><meta property='og:site_name' content='Harbour Post'>"
GRAPH = (
    '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":{"@id":"#m"}},'
    '{"@type":"Person","@id":"#m","name":"Mara Lindqvist"}]}</script>'
)
URL = "https://www.harbourpost.example/2026/11/24/fog"
TEXT = "<p>Fog came over the harbour on Monday and stayed for three days, the harbour master says.</p>" * 6


def read(head: str = "", body: str = "", **fields: Any) -> Page:
    html = f"<!doctype html><html lang='en-GB'><head>{head}</head><body><article>{body}{TEXT}</article></body></html>"
    return read_page(html.encode(), **{"url": URL, "now": NOW, **fields})


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Fog over the port | The Harbour Post</title>", "<h1>Fog over the port</h1>", "Fog over the port"),
        ("<title>Fog over the port - Harbourpost</title>", "", "Fog over the port"),
        (NAMED + "<meta property='og:title' content='Fog: all we know'>", "<h1>Harbour Post</h1>", "Fog: all we know"),
        ("<title>Blog » Archive » Fog at sea</title>", "<h1>Blog</h1><h2>Fog at sea</h2>", "Fog at sea"),
        ("<title>Rock &amp;amp; Roll &lt;b&gt;</title>", "", "Rock & Roll <b>"),
        ("", "<h1>Only <b>here</b>, once</h1>", "Only here, once"),
    ],
)  # fmt: skip
def test_a_title_is_without_the_name_of_its_site(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ("<meta name='author' content='By Mara Lindqvist and Jon Ash'>", "", ("Mara Lindqvist", "Jon Ash")),
        ("<meta name='author' content='https://a.example/m'>", "<p class='byline'>Von Mara Lindqvist | 3min</p>", MARA),
        (GRAPH, "", MARA),
        (NAMED + "<meta name='author' content='Harbour Post'>", "<a rel='author' href='/m'>Mara Lindqvist</a>", MARA),
        ("", "<div class='comment'><span class='author'>A reader</span></div>", ()),
        ("", "<h1>Fog</h1><p>By Mara Lindqvist</p>", MARA),
    ],
)  # fmt: skip
def test_authors_are_people_and_not_the_site(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(head, body).authors == authors


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("<meta property='article:published_time' content='2026-11-23T22:30:00-03:00'>", "", "2026-11-23"),
        ('<script type="application/ld+json">{"@type":"Article","datePublished":"2026-11-22",}</script>', "",
         "2026-11-22"),
        ("", "<time class='published' datetime='2026-11-21T08:00Z'>Saturday</time>", "2026-11-21"),
        ("", "<span class='datum'>20. November 2026</span>", "2026-11-20"),
        ("<meta name='date' content='1970-01-01'>", "", "2026-11-24"),  # not believed; the address says it
    ],
)  # fmt: skip
def test_a_date_is_what_the_page_declares_or_shows(head: str, body: str, day: str) -> None:
    published = read(head, body).published
    assert published is not None
    assert published.date().isoformat() == day


def test_months_are_read_in_the_language_of_the_page() -> None:
    html = f"<html lang='fr'><body><article><p class='date-pub'>Publié le 3 août 2025</p>{TEXT}</article></body></html>"
    page = read_page(html.encode(), url="https://le.example/x", now=NOW)
    assert page.published == datetime(2025, 8, 3, tzinfo=UTC)
    assert page.language == "fr"


def test_a_picture_has_its_size_and_its_text_and_is_no_logo() -> None:
    head = (
        "<meta property='og:image' content='/fog.jpg'><meta property='og:image:width' content='1200'>"
        "<meta property='og:image:height' content='630'><meta property='og:image:alt' content='Fog &amp; sea'>"
    )
    image = read(head).image
    assert image is not None
    assert (image.url, image.width, image.height, image.alt) == (
        "https://www.harbourpost.example/fog.jpg", 1200, 630, "Fog & sea",
    )  # fmt: skip
    assert read("<meta property='og:image' content='/site-logo.png'>").image is None


def test_signs_of_a_wall_and_of_a_removed_article() -> None:
    wall = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'
    assert read(wall).paywalled
    assert not read().paywalled
    gone = read_page(b"<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>", url=URL, now=NOW)
    assert gone.removed
    assert not read().removed


def test_an_address_is_canonical_only_within_its_site() -> None:
    assert read("<link rel='canonical' href='/fog?utm_source=x'>").url == "https://www.harbourpost.example/fog"
    assert read("<link rel='canonical' href='https://evil.example/fog'>").url == URL
    assert read("<link rel='canonical' href='/'>").url == URL


def test_bytes_are_read_as_their_server_their_head_or_they_themselves_say() -> None:
    html = f"<html><head><title>Nebel über Köln</title></head><body><article>{TEXT}</article></body></html>"
    for body, content_type in (
        (html.encode("cp1252"), "text/html; charset=windows-1252"),
        (html.encode(), ""),
        (html.encode("utf-16"), ""),
        (html.replace("<head>", "<head><meta charset=iso-8859-1>").encode("latin-1"), ""),
        (html.encode("latin-1"), "text/html; charset=utf-8"),
        (html.encode(), "text/html; charset=no-such"),
        (html.encode(), "text/html; charset=rot13"),
        (html.encode(), "text/html; charset=undefined"),
    ):
        assert read_page(body, content_type=content_type, url=URL, now=NOW).title == "Nebel über Köln"


@given(st.binary(max_size=3000))
def test_whatever_the_bytes_are_there_is_a_page(body: bytes) -> None:
    assert isinstance(read_page(b"<h1>" + body, url=URL, now=NOW), Page)


def test_nothing_of_a_page_can_run() -> None:
    page = read(body="<p onclick='x()'>Enough text to be kept as a paragraph of the article.<script>x()</script>"
                     "<a href='javascript:x()'>here</a></p>")  # fmt: skip
    assert "x()" not in page.body


def test_real_pages_are_read_about_as_well_as_ever(shared_data: Path) -> None:
    """Each twelfth of 322 real pages; ``python -m bench.quality`` reads them all."""
    gold = json.loads((shared_data / "pages" / "evaldata.json").read_text(encoding="utf-8"))
    good = bad = missed = 0
    for url, wanted in list(gold.items())[::12]:
        packed = (shared_data / "pages" / "pages" / wanted["file"]).read_bytes()
        text = " ".join(read_page(gzip.decompress(packed), url=url, now=NOW).text.split())
        good += sum(" ".join(one.split()) in text for one in wanted["with"])
        missed += sum(" ".join(one.split()) not in text for one in wanted["with"])
        bad += sum(" ".join(one.split()) in text for one in wanted["without"])
    assert 2 * good / (2 * good + bad + missed) > 0.88


@pytest.mark.parametrize("said", ["Sign in", "Username", "publisher", "Artikel von", "null"])
def test_what_a_program_says_in_place_of_a_name_is_no_author(said: str) -> None:
    assert read(f"<meta name='author' content='{said}'>").authors == ()


@pytest.mark.parametrize("said", ["By Mara Lindqvist March 25", "Mara Lindqvist Edited by Bo Olsen"])
def test_a_name_ends_where_a_day_or_another_begins(said: str) -> None:
    assert read(f"<meta name='author' content='{said}'>").authors == MARA


def test_a_declared_logo_gives_way_but_silicon_and_catalogues_do_not() -> None:
    big = "<img src='/quay.jpg' width='800' height='500'>"
    logo = "<meta property='og:image' content='/img/site-logo.png'>"
    small = "<meta property='og:image' content='/a.png'><meta property='og:image:width' content='220'>"
    small += "<meta property='og:image:height' content='53'>"
    for head in (logo, small):
        image = read(head, big).image
        assert image is not None
        assert image.url.endswith("/quay.jpg")
    for name in ("silicon-chip.jpg", "catalogo-fog.jpg"):
        image = read(f"<meta property='og:image' content='/img/{name}'>", big).image
        assert image is not None
        assert image.url.endswith(name)
