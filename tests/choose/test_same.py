"""One story from two sources is one story with its echo; two stories stay two."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.model import Article
from tests.groups import grouped
from tests.makers import NOW, a_source, an_article

SOURCES = {n: a_source(id=n, slug=f"s{n}", weight=2.0 if n == 3 else 1.0) for n in (1, 2, 3)}
FOG = "https://a.example/fog"


def stories(*articles: Article) -> list[list[int]]:
    """The ids of each story's articles, its lead first."""
    return [[one.lead.id, *(echo.id for echo in one.echoes)] for one in grouped(articles, SOURCES)]


def test_the_same_address_from_two_sources_is_one_story() -> None:
    assert stories(an_article(id=1, url=FOG), an_article(id=2, source_id=2, url=FOG)) == [[1, 2]]


@pytest.mark.parametrize(
    "guid",
    [
        "tag:a.example,2026:17",
        "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        "1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        "https://a.example/?p=17",
        "text:0f343b0931126a20f133d67c2b018a3b",
    ],
)
def test_a_worldwide_guid_from_two_sources_is_one_story_whatever_the_address(guid: str) -> None:
    one = an_article(id=1, guid=guid, url=FOG)
    other = an_article(id=2, source_id=2, guid=guid, url="https://proxy.example/17")
    assert stories(one, other) == [[1, 2]]


@pytest.mark.parametrize("guid", ["17", "2026-11-24.md", "hp-1", "news:17", "https://", "urn: x"])
def test_a_guid_that_only_its_source_understands_joins_nothing(guid: str) -> None:
    """Two folders may each hold a notes.md; neither may be lost as the other's echo."""
    assert stories(an_article(id=1, guid=guid, url=""), an_article(id=2, source_id=2, guid=guid, url="")) == [[1], [2]]


def test_a_third_copy_joins_by_either() -> None:
    guid = "tag:a.example,2026:17"
    one = an_article(id=1, guid=guid, url=FOG)
    by_url = an_article(id=2, source_id=2, guid="2", url=FOG)
    by_guid = an_article(id=3, source_id=3, guid=guid, url="https://proxy.example/17")
    assert stories(one, by_url, by_guid) == [[3, 1, 2]]


def test_articles_without_an_address_stay_apart() -> None:
    assert stories(*(an_article(id=n, source_id=n, url="") for n in (1, 2, 3))) == [[1], [2], [3]]


def test_a_source_that_says_a_thing_twice_means_two_things() -> None:
    twice = [an_article(id=n, guid=str(n), url=FOG) for n in (1, 2)]
    assert stories(*twice) == [[1], [2]]
    assert stories(*twice, an_article(id=3, source_id=2, url=FOG)) == [[1, 3], [2]]


def test_the_heaviest_source_leads() -> None:
    assert stories(an_article(id=1, url=FOG), an_article(id=2, source_id=3, url=FOG)) == [[2, 1]]


def test_among_equals_the_first_to_tell_leads() -> None:
    late = an_article(id=1, url=FOG, published=NOW)
    early = an_article(id=2, source_id=2, url=FOG, published=NOW - timedelta(hours=3))
    assert stories(late, early) == [[2, 1]]


def test_a_source_nobody_knows_any_more_weighs_as_any_other() -> None:
    gone = an_article(id=1, source_id=99, url=FOG, published=NOW - timedelta(hours=3))
    assert stories(gone, an_article(id=2, url=FOG, published=NOW)) == [[1, 2]]


def test_stories_stand_in_the_order_their_first_article_came_in() -> None:
    other = "https://a.example/storm"
    articles = [
        an_article(id=1, url=other),
        an_article(id=2, url=FOG),
        an_article(id=3, source_id=2, url=other),
        an_article(id=4, source_id=2, url=FOG),
    ]
    assert stories(*articles) == [[1, 3], [2, 4]]


PAYWALL = " ".join(f"word{n}" for n in range(60))


def test_an_address_that_all_articles_of_a_source_have_makes_no_copies() -> None:
    every = [
        an_article(id=n, source_id=source, url="https://a.example/news", title=f"{word} news", lead=f"{word}.", text="")
        for n, (source, word) in enumerate([(1, "Fog"), (1, "Vote"), (2, "Cup"), (2, "Storm")], 1)
    ]
    assert stories(*every) == [[1], [2], [3], [4]]


def test_a_text_that_all_articles_of_a_source_have_makes_no_copies() -> None:
    """All that some pages show is how to subscribe."""
    told = [
        (1, "Fog closes the harbour of Larkhaven"),
        (1, "Mayor Lindqvist wins the vote"),
        (2, "Rovers lift the cup"),
    ]
    every = [
        an_article(id=n, source_id=source, url=f"https://{source}.example/{n}", title=title, lead="", text=PAYWALL)
        for n, (source, title) in enumerate(told, 1)
    ]
    assert stories(*every) == [[1], [2], [3]]
    assert stories(every[1], every[2]) == [[2, 3]]  # of two that have it alone, one may be a copy of the other
