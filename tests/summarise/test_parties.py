"""Who does what to whom: a sentence has the same words as its source, and another order."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

ENGLISH = a_story(
    text="Governor Ada Brandt endorsed Senator Luis Moreno on Tuesday. A guard was chased by a dog in Eastmoor. "
    "Wells dropped by 12 percent in 2022 and by 30 percent in 2023. “It was a good day,” said Mayor Owen Pryce.",
    lead="",
    title="",
    language="en",
)
GERMAN = a_story(
    text="Aus ungeklärten Gründen fuhr ein Autolenker in Richtung Biel auf die Autobahn.",
    lead="",
    title="",
    language="de",
)
SPANISH = a_story(
    text="La fiscalía recurrió la primera imputación de la infanta, que anuló la Audiencia de Palma.",
    lead="",
    title="",
    language="es",
)


@pytest.mark.parametrize(
    "text",
    [
        "Luis Moreno endorsed Ada Brandt on Tuesday.",
        "Ada Brandt was endorsed by Luis Moreno on Tuesday.",
        "A guard chased a dog in Eastmoor.",
        "A dog was chased by a guard in Eastmoor.",
        "Wells dropped by 30 percent in 2022 and by 12 percent in 2023.",
    ],
)
def test_what_changes_places_is_refused(text: str) -> None:
    assert "the other way round" in why_not(text, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday, Ada Brandt endorsed Luis Moreno.",
        "Luis Moreno was endorsed by Ada Brandt on Tuesday.",
        "In Eastmoor, a dog chased a guard.",
        "Mayor Owen Pryce said: “It was a good day”.",
        "In 2022, wells dropped by 12 percent.",
    ],
)
def test_a_passive_and_what_stands_anywhere_are_no_change(text: str) -> None:
    assert why_not(text, ENGLISH) == ""


def test_what_a_language_lets_stand_in_front_may_stand_behind() -> None:
    assert why_not("Ein Autolenker fuhr aus ungeklärten Gründen in Richtung Biel auf die Autobahn.", GERMAN) == ""


def test_in_a_relative_clause_a_verb_may_stand_first() -> None:
    assert why_not("La Audiencia de Palma anuló la primera imputación de la infanta.", SPANISH) == ""
