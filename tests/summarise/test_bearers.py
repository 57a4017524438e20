"""Whoever does or says something in a summary does or says it in the source."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

STORY = a_story(
    text="Premier Ada Brandt was seen in Lowhaven in last year's shoes. Her husband Carl Brandt wore a black coat, "
    "and Carl Brandt came by train. “We are late,” he said.\n\n"
    "Senator Luis Moreno thinks that the harbour should be sold. The boiler was fitted in May by Owen Pryce.\n\n"
    "The mayor promised a new bridge. She praised the harbour, and Moreno told reporters that the price was low.",
    lead="",
    title="",
    language="en",
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Carl Brandt was seen in Lowhaven in last year's shoes.",
            "Premier Ada Brandt, not Carl Brandt, stands before",
        ),
        ("Ada Brandt thinks that the harbour should be sold.", "Senator Luis Moreno, not Ada Brandt, stands before"),
        ("Carl Brandt fitted the boiler in May.", "Owen Pryce, not Carl Brandt, stands before 'fitted'"),
        ("Owen Pryce told reporters that the price was low.", "Moreno, not Owen Pryce, stands before 'told'"),
    ],
)
def test_what_is_told_of_another_is_refused(text: str, fault: str) -> None:
    assert why_not(text, STORY).startswith(f"in the source, {fault}")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brandt was seen in last year's shoes.",
        "Luis Moreno thinks that the harbour should be sold.",
        "Luis Moreno told reporters that the price was low.",
        "Owen Pryce fitted the boiler in May.",
        "Ada Brandt praised the harbour.",  # "she", in the source
    ],
)
def test_whoever_does_it_and_whoever_may_be_she_is_taken(text: str) -> None:
    assert why_not(text, STORY) == ""


def test_who_says_it_is_who_says_it_in_the_source() -> None:
    story = a_story(
        text="“The harbour has become too dear,” Onwurah said. The council met on Monday. Onwurah and Grady came late.",
        lead="",
        title="",
        language="en",
    )
    assert why_not("Onwurah said that the harbour has become too dear.", story) == ""
    assert why_not("Grady said that the harbour has become too dear.", story) != ""
