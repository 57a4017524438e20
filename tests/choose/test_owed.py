"""What is owed: what came since the newsletter began and was not told; the back catalogue never comes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.choose import horizon, owed
from digest.model import Article, FirstRun, Newsletter, Taste
from tests.makers import NOW, a_newsletter, an_article

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def made(ago: timedelta, **taste: Any) -> Newsletter:
    return a_newsletter(made=NOW - ago, taste=Taste(**taste))


def aged(*ages: timedelta, seen: datetime = NOW) -> list[Article]:
    """Articles with ids from 1, published so long ago."""
    return [an_article(id=n, published=NOW - age, seen=seen) for n, age in enumerate(ages, 1)]


def ids(articles: list[Article], newsletter: Newsletter, *, first: bool = False, **more: Any) -> list[int]:
    return [article.id for article in owed(articles, newsletter, first=first, now=NOW, **more)]


def test_what_came_since_is_owed_newest_first() -> None:
    assert ids(aged(5 * HOUR, HOUR, 30 * HOUR), made(30 * DAY)) == [2, 1, 3]


def test_a_story_that_had_no_place_stays_owed_until_it_is_too_old() -> None:
    newsletter = made(30 * DAY, max_age=3 * DAY)
    assert ids(aged(3 * DAY, 3 * DAY + timedelta(seconds=1)), newsletter) == [1]


def test_an_article_without_a_date_is_as_old_as_we_know_it() -> None:
    undated = an_article(published=None, seen=NOW - 2 * DAY)
    assert ids([undated], made(30 * DAY, max_age=2 * DAY)) == [1]
    assert ids([undated], made(30 * DAY, max_age=DAY)) == []


def test_a_second_sources_copy_of_what_was_told_is_not_told_again() -> None:
    articles = [an_article(id=1, url="https://a.example/fog"), an_article(id=2, url="https://a.example/storm")]
    assert ids(articles, made(30 * DAY), told_urls={"https://a.example/fog"}) == [2]


def test_articles_without_an_address_are_never_taken_for_each_other() -> None:
    assert ids([an_article(url="")], made(30 * DAY), told_urls={""}) == [1]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"first_run": FirstRun.LAST_24_HOURS}, [1, 2]),
        ({"first_run": FirstRun.LAST_7_DAYS}, [1, 2, 3]),
        ({"first_run": FirstRun.NEWEST, "first_run_count": 4}, [1, 2, 3, 4]),
        ({"first_run": FirstRun.NEWEST, "first_run_count": 0}, [1, 2]),
    ],
)
def test_a_first_issue_reaches_back_as_far_as_its_rule_says(rule: dict[str, Any], told: list[int]) -> None:
    archive = aged(HOUR, 23 * HOUR, 6 * DAY, 40 * DAY, 900 * DAY)
    # Made half an hour ago: all of the archive is older than the newsletter.
    assert ids(archive, made(HOUR / 2, **rule), first=True) == told


@pytest.mark.parametrize("rule", list(FirstRun))
def test_an_archive_of_years_never_floods_a_first_issue(rule: FirstRun) -> None:
    archive = aged(*(n * DAY for n in range(8, 2000)))
    assert len(ids(archive, made(HOUR, first_run=rule), first=True)) == (10 if rule is FirstRun.NEWEST else 0)


def test_the_second_issue_does_not_reach_back_for_the_n_newest_again() -> None:
    archive = aged(9 * DAY, 40 * DAY)
    newsletter = made(HOUR, first_run=FirstRun.NEWEST)
    assert ids(archive, newsletter, first=True) == [1, 2]
    assert ids(archive, newsletter, first=False) == []


def test_the_n_newest_come_beside_what_is_new_not_instead() -> None:
    newsletter = made(2 * DAY, first_run=FirstRun.NEWEST, first_run_count=1)
    assert ids(aged(HOUR, 5 * HOUR, 9 * DAY, 10 * DAY), newsletter, first=True) == [1, 2, 3]


def test_a_newsletter_that_was_never_stored_begins_now() -> None:
    assert ids(aged(HOUR, 2 * DAY), a_newsletter(made=None)) == [1]


def test_a_large_archive_is_sorted_out_in_no_time() -> None:
    """Every article is looked at a fixed number of times; comparing each with each would take half a minute."""
    archive = aged(*(n * timedelta(seconds=20) for n in range(10_000)))
    assert len(ids(archive, made(30 * DAY, first_run=FirstRun.NEWEST), first=True)) == 10_000


@given(
    ages=st.lists(st.timedeltas(min_value=-DAY, max_value=400 * DAY), max_size=20),
    since=st.timedeltas(min_value=timedelta(), max_value=60 * DAY),
    rule=st.sampled_from(FirstRun),
    first=st.booleans(),
)
def test_nothing_that_is_owed_lies_behind_the_horizon(
    *, ages: list[timedelta], since: timedelta, rule: FirstRun, first: bool
) -> None:
    """The store asks for what is younger than the horizon, so nothing older may be owed (but for "n newest")."""
    newsletter = made(since, first_run=rule)
    found = owed(aged(*ages), newsletter, first=first, now=NOW)
    assert [article.published for article in found] == sorted((a.published for a in found if a.published), reverse=True)
    assert len({article.id for article in found}) == len(found)
    if not (first and rule is FirstRun.NEWEST):
        oldest = horizon(newsletter, now=NOW)
        assert all(article.published and article.published >= oldest for article in found)


def test_an_address_that_many_articles_of_a_source_have_is_none_of_theirs() -> None:
    """There are sites whose every page says that its own address is the front page, or a list."""
    news = "https://a.example/news"
    articles = [an_article(id=n, title=f"Story {n}", url=news) for n in (1, 2)]
    assert ids(articles, made(30 * DAY), told_urls={news}) == [2, 1]
    front = an_article(id=3, url="https://a.example/")
    assert ids([front], made(30 * DAY), told_urls={"https://a.example/"}) == [3]
    assert ids([an_article(id=4, url=news)], made(30 * DAY), told_urls={news}) == []
