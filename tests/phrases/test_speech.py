"""Saying things: the right language, the form that a number takes, dates and names as they are written there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from digest.phrases import Speech, direction, isolated, speech
from digest.phrases.direction import END, ISOLATE

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (("de-AT",), Speech("de", "de_AT")),
        (("xx", "ru_RU"), Speech("ru", "ru_RU")),
        (("",), Speech("en")),
        ((), Speech("en")),
        (("tlh", "EN-gb"), Speech("en", "en_GB")),
        (("fr-XX",), Speech("fr")),
        (('"; drop', "ar"), Speech("ar")),
    ],
)
def test_the_first_language_that_we_speak_is_spoken(wanted: tuple[str, ...], spoken: Speech) -> None:
    assert speech(*wanted) == spoken


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 story"),
        ("en", 2, "2 stories"),
        ("de", 1, "1 Beitrag"),
        ("de", 0, "0 Beiträge"),
        ("fr", 0, "0 article"),
        ("fr", 2, "2 articles"),
        ("es", 1, "1 noticia"),
        ("ru", 1, "1 материал"),
        ("ru", 2, "2 материала"),
        ("ru", 5, "5 материалов"),
        ("ru", 11, "11 материалов"),
        ("ru", 21, "21 материал"),
        ("ru", 112, "112 материалов"),
        ("ar", 0, "لا أخبار"),
        ("ar", 1, "خبر واحد"),
        ("ar", 2, "خبران"),
        ("ar", 5, "5 أخبار"),
        ("ar", 11, "11 خبرًا"),
        ("ar", 21, "21 خبرًا"),
        ("ar", 100, "100 خبر"),
        ("ar", 103, "103 أخبار"),
        ("de", 12345, "12.345 Beiträge"),
        ("fr", 12345, f"12{NARROW}345 articles"),
    ],
)
def test_a_number_takes_its_form(language: str, number: int, said: str) -> None:
    assert Speech(language).counted("%(number)s story", "%(number)s stories", number) == said


@pytest.mark.parametrize(
    ("tag", "day", "hour", "names", "city"),
    [
        ("en", "November 25, 2026", "7:00 PM", "A, B, and C", "New York"),
        ("en-GB", "25 November 2026", "19:00", "A, B and C", "New York"),
        ("de", "25. November 2026", "19:00", "A, B und C", "New York"),
        ("fr", "25 novembre 2026", "19:00", "A, B et C", "New York"),
        ("es", "25 de noviembre de 2026", "19:00", "A, B y C", "Nueva York"),
        ("ru", "25 ноября 2026 г.", "19:00", "A, B и C", "Нью-Йорк"),
    ],
)
def test_days_hours_names_and_places(tag: str, day: str, hour: str, names: str, city: str) -> None:
    say = speech(tag)
    assert say.day(date(2026, 11, 25)).replace(NARROW, " ") == day
    assert say.o_clock(19).replace(NARROW, " ") == hour
    assert say.listed(["A", "B", "C"]) == names
    assert say.place("America/New_York") == city


def test_a_day_is_that_of_the_zone_and_a_zone_without_a_name_keeps_its_own() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert Speech("de").day(late, "Asia/Tokyo") == "26. November 2026"
    assert (Speech("ru").place("Asia/Kolkata"), Speech("ru").place("UTC")) == ("Калькутта", "UTC")


def test_arabic_is_written_from_the_right_and_keeps_foreign_names_together() -> None:
    say = Speech("ar")
    assert (say.direction, Speech("ru").direction, direction("he-IL"), direction("tlh")) == ("rtl", "ltr", "rtl", "ltr")
    left = say("%(title)s will not be sent to you any more.", title="Fish & Ships!")
    assert f"{ISOLATE}Fish & Ships!{END}" in left
    assert say.listed(["The Tide", "الموج"]) == f"{ISOLATE}The Tide{END} والموج"
    assert isolated("Tide", "ltr") == "Tide"
    assert isolated("الموج", "ltr") == f"{ISOLATE}الموج{END}"


def test_a_place_that_is_left_open_is_an_error_and_no_sentence() -> None:
    with pytest.raises(KeyError):
        Speech("en")("Get %(title)s by email")
