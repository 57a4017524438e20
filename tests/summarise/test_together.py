"""What a summary says together stands together in the source."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

STORY = a_story(
    text="Hartley fitted the boiler on a Monday in December. The house stands in Radstock. It has nine rooms.\n\n"
    "The garden is old. The trees are older.\n\n"
    "A jury convicted Hartley in the court of Bristol. “I forgot the screws,” he said. “I am sorry for all of it.”\n\n"
    "Nobody else was charged, and the house was sold. Two judges were there.",
    lead="",
    title="",
    language="en",
)


@pytest.mark.parametrize(
    "text",
    [
        "A jury convicted Hartley in December.",
        "A jury convicted Hartley on a Monday.",
        "A jury convicted Hartley in Radstock.",
        "A jury convicted Hartley with nine to two.",
    ],
)
def test_a_day_a_place_and_a_number_of_something_else_are_refused(text: str) -> None:
    assert why_not(text, STORY) != ""


CLASHES = a_story(
    text="Three people died and 23 were badly hurt in Zeitoun on Friday, and a boy was robbed of a watch in Manial "
    "on Sunday.",
    lead="",
    title="",
    language="en",
)


@pytest.mark.parametrize("text", ["A boy was robbed of a watch in Zeitoun.", "A boy was robbed of a watch on Friday."])
def test_a_day_and_a_place_of_another_clause_are_refused(text: str) -> None:
    assert "stands elsewhere" in why_not(text, CLASHES)


@pytest.mark.parametrize(
    "text",
    ["A boy was robbed of a watch in Manial.", "On Friday, three people died and 23 were badly hurt in Zeitoun."],
)
def test_a_day_and_a_place_of_the_same_clause_are_taken(text: str) -> None:
    assert why_not(text, CLASHES) == ""


@pytest.mark.parametrize(
    "text",
    [
        "A jury convicted Hartley in the court of Bristol.",
        "Hartley fitted the boiler in December.",
        "The house in Radstock has nine rooms.",
        "Hartley said: “I forgot the screws”.",
    ],
)
def test_what_stands_there_or_in_a_sentence_near_by_is_taken(text: str) -> None:
    assert why_not(text, STORY) == ""
