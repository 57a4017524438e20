"""Who gets what of an issue, for any history and any choices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from digest import choose, compose
from digest.jobs.classes import Classes
from digest.model import Newsletter, SectionPlan, Story, Taste
from digest.store.variants import History
from subscribers import EVERYTHING, picks_from
from tests.choose.test_doubles import UNDER_FIRE
from tests.choose.test_events import FIRST, SECOND, pool
from tests.makers import NOW, a_newsletter, a_source, a_story, a_summary, an_item

SOURCES = {number: a_source(id=number, slug=f"s{number}", topics=(f"t{number}",)) for number in (1, 2, 3)}
PLANS = (
    SectionPlan(key="one", title="One", sources=("s1",), maximum=4),
    SectionPlan(key="rest", title="Rest", maximum=6),
)
HISTORIES = st.lists(st.integers(0, 5), unique=True, max_size=5).map(lambda found: tuple((7, n) for n in sorted(found)))
Told = dict[int, set[int]]
Asking = tuple[History, dict[str, set[str]]]

PICKS = st.fixed_dictionaries(
    {
        "sections": st.sets(st.sampled_from(["one", "rest", "unknown"])),
        "topics": st.sets(st.sampled_from(["t1", "T2", "weather"])),
        "sources": st.sets(st.sampled_from(["1", "2", "3"])),
    }
)


def a_newsletter_of(maximum: int) -> Newsletter:
    return a_newsletter(sections=PLANS, taste=Taste(maximum=maximum, per_source=4))


def stories(number: int) -> list[Story]:
    """So many stories of three sources, half of them with weather in them."""
    found = [
        a_story(
            id=n, guid=f"g{n}", url=f"https://x.example/{n}", source_id=n % 3 + 1, title=f"Story {n}",
            topics=("weather",) if n % 2 else (), published=NOW - timedelta(minutes=n),
        )
        for n in range(1, number + 1)
    ]  # fmt: skip
    return choose.in_order(found)


def classes(own: int, others: int, told: Told) -> Classes:
    return classes_of(stories(own + others), range(own + 1), told)


def classes_of(ready: list[Story], own: Collection[int], told: Told) -> Classes:
    """Of stories, those with these numbers are the issue's own, the others were told before."""
    newsletter = a_newsletter_of(8)
    issue_stories = [story for story in ready if story.article.id in own]
    choice = choose.seated(issue_stories, newsletter, SOURCES)
    items = {story.article.id: an_item(story=story, summary=a_summary()) for story in ready}
    seats = compose.seats_of(choice)
    sections = compose.issue(
        newsletter, choice, {n: item.summary for n, item in items.items()}, SOURCES, issue_id=9, number=2, now=NOW
    )
    extra = [item for n, item in items.items() if n not in {article_id for _, article_id in seats}]
    menu = compose.menu_of(sections, ready, extra)
    return Classes(
        newsletter=newsletter, sources=SOURCES, menu=menu,
        told_by={(7, number): frozenset(ids) for number, ids in told.items()},
    )  # fmt: skip


TOLD = st.dictionaries(st.integers(0, 5), st.sets(st.integers(1, 14)), max_size=6)


@given(st.integers(1, 7), st.integers(0, 7), TOLD, st.lists(st.tuples(HISTORIES, PICKS), min_size=1, max_size=12))
def test_nobody_gets_what_they_had_or_left_out_and_caps_hold(
    own: int, others: int, told: Told, readers: list[Asking]
) -> None:
    made = classes(own, others, told)
    for history, names in readers:
        picks = picks_from(names)
        number = made.number_for(history, picks)
        had = set().union(*(made.told_by.get(one, frozenset()) for one in history))
        seats = made.variants[number].seats if number is not None else ()
        for section, article_id in seats:
            article = made.menu.items[article_id].story.article
            topics = (*article.topics, *SOURCES[article.source_id].topics)
            assert article_id not in had
            assert picks.wants(section=section, topics=topics, source=str(article.source_id))
        assert len(seats) <= made.newsletter.taste.maximum
        assert len({article_id for _, article_id in seats}) == len(seats)
        assert number == made.number_for(history, picks), "the same reader gets the same"


@given(st.integers(1, 7), st.integers(0, 7), TOLD, st.lists(st.tuples(HISTORIES, PICKS), max_size=12))
def test_what_is_known_already_keeps_its_number(own: int, others: int, told: Told, readers: list[Asking]) -> None:
    first = classes(own, others, told)
    numbers = [first.number_for(history, picks_from(names)) for history, names in readers]
    again = Classes(
        newsletter=first.newsletter,
        sources=SOURCES,
        menu=first.menu,
        told_by=first.told_by,
        variants=list(first.variants),
    )
    assert [again.number_for(history, picks_from(names)) for history, names in readers] == numbers
    assert again.variants == first.variants


def test_who_got_everything_before_and_left_out_nothing_gets_the_issue_as_it_was_printed() -> None:
    made = classes(3, 4, {0: {4, 5, 6, 7}})
    assert made.number_for(((7, 0),), EVERYTHING) == 0
    assert made.variants[0].seats == made.menu.standard


def test_stories_that_were_missed_come_after_better_ones_and_within_the_places_there_are() -> None:
    made = classes(3, 9, {})
    number = made.number_for((), EVERYTHING)
    assert number is not None
    seats = [article_id for _, article_id in made.variants[number].seats]
    assert len(seats) == 8
    assert {1, 2, 3} <= set(seats)


def those_who_catch_up_get(*, pinned: bool = False, **fields: Any) -> set[int]:
    """Of an issue with the other side of an event (4) that an earlier one told (2, with 1 as its echo)."""
    echo, first, *others = pool(FIRST, SECOND)
    new = Story(article=replace(UNDER_FIRE, **fields), score=0.75 if pinned else 0.9, pinned=pinned)
    told = [Story(article=first, echoes=(echo,), score=0.8), *(Story(article=one, score=0.7) for one in others)]
    made = classes_of([new, *told], {4}, {})
    number = made.number_for((), EVERYTHING)
    assert number is not None
    return {article_id for _, article_id in made.variants[number].seats if article_id < 100}


def test_who_catches_up_gets_one_side_of_an_event_as_everybody_does() -> None:
    assert those_who_catch_up_get() == {4}
    assert those_who_catch_up_get(pinned=True) == {2, 4}, "what an editor pinned stands beside its double"
    both: dict[str, Any] = {"source_id": FIRST.source_id, "url": f"{FIRST.url}/fire"}
    assert those_who_catch_up_get(**both) == {2, 4}, "who tells both means two"
