"""Who gets a place: sections, caps and minimums; whoever gets none is told why and comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.choose import stories
from digest.choose.score import scored
from digest.model import Article, Choice, Newsletter, Rules, SectionPlan, Taste
from tests.makers import NOW, a_newsletter, a_section_plan, a_source, an_article

SOURCES = {
    n: a_source(id=n, slug=slug, title=slug, url=f"https://{slug}.example/rss")
    for n, slug in enumerate(("city", "sea", "sport"), 1)
}
CITY = a_section_plan(key="city", title="City", sources=("city",))
SEA = a_section_plan(key="sea", title="The sea", topics=("ferries",))
REST = a_section_plan(key="rest", title="And more")


def fresh(*numbers: int, **fields: Any) -> list[Article]:
    """Articles, the lower number the newer and so the better."""
    more = {"topics": (), **fields}
    return [an_article(id=n, url=f"https://a.example/{n}", published=NOW - timedelta(hours=n), **more) for n in numbers]


def choose(owed: list[Article], *sections: SectionPlan, too_old: int = 0, **taste: Any) -> Choice:
    newsletter = a_newsletter(sections=sections, taste=Taste(**{"per_source": 100, **taste}))
    return stories(owed, newsletter, SOURCES, now=NOW, too_old=too_old)


def seats(choice: Choice) -> dict[str, list[int]]:
    return {plan.key: [story.article.id for story in told] for plan, told in choice.sections}


def reasons(choice: Choice) -> dict[int, str]:
    return {left.article.id: left.why for left in choice.left_out}


def test_without_sections_the_best_stories_come_first() -> None:
    assert seats(choose(fresh(3, 1, 2))) == {"stories": [1, 2, 3]}


def test_a_section_takes_its_sources_and_its_topics_and_the_rest_goes_to_who_asks_for_nothing() -> None:
    owed = [
        *fresh(1, source_id=1),
        *fresh(2, source_id=2, topics=("Ferries",)),
        *fresh(3, source_id=3),
    ]
    assert seats(choose(owed, SEA, CITY, REST)) == {"sea": [2], "city": [1], "rest": [3]}


def test_a_source_says_itself_where_it_belongs_by_section_or_topic() -> None:
    sources = {1: a_source(id=1, slug="x", section="city"), 2: a_source(id=2, slug="y", topics=("FERRIES",))}
    owed = [*fresh(1, source_id=1), *fresh(2, source_id=2)]
    choice = stories(owed, a_newsletter(sections=(REST, CITY, SEA)), sources, now=NOW)
    assert seats(choice) == {"city": [1], "sea": [2]}


def test_sections_stand_in_the_order_of_the_newsletter_not_of_the_news() -> None:
    owed = [*fresh(1, source_id=3), *fresh(2, source_id=1)]
    assert list(seats(choose(owed, CITY, REST))) == ["city", "rest"]


def test_a_story_that_no_section_wants_is_left_out_with_that_reason() -> None:
    choice = choose([*fresh(1), *fresh(2, source_id=3)], CITY)
    assert seats(choice) == {"city": [1]}
    assert reasons(choice) == {2: "no section takes its source or topics"}


def test_a_full_section_turns_the_weakest_away() -> None:
    choice = choose(fresh(1, 2, 3), replace(CITY, maximum=2))
    assert seats(choice) == {"city": [1, 2]}
    assert reasons(choice) == {3: "section City is full (2)"}


def test_a_story_goes_to_the_second_section_that_asked_for_it_when_the_first_is_full() -> None:
    owed = fresh(1, 2, topics=("ferries",))
    assert seats(choose(owed, replace(CITY, maximum=1), SEA)) == {"city": [1], "sea": [2]}


def test_one_source_cannot_fill_the_issue() -> None:
    choice = choose([*fresh(1, 2, 3), *fresh(4, source_id=2)], per_source=2)
    assert seats(choice) == {"stories": [1, 4, 2]}
    assert reasons(choice) == {3: "its source has 2 stories already"}


def test_a_full_issue_loses_its_weakest_stories_wherever_they_stand() -> None:
    owed = [*fresh(1, 9, source_id=1), *fresh(2, 3, source_id=3)]
    choice = choose(owed, CITY, REST, maximum=3)
    assert seats(choice) == {"city": [1], "rest": [2, 3]}
    assert reasons(choice) == {9: "the issue is full (3)"}


def test_a_section_under_its_minimum_is_dropped_and_says_so() -> None:
    choice = choose([*fresh(1), *fresh(2, source_id=3)], replace(CITY, minimum=2), REST)
    assert seats(choice) == {"rest": [2]}
    assert reasons(choice) == {1: "section City held: 1 of 2"}


def test_an_issue_under_its_minimum_is_held_and_everything_carries_over() -> None:
    choice = choose(fresh(1, 2), minimum=3)
    assert (choice.held, choice.stories) == ("held: 2 of 3", ())
    assert reasons(choice) == {1: "held: 2 of 3", 2: "held: 2 of 3"}
    assert all(left.carries_over for left in choice.left_out)
    assert seats(choose(fresh(1, 2, 3), minimum=3)) == {"stories": [1, 2, 3]}


def test_stories_of_dropped_sections_do_not_count_towards_the_minimum() -> None:
    owed = [*fresh(1, 2), *fresh(3, source_id=3)]
    assert choose(owed, replace(CITY, minimum=3), REST, minimum=2).held == "held: 1 of 2"


def test_nothing_new_is_said_in_words_even_where_nothing_is_the_minimum() -> None:
    assert choose([], minimum=0).held == "nothing new"
    why = "nothing new: 12 articles older than choose.max_age or choose.first_run allow"
    assert choose([], too_old=12).held == why


def test_echoes_come_and_go_with_their_story() -> None:
    copies = [an_article(id=n, source_id=n, url="https://a.example/fog") for n in (1, 2, 3)]
    (story,) = choose(copies).stories
    assert [story.article.id, *(echo.id for echo in story.echoes)] == [1, 2, 3]
    assert story.reasons[0].words == "3 sources"
    assert set(reasons(choose(copies, minimum=2))) == {1, 2, 3}


def test_equal_scores_put_the_newer_article_first() -> None:
    ancient = [an_article(id=n, published=NOW - timedelta(days=900 + n), url=f"https://a.example/{n}") for n in (1, 2)]
    assert len({scored(article, (), SOURCES, now=NOW)[0] for article in ancient}) == 1
    assert seats(choose(ancient[::-1])) == {"stories": [1, 2]}


plans = st.builds(
    SectionPlan,
    key=st.uuids().map(str),
    title=st.just("S"),
    sources=st.lists(st.sampled_from(["city", "sea"]), max_size=2).map(tuple),
    topics=st.lists(st.sampled_from(["ferries", "weather"]), max_size=1).map(tuple),
    minimum=st.integers(0, 3),
    maximum=st.integers(1, 5),
)
articles = st.builds(
    lambda source, url, topic, hours: {"source_id": source, "url": url, "topics": topic, "hours": hours},
    st.integers(1, 4),
    st.integers(0, 12).map(lambda n: f"https://a.example/{n}" if n else ""),
    st.lists(st.sampled_from(["ferries", "weather", "x"]), max_size=2).map(tuple),
    st.integers(-5, 300),
)
tastes = st.builds(Taste, minimum=st.integers(0, 4), maximum=st.integers(1, 9), per_source=st.integers(1, 4))


@settings(max_examples=300)
@given(facts=st.lists(articles, max_size=25), sections=st.lists(plans, max_size=4), taste=tastes)
def test_no_cap_is_exceeded_no_story_told_twice_and_nothing_is_lost(
    facts: list[dict[str, Any]], sections: list[SectionPlan], taste: Taste
) -> None:
    owed = [
        an_article(id=n, published=NOW - timedelta(hours=one.pop("hours")), **one)
        for n, one in enumerate((dict(fact) for fact in facts), 1)
    ]
    newsletter: Newsletter = a_newsletter(sections=tuple(sections), taste=taste)
    choice = stories(owed, newsletter, SOURCES, now=NOW)
    told = choice.stories
    assert len(told) <= taste.maximum
    assert bool(choice.held) == (not told)
    assert not told or len(told) >= taste.minimum
    for plan, seated in choice.sections:
        assert max(1, plan.minimum) <= len(seated) <= plan.maximum
        assert all(story.section == plan.key for story in seated)
    for source in SOURCES:
        assert sum(story.article.source_id == source for story in told) <= taste.per_source
    placed = [article.id for story in told for article in (story.article, *story.echoes)]
    assert sorted([*placed, *(left.article.id for left in choice.left_out)]) == sorted(one.id for one in owed)
    assert all(left.why for left in choice.left_out)


def test_the_places_of_a_section_that_is_held_go_to_others() -> None:
    owed = [*fresh(1), *fresh(2, 3, 4, source_id=3)]
    choice = choose(owed, replace(CITY, minimum=2), REST, maximum=3, minimum=3)
    assert (seats(choice), choice.held) == ({"rest": [2, 3, 4]}, "")
    assert reasons(choice) == {1: "section City held: 1 of 2"}


def test_what_is_pinned_is_printed_however_thin_its_section_is() -> None:
    newsletter = a_newsletter(sections=(replace(CITY, minimum=2), REST))
    choice = stories([*fresh(1), *fresh(2, source_id=3)], newsletter, SOURCES, now=NOW, pinned={1})
    assert seats(choice) == {"city": [1], "rest": [2]}


def test_an_issue_that_its_own_sections_leave_empty_says_so() -> None:
    choice = choose(fresh(1, 2, source_id=3), CITY)
    assert choice.held == "held: none of 2 articles has a place; 2 articles: no section takes its source or topics"
    strict = replace(REST, keep=Rules(keywords=("zebra",)))
    assert choose(fresh(1, 2), strict).held.startswith(
        "held: none of 2 articles has a place; 2 articles: not kept: keywords"
    )


def test_what_a_story_lost_to_others_of_its_source_is_told_and_counted() -> None:
    ((_, told),) = choose(fresh(1, 2, 3)).sections
    assert [story.turn.words if story.turn else "" for story in told] == [
        "",
        "after another story of its source",
        "after 2 other stories of its source",
    ]
    assert [round(story.counted - story.score, 4) for story in told] == [0, -0.1, -0.2]
    assert all(abs(story.counted - sum(one.share for one in story.shares)) < 1e-9 for story in told)


def test_the_stories_of_one_source_do_not_follow_each_other_where_others_tell_as_much() -> None:
    ((_, told),) = choose([*fresh(1, 2, 3), *fresh(4, 5, source_id=2), *fresh(6, source_id=3)]).sections
    assert [story.article.source_id for story in told] == [1, 2, 1, 3, 2, 1]
    assert [story.counted for story in told] == sorted((story.counted for story in told), reverse=True)


def test_a_pinned_story_loses_nothing() -> None:
    newsletter = a_newsletter(sections=(), taste=Taste(per_source=100))
    ((_, told),) = stories(fresh(1, 2), newsletter, SOURCES, now=NOW, pinned=(2,)).sections
    assert [(story.article.id, bool(story.turn)) for story in told] == [(2, False), (1, True)]
