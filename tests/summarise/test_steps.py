"""By how much or to what, from where to where, percent or points: small words that a summary may not exchange."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

ENGLISH = a_story(
    text="Inflation in the Varn isles fell from 2.4 percent in October to 2.1 percent in November, its lowest since "
    "2021. Unemployment rose by half a percentage point to 6.8 percent, and support for the mayor fell by 3 percentage "
    "points.\n\n"
    "The ship carried wheat from Odesa to Port Said. The bank cut 1,900 jobs, three quarters of them in Hamburg. "
    "Minister Aalto said the bank should cut rates.",
    lead="",
    title="",
    language="en",
)
GERMAN = a_story(
    text="Die Kosten des Bades steigen von 14 auf 17,5 Millionen Euro. Der Eintritt steigt um 50 Cent auf 5,50 Euro. "
    "Die Arbeitslosigkeit stieg um 2 Prozentpunkte. Ein Drittel der Schulen weicht aus.",
    lead="",
    title="",
    language="de",
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Inflation in the Varn isles fell by 2.1 percent in November.", "it is 'to' 2.1, not 'by'"),
        ("Inflation in the Varn isles fell to 2.4 percent.", "it is 'from' 2.4, not 'to'"),
        ("Inflation in the Varn isles fell to 2.1 percent, its highest since 2021.", ""),
        ("Unemployment rose by half a percent to 6.8 percent.", "half a are percentage points"),
        ("Support for the mayor fell by 3 percent.", "3 are percentage points"),
        ("Unemployment rose to 6.8 percentage points.", "6.8 are percent"),
        ("The ship carried wheat from Port Said to Odesa.", "it is from Odesa to Port Said"),
        ("The bank cut 1,900 jobs, a quarter of them in Hamburg.", "it is 'three quarters'"),
        ("Minister Aalto said the bank should raise rates.", ""),
    ],
)
def test_what_exchanges_them_is_refused(text: str, fault: str) -> None:
    why = why_not(text, ENGLISH)
    assert why
    assert fault in why


@pytest.mark.parametrize(
    "text",
    [
        "Die Kosten des Bades steigen um 17,5 Millionen Euro.",
        "Der Eintritt steigt um 5,50 Euro.",
        "Die Arbeitslosigkeit stieg um 2 Prozent.",
        "Zwei Drittel der Schulen weichen aus.",
    ],
)
def test_what_exchanges_them_in_german_is_refused(text: str) -> None:
    assert why_not(text, GERMAN)


@pytest.mark.parametrize(
    "text",
    [
        "Inflation in the Varn isles fell to 2.1 percent, its lowest since 2021.",
        "Inflation in the Varn isles fell from 2.4 percent to 2.1 percent in November.",
        "Unemployment rose by half a percentage point to 6.8 percent.",
        "Support for the mayor fell by 3 percentage points.",
        "The ship carried wheat from Odesa to Port Said.",
        "The bank cut 1,900 jobs, three quarters of them in Hamburg.",
    ],
)
def test_what_keeps_them_is_taken(text: str) -> None:
    assert why_not(text, ENGLISH) == ""


@pytest.mark.parametrize("text", ["Die Kosten steigen auf 17,5 Millionen Euro.", "Der Eintritt steigt um 50 Cent."])
def test_what_keeps_them_in_german_is_taken(text: str) -> None:
    assert why_not(text, GERMAN) == ""
