"""Titles that end with the name of whoever publishes them."""

from __future__ import annotations

import html

import pytest

from digest import gather
from digest.gather.endings import without_names
from tests.makers import NOW, a_draft


def titles(*told: str, name: str = "The Harbour Post", site: str = "https://www.harbourpost.example/") -> list[str]:
    return [one.title for one in without_names([a_draft(title=title) for title in told], name=name, site=site)]


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Fog over the port | The Harbour Post", "Fog over the port"),
        ("Fog over the port – The Harbour Post", "Fog over the port"),
        ("Fog over the port - harbourpost.example", "Fog over the port"),
        ("Fog - and rain - The Harbour Post", "Fog - and rain"),
        ("Fog over the port – a love story", "Fog over the port – a love story"),
        ("The Harbour Post", "The Harbour Post"),
        ("The Harbour Post - fog", "The Harbour Post - fog"),
        ("Mid-day fog", "Mid-day fog"),
    ],
)
def test_a_name_at_the_end_of_a_title_is_no_part_of_it(title: str, bare: str) -> None:
    assert titles(title) == [bare]


def test_what_all_titles_of_a_feed_end_with_is_nobodys_news() -> None:
    assert titles("Fog | City desk", "Rain | City desk", "Hail | City desk", name="News") == ["Fog", "Rain", "Hail"]
    assert titles("Fog | City desk", "Rain | Sea", "Hail | City desk", name="News")[0] == "Fog | City desk"
    assert titles("Fog | City desk", "Rain | City desk", name="News")[0] == "Fog | City desk", "two are not many"


def test_google_news_names_who_published_what() -> None:
    told = ("Fog over the port - The Harbour Post", "Rain - City Gazette")
    assert titles(*told, name="fog - Google News", site="https://news.google.com/search?q=fog") == [
        "Fog over the port",
        "Rain",
    ]
    assert titles(*told, name="News") == list(told)


@pytest.mark.parametrize(
    ("title", "name", "told"),
    [
        ("v2.1.0", "Release notes from tide-clock", "tide-clock v2.1.0"),
        ("2.1", "Tide Clock releases", "Tide Clock 2.1"),
        ("Version 2.1.0-rc.1", "Tide Clock", "Tide Clock Version 2.1.0-rc.1"),
        ("2026", "Tide Clock", "2026"),
        ("v2.1.0: fog", "Tide Clock", "v2.1.0: fog"),
        ("v2.1.0", "", "v2.1.0"),
        ("v2.1.0", "Everything that we ever did on the mole", "v2.1.0"),
    ],
)
def test_a_version_says_of_what(title: str, name: str, told: str) -> None:
    assert titles(title, name=name) == [told]


def test_a_title_that_was_cut_makes_nothing_new() -> None:
    draft = a_draft(title="Fog | The Harbour Post", hash="h")
    (bare,) = without_names([draft], name="The Harbour Post", site="")
    assert (bare.title, bare.hash, bare.guid) == ("Fog", "h", draft.guid)


def test_a_feed_is_read_so() -> None:
    item = (
        "<item><title>Ann&amp;amp;#039;s fog | Post</title><guid>1</guid><description>"
        "Ann&amp;amp;#039;s&amp;amp;nbsp;quay.</description>"
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>It is Bo&amp;amp;#039;s."
        "</content:encoded></item>"
    )
    body = f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>".encode()
    (draft,) = gather.read(body, url="https://a.example/feed", now=NOW).drafts
    assert (draft.title, draft.lead) == ("Ann's fog", "Ann's quay.")
    assert draft.text == "It is Bo's.", "what was escaped twice is read twice"


@pytest.mark.parametrize(
    ("described", "text"),
    [
        ("<p>Fog &amp; rain.</p><p>It lay long.</p>", "Fog & rain.\n\nIt lay long."),
        ('<img src="https://a.example/fog.jpg"> Fog.', "Fog."),
        ("Fog <a href='https://a.example/'>came</a>.", "Fog came."),
        ("Use <p> and <br> for text", "Use <p> and <br> for text"),
        ("An <a> that leads nowhere", "An <a> that leads nowhere"),
        ("<p> and </p> are its ends", "<p> and </p> are its ends"),
    ],
)
def test_html_that_was_escaped_twice_is_no_text_and_a_text_about_it_is(described: str, text: str) -> None:
    twice = html.escape(html.escape(described))
    item = f"<item><title>Fog</title><guid>1</guid><description>{twice}</description></item>"
    (draft,) = gather.read(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), now=NOW).drafts
    assert draft.text == text
