"""One event told by many is one story; events that only look alike are two; on real data as well as it is known."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.choose.same import Group
from digest.model import Article
from tests.groups import grouped
from tests.makers import NOW, a_source, an_article

SOURCES = {n: a_source(id=n, slug=f"s{n}", title=f"Paper {n}", weight=3.0 if n == 2 else 1.0) for n in range(1, 9)}
BRIDGE = (
    "The old bridge over the Larkmoor river at Felling collapsed early on Tuesday after days of heavy rain. "
    "Two lorries fell into the water; both drivers were rescued by a fishing boat. Engineer Solveig Brandt had "
    "warned the county in March that the eastern pillar was cracked. The county closed the road between "
    "Felling and Ostby until further notice."
)
BRIDGE_TOO = (
    "Two lorry drivers were rescued when the Larkmoor bridge at Felling gave way on Tuesday morning. A fishing "
    "boat pulled them from the river. The eastern pillar had been cracked since March, engineer Solveig Brandt "
    "says, and the county knew. Traffic between Felling and Ostby is led over the northern road after the "
    "collapse."
)
OTHER_BRIDGE = (
    "A footbridge over the railway at Marisco fell on Thursday while workers were painting it. Nobody was "
    "hurt. The railway said that trains to the capital stand still until the rails are cleared. Mayor Ines "
    "Cardoso asked for an inquiry and promised that every bridge in the town will be looked at within the "
    "month."
)
BUDGET = (
    "Parliament passed the budget for next year with three votes more than needed. Schools get eleven million "
    "crowns, less than the teachers' union had asked for. Minister Halvard Nygaard called it a fair deal, the "
    "opposition a missed chance to lower the tax on small boats. The vote came after a night of talks about "
    "fishing quotas."
)


def told(id: int, title: str, text: str, **fields: Any) -> Article:  # noqa: A002 - as the noun's field is called
    return an_article(
        id=id, title=title, text=text, url=f"https://paper{id}.example/{id}", **{"source_id": id, **fields}
    )


def pool(*articles: Article) -> list[Article]:
    """These among others, which tell what words are common."""
    whos, whats = ("The school", "The museum", "A library"), ("opens its doors", "asks for helpers", "shows old maps")
    said = (
        "for those who come from the town and for the county after days of work on the old house, until further notice"
    )
    others = [told(100 + n, f"{whos[n % 3]} {n}", f"{whos[n % 3]} {whats[n // 3]} {said}.", lead="") for n in range(9)]
    return [*articles, *others]


def ids(groups: Iterable[Group]) -> list[list[int]]:
    return [[one.lead.id, *(echo.id for echo in one.echoes)] for one in groups if one.lead.id < 100]


FIRST = told(1, "Bridge at Felling collapses", BRIDGE)
SECOND = told(2, "Drivers rescued after Larkmoor bridge falls", BRIDGE_TOO)
OTHER = told(3, "Footbridge falls at Marisco", OTHER_BRIDGE)


def test_one_event_in_other_words_is_one_story_led_by_the_heaviest_source() -> None:
    assert ids(grouped(pool(FIRST, SECOND, told(3, "Budget passed", BUDGET)), SOURCES)) == [[2, 1], [3]]


def test_another_event_of_the_same_kind_is_another_story() -> None:
    assert ids(grouped(pool(FIRST, SECOND, OTHER), SOURCES)) == [[2, 1], [3]]


def test_the_same_words_two_months_later_are_news_again() -> None:
    later = told(2, SECOND.title, BRIDGE_TOO, published=NOW + timedelta(days=60))
    assert ids(grouped(pool(FIRST, later), SOURCES)) == [[1], [2]]


def test_the_order_in_which_they_come_changes_nothing() -> None:
    some = pool(FIRST, SECOND, OTHER)
    assert {frozenset(one) for one in ids(grouped(some, SOURCES))} == {
        frozenset(one) for one in ids(grouped(some[::-1], SOURCES))
    }


def test_a_text_that_was_published_again_is_the_same_article_whatever_its_title() -> None:
    again = told(4, "From our partners", BRIDGE.upper(), published=NOW + timedelta(days=90))
    assert ids(grouped([FIRST, again], SOURCES)) == [[1, 4]]


def test_a_source_that_looks_like_itself_is_not_taken_for_itself() -> None:
    text = "Weather for the coast on {}: wind from the south-west, force five, some rain before noon. Sunrise at {}."
    days = [told(n, f"Weather for {d}", text.format(d, n), source_id=1) for n, d in enumerate(("Monday", "Tuesday"), 1)]
    assert ids(grouped(pool(*days), SOURCES)) == [[1], [2]]


def test_a_sources_second_article_joins_what_another_source_tells_too() -> None:
    update = told(4, "What we know about the bridge at Felling", f"{BRIDGE_TOO} A crane is on its way.", source_id=1)
    assert ids(grouped(pool(FIRST, update, SECOND), SOURCES)) == [[2, 1, 4]]


def test_a_source_that_gives_an_article_a_new_id_says_it_once() -> None:
    assert ids(grouped([FIRST, told(4, FIRST.title, BRIDGE, source_id=1)], SOURCES)) == [[1, 4]]
    assert ids(grouped([FIRST, told(4, "Another", BRIDGE, source_id=1)], SOURCES)) == [[1], [4]]


def test_what_tells_a_told_event_is_marked_by_it_and_a_pin_overrules() -> None:
    others = pool()
    (group,) = (one for one in grouped([SECOND, *others], SOURCES, told=[FIRST]) if one.lead.id == 2)
    assert group.told == FIRST
    (group,) = (one for one in grouped([SECOND, *others], SOURCES, told=[FIRST], pinned={2}) if one.lead.id == 2)
    assert group.told is None


def test_what_is_pinned_leads() -> None:
    assert ids(grouped(pool(FIRST, SECOND), SOURCES, pinned={1})) == [[1, 2]]


def test_headlines_alone_say_too_little() -> None:
    some = [told(n, "Open thread", "", lead="") for n in (1, 2)]
    assert ids(grouped(pool(*some), SOURCES)) == [[1], [2]]


@pytest.mark.parametrize(("name", "bar"), [("basil", 0.96), ("vmds", 0.90)])
def test_real_stories_are_told_apart_with_one_setting(name: str, bar: float, shared_data: Path) -> None:
    """B-cubed F1 as the scorer reckons it, here in a few lines."""
    lines = [json.loads(line) for line in (shared_data / "clusters" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    asked = "".join(json.dumps(line | {"gold": ""}) + "\n" for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "bench.quality.same"],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    ours = {one["id"]: one["cluster"] for one in map(json.loads, done.stdout.splitlines())}
    precision = recall = 0.0
    gold = {line["id"]: line["gold"] for line in lines}
    for key, story in gold.items():
        same = {other for other in gold if gold[other] == story}
        found = {other for other in gold if ours[other] == ours[key]}
        precision += len(same & found) / len(found) / len(gold)
        recall += len(same & found) / len(same) / len(gold)
    assert 2 * precision * recall / (precision + recall) >= bar
    assert precision >= 0.85


def test_what_one_source_gathers_from_others_is_told_by_those_others() -> None:
    """A planet, a search for news: one feed, and each article on a page of its own site."""
    first = replace(FIRST, url="https://www.felling-news.example/1")
    again = replace(SECOND, source_id=1, url="https://ostby.example.co.uk/2")
    assert ids(grouped(pool(first, again), SOURCES)) == [[1, 2]]
    same_site = replace(again, url="https://sport.felling-news.example/2")
    assert ids(grouped(pool(first, same_site), SOURCES)) == [[1], [2]]
