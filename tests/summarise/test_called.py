"""Whoever is called something in a summary is called so in the source."""

from __future__ import annotations

import pytest

from digest.model import Story
from tests.makers import a_story
from tests.summarise.test_claims import why_not

ENGLISH = a_story(
    text="Bishop John Folda of Fargo is ill, and the diocese has asked everybody who came to the old church by the "
    "river on one of the last Sundays of the month to see a doctor, says programme manager Molly Howell. "
    "Chi Onwurah, a Labour member for Newcastle, backs the report.",
    lead="",
    title="",
    language="en",
)
GERMAN = a_story(
    text="Branddirektor Karsten Homrighausen, der Ständige Vertreter Karsten Göwecke sowie der stellvertretende "
    "Beauftragte der Freiwilligen Feuerwehren des Landes, Thomas Klaß, zeichneten sie aus. "
    "Ein Autolenker starb. Beim Verstorbenen handelt es sich um einen Schweizer.",
    lead="",
    title="",
    language="de",
)


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("Molly Howell, the bishop of Fargo, says everybody should see a doctor.", ENGLISH),
        ("Molly Howell is the bishop of Fargo.", ENGLISH),
        ("Molly Howell, a Labour member for Newcastle, backs the report.", ENGLISH),
        ("Thomas Klaß ist Branddirektor der Freiwilligen Feuerwehren.", GERMAN),
    ],
)
def test_what_another_one_is_called_is_refused(text: str, story: Story) -> None:
    assert why_not(text, story) != ""


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("Molly Howell, the programme manager, says everybody should see a doctor.", ENGLISH),
        ("Chi Onwurah, the Labour member for Newcastle, backs the report.", ENGLISH),
        ("Der Autolenker, ein Schweizer, starb.", GERMAN),
    ],
)
def test_what_one_is_called_is_taken(text: str, story: Story) -> None:
    assert why_not(text, story) == ""
