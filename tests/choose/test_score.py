"""A score is the sum of its reasons, and the reasons are words that an editor understands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.choose.score import independent, scored
from tests.makers import NOW, a_source, an_article

SOURCES = {1: a_source(id=1, title="The Harbour Post"), 2: a_source(id=2, title="", slug="radio", weight=3.0)}
OTHERS = {n: a_source(id=n, title=f"Paper {n}", url=f"https://{n}.example/rss") for n in range(3, 100)}
HOUR = timedelta(hours=1)


def words(age: timedelta, *, echoes: int = 0, source_id: int = 1) -> list[str]:
    article = an_article(published=NOW - age, source_id=source_id)
    _, reasons = scored(
        article, tuple(an_article(id=n + 3, source_id=n + 3) for n in range(echoes)), SOURCES | OTHERS, now=NOW
    )
    return [reason.words for reason in reasons]


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(), "0 min old"),
        (timedelta(minutes=59), "59 min old"),
        (HOUR, "1 h old"),
        (47 * HOUR, "47 h old"),
        (48 * HOUR, "2 days old"),
        (59 * 24 * HOUR, "59 days old"),
        (60 * 24 * HOUR, "2 months old"),
        (timedelta(days=730), "2 years old"),
        (-3 * HOUR, "0 min old"),  # dated tomorrow by a careless clock
    ],
)
def test_age_is_said_as_people_say_it(age: timedelta, said: str) -> None:
    assert words(age) == [said]


def test_freshness_halves_in_a_day() -> None:
    ages = [timedelta(), timedelta(days=1), timedelta(days=2)]
    assert [scored(an_article(published=NOW - age), (), SOURCES, now=NOW)[0] for age in ages] == [1.0, 0.5, 0.25]


def test_a_heavy_source_and_echoes_say_why_they_count() -> None:
    assert words(HOUR, echoes=2, source_id=2) == ["3 sources", "1 h old", "radio has weight 3"]
    assert words(HOUR, source_id=99) == ["1 h old"]


def test_a_date_in_the_future_is_no_better_than_now() -> None:
    assert scored(an_article(published=NOW + timedelta(days=300)), (), SOURCES, now=NOW)[0] == 1.0


@given(
    age=st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=40_000)),
    echoes=st.integers(0, 5),
    weight=st.floats(0, 100),
)
def test_a_score_is_the_sum_of_its_reasons_and_an_echo_never_harms(age: timedelta, echoes: int, weight: float) -> None:
    sources = OTHERS | {1: a_source(weight=weight)}
    article = an_article(published=NOW - age)
    copies = tuple(an_article(id=n + 3, source_id=n + 3) for n in range(echoes))
    score, reasons = scored(article, copies, sources, now=NOW)
    assert score == sum(reason.share for reason in reasons)
    assert scored(article, (*copies, an_article(id=99, source_id=99)), sources, now=NOW)[0] > score


def test_an_address_that_is_none_fails_no_issue() -> None:
    broken = a_source(id=1, url="http://[broken/rss")
    assert independent([an_article(url="http://[broken/1")], {1: broken}) == 1
