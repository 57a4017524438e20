"""What is still to come is not told as done, whatever says so: a word, or an ending."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not


@pytest.mark.parametrize(
    ("language", "source", "false", "true"),
    [
        (
            "es",
            "El biólogo Hugo Lisarraga describirá los peces en una revista.",
            "Hugo Lisarraga ha descrito los peces en una revista.",
            "Hugo Lisarraga describirá los peces en una revista.",
        ),
        (
            "fr",
            "Le conseil votera le budget des travaux en décembre.",
            "Le conseil a voté le budget des travaux en décembre.",
            "En décembre, le conseil votera le budget des travaux.",
        ),
        (
            "it",
            "I giudici depositeranno le motivazioni della sentenza entro maggio.",
            "I giudici hanno depositato le motivazioni della sentenza.",
            "Entro maggio i giudici depositeranno le motivazioni della sentenza.",
        ),
        (
            "ru",
            "Новая версия программы для телефонов появится в сентябре.",
            "Новая версия программы для телефонов появилась в сентябре.",
            "Версия программы для телефонов должна появиться в сентябре.",
        ),
        (
            "pl",
            "Dyrektorka zapowiedziała, że stara mapa będzie pokazana jesienią.",
            "Stara mapa była pokazana jesienią.",
            "Jesienią stara mapa będzie pokazana.",
        ),
        (
            "ja",
            "新しい図書館は2027年春に開館する予定だ。",
            "新しい図書館は2027年春に開館した。",
            "図書館は2027年春に開館予定だ。",
        ),
    ],
)
def test_a_plan_is_not_told_as_done(language: str, source: str, false: str, true: str) -> None:
    story = a_story(text=source, lead="", title="", language=language)
    assert "it is not done yet" in why_not(false, story)
    assert why_not(true, story) == ""


def test_secondo_is_no_number() -> None:
    story = a_story(text="La direttrice Marta Zancan prevede molti visitatori.", lead="", title="", language="it")
    assert why_not("Secondo Marta Zancan, molti visitatori.", story) == ""
