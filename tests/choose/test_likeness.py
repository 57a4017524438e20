"""Events that look alike are kept apart, and one event told in other words is not: invented ones, in many languages.

``lookalikes.jsonl`` has pairs of events of one kind (two quakes, two matches of one club, the exchange on two days),
each told twice: by an agency's form, which both events share, and in other words, later or shorter. They are harder
than news is: in so small a pool a form is as rare as a name.
"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from digest.choose.features import features_of
from digest.choose.likeness import Rarity, likeness, weighed
from digest.choose.pool import Pool
from digest.model import Article
from tests.groups import grouped
from tests.makers import NOW, an_article

CASES = [json.loads(line) for line in Path(__file__).with_name("lookalikes.jsonl").read_text("utf-8").splitlines()]


def article(number: int, case: dict[str, Any], day: timedelta) -> Article:
    url = f"https://paper{number}.example/{number}"
    at = NOW + case["day"] * day
    return an_article(id=number, source_id=number, url=url, title=case["title"], text=case["text"], published=at)


@pytest.mark.parametrize(("day", "most"), [(timedelta(days=1), 40), (timedelta(0), 50)], ids=["dated", "all at once"])
def test_most_that_look_alike_stay_apart_and_most_of_one_event_come_together(day: timedelta, most: int) -> None:
    """Of 62 pairs of one event and 124 of two. The cosine alone joins 51 and 55, and glues 101 and 110."""
    groups = grouped([article(number, case, day) for number, case in enumerate(CASES)], {})
    story = {one.id: n for n, group in enumerate(groups) for one in (group.lead, *group.echoes)}
    together = [pair for pair in combinations(range(len(CASES)), 2) if story[pair[0]] == story[pair[1]]]
    told = [tuple((CASES[number]["kind"], CASES[number]["event"]) for number in pair) for pair in together]
    joined = sum(one == other for one, other in told)
    assert joined >= 52
    assert len(told) - joined <= most


def like(one: Article, other: Article, *others: Article) -> float:
    features = [features_of(each) for each in (one, other, *others)]
    rarity = Rarity(len(features))
    for each in features:
        rarity.learn(each)
    first, second = (weighed(each, NOW, rarity) for each in features[:2])
    return likeness(first, features[1], second.sizes, NOW)


SAID = (
    "a fire destroyed the old {} at {} in the night and nobody was hurt, said officer {} of the brigade on the next day"
)
FOG = an_article(
    id=9, title="Fog on the coast", text="Ships wait for the sun to come out, and so do the gulls on the pier."
)


def test_the_same_words_about_others_are_less_alike_than_other_words_about_the_same() -> None:
    mill = an_article(id=1, title="Fire at Dunmere", text=SAID.format("mill", "Dunmere", "Pell"))
    barn = an_article(id=2, title="Fire at Carrow", text=SAID.format("barn", "Carrow", "Baird"))
    again = an_article(
        id=3,
        title="Dunmere mill burnt down",
        text="Only black walls are left of the mill by the river at Dunmere. All got out in time, officer Pell says.",
    )
    assert like(mill, again, barn, FOG) > like(mill, barn, again, FOG)


def test_likeness_is_the_same_from_either_side_and_half_after_a_week() -> None:
    mill = an_article(id=1, title="Fire at Dunmere", text=SAID.format("mill", "Dunmere", "Pell"))
    barn = an_article(id=2, title="Fire at Carrow", text=SAID.format("barn", "Carrow", "Baird"))
    assert like(mill, barn, FOG) == pytest.approx(like(barn, mill, FOG))
    rarity = Rarity(2)
    features = features_of(mill)
    rarity.learn(features)
    one = weighed(features, NOW, rarity)
    later = likeness(one, features, one.sizes, NOW + timedelta(days=7))
    assert later == pytest.approx(likeness(one, features, one.sizes, NOW) / 2)


def test_what_is_far_less_like_a_story_than_its_members_are_like_each_other_stands_beside_it() -> None:
    said = SAID.format("mill", "Dunmere", "Pell")
    first = an_article(id=1, title="Mill burns at Dunmere", text=f"{said}.", url="")
    text = f"{said} in Dunmere, where the mill stood by the river."
    second = an_article(id=2, source_id=2, title="Fire takes mill at Dunmere", text=text, url="")
    plans = (
        "The owner of the mill at Dunmere wants to build flats. The brigade asks for a second road, and the council "
        "votes in June."
    )
    third = an_article(id=3, source_id=3, title="Flats where the mill was at Dunmere", text=plans, url="")
    fair = (
        "The fair in town number {0} opens on the first day of the month, and the brigade shows what it can do for "
        "{0} children."
    )
    others = [
        an_article(id=n, source_id=n, title=f"Row {n} of the fair", text=fair.format(n), url="") for n in range(10, 16)
    ]
    assert stories([first, second, third, *others])[:2] == [{1, 2}, {3}]
    assert stories([first, third, *others])[0] == {1, 3}


def stories(articles: list[Article]) -> list[set[int]]:
    return [{one.id for one in (group.lead, *group.echoes)} for group in grouped(articles, {})]


def test_what_says_nothing_is_like_nothing() -> None:
    empty = features_of(an_article(title="", text="", lead=""))
    rarity = Rarity(1)
    rarity.learn(empty)
    nothing = weighed(empty, NOW, rarity)
    assert likeness(nothing, empty, nothing.sizes, NOW) == 0.0
    assert Pool(room=1).place(empty, NOW) == 0
