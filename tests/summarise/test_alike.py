"""A writer's own words for the source's: taken where they say the same, and asked like the source's own."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

STORY = a_story(
    text="Researchers at Tarnfield University have found a frog that was believed to be lost. Biologist Ada Brandt "
    "found the nest in May, and her colleague Luis Moreno filmed it. The pond is visited by 18,240 people a year.\n\n"
    "The pond was closed on Monday and the council urged walkers to stay away.",
    lead="",
    title="",
    language="en",
)
GERMAN = a_story(
    text="Das Landgericht Grünau verurteilte am Montag einen Kellner. Die Feuerwehr war mit 30 Kräften im Einsatz, und "
    "ein Unternehmen aus Wesel lieferte das Material für die Brücke.",
    lead="",
    title="",
    language="de",
)


@pytest.mark.parametrize(
    "text",
    [
        "Scientists at Tarnfield University have discovered a frog that was believed to be lost.",
        "The pond was shut on Monday and the council urged walkers to stay away.",
        "The pond is visited by about 18,000 people a year.",
    ],
)
def test_what_says_the_same_in_other_words_is_taken(text: str) -> None:
    assert why_not(text, STORY) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Luis Moreno discovered the nest in May.",
            "in the source, Biologist Ada Brandt, not Luis Moreno, stands before 'found'",
        ),
        ("The pond is visited by about 19,000 people a year.", "19000 is not in the source"),
        ("The pond is visited by 18,000 people a year.", "18000 is not in the source"),
    ],
)
def test_what_says_something_else_in_other_words_is_refused(text: str, fault: str) -> None:
    assert why_not(text, STORY).startswith(fault)


@pytest.mark.parametrize(
    "text",
    [
        "Das Gericht in Grünau verurteilte am Montag einen Kellner.",
        "Die Feuerwehr war mit 30 Einsatzkräften da.",
        "Eine Firma aus Wesel lieferte das Material für die Brücke.",
    ],
)
def test_a_noun_made_of_the_sources_words_is_no_name(text: str) -> None:
    assert why_not(text, GERMAN) == ""


def test_a_noun_of_which_the_source_has_nothing_may_be_a_name() -> None:
    assert why_not("Eine Firma aus Quarzheim lieferte das Material für die Brücke.", GERMAN) != ""
