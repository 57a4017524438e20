"""Which language a text is in."""

from __future__ import annotations

import pytest

from digest.language import language_of, same_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The quay gates close at nine tonight, the harbour master says.", "en"),
        ("Die Tore am Kai schließen heute Abend um neun Uhr.", "de"),
        ("Les portes du quai ferment ce soir à neuf heures.", "fr"),
        ("Ворота причала закроются сегодня в девять вечера.", "ru"),
        ("码头的大门今晚九点关闭。", "zh"),
        ("تغلق بوابات الرصيف الليلة في التاسعة.", "ar"),
        ("", ""),
        ("12:30 – 14", ""),
    ],
)
def test_a_sentence_is_enough(text: str, code: str) -> None:
    assert language_of(text) == code


def test_where_the_beginning_says_little_more_is_looked_at() -> None:
    scores = "Larkhaven 3:1 Oslo, 12. 4. " * 15
    assert (
        language_of(scores + "Die Tore am Kai schließen heute Abend um neun Uhr, sagt der Hafenmeister. " * 5) == "de"
    )


def test_half_a_megabyte_is_not_read_to_its_end() -> None:
    assert language_of("The quay gates close at nine tonight. " * 60 + "码头的大门今晚九点关闭。" * 50_000) == "en"


@pytest.mark.parametrize(("one", "other"), [("de", "de-AT"), ("nb", "no"), ("no", "da"), ("", "de"), ("EN", "en_GB")])
def test_codes_of_one_language_are_the_same(one: str, other: str) -> None:
    assert same_language(one, other)
    assert same_language(other, one)


def test_codes_of_two_languages_are_not() -> None:
    assert not same_language("de", "en")
