"""Of two stories that may be one event, an issue tells one; the other one waits, and says for which."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from digest.choose import stories
from digest.model import Article, Choice, Taste
from tests.choose.test_events import BUDGET, FIRST, OTHER, SECOND, SOURCES, pool, told
from tests.makers import NOW, a_newsletter

UNDER_FIRE = told(
    4,
    "County under fire over fallen bridge",
    "The county knew since spring that the pillar was cracked, and did nothing, the opposition says after the collapse "
    "at Felling. Councillor Greta Moe asks why money for the Larkmoor bridge went into a car park. Head of roads "
    "Anders Lie, who will not resign, points at the ministry, which had promised two million crowns and never paid.",
)


def chosen(*articles: Article, pinned: tuple[int, ...] = ()) -> Choice:
    newsletter = a_newsletter(sections=(), taste=Taste(maximum=50, per_source=50))
    fresh = [replace(one, published=NOW) for one in pool(*articles)]
    return stories(fresh, newsletter, SOURCES, now=NOW, pinned=pinned)


def seats(choice: Choice) -> set[int]:
    return {story.article.id for _, some in choice.sections for story in some if story.article.id < 100}


def test_the_other_side_of_an_event_waits_for_the_next_issue() -> None:
    choice = chosen(FIRST, SECOND, UNDER_FIRE)
    assert seats(choice) == {2}
    (left,) = choice.left_out
    assert (left.article.id, left.carries_over) == (4, True)
    assert left.why == "it may be the event of 'Drivers rescued after Larkmoor bridge falls', which has a place"


def test_what_only_looks_alike_has_a_place() -> None:
    assert seats(chosen(FIRST, SECOND, OTHER, told(5, "Budget passed", BUDGET))) == {2, 3, 5}


def test_what_an_editor_pinned_is_told_beside_its_double() -> None:
    assert seats(chosen(FIRST, SECOND, UNDER_FIRE, pinned=(4,))) >= {4}
    assert seats(chosen(FIRST, SECOND, UNDER_FIRE, pinned=(2, 4))) == {2, 4}


def test_who_tells_both_means_two_stories() -> None:
    fields: dict[str, Any] = {"source_id": FIRST.source_id, "url": FIRST.url + "/fire"}
    assert seats(chosen(FIRST, SECOND, replace(UNDER_FIRE, **fields))) == {2, 4}
