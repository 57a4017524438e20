"""Phrases: every language has the same places, and what one does not have is said in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from babel import Locale

from digest.phrases import NAMES, PHRASES, Speech, speech
from digest.phrases.english import ENGLISH
from tests.house.sources import ROOT, tree

PLACE = re.compile(r"\{(\w*)[^}]*\}")
SAID = re.compile(r"""\bsay(?:\.counted)?\(\s*["'](\w+)["']\s*[,)]""")


def forms(phrase: str | Mapping[str, str]) -> Iterator[str]:
    yield from [phrase] if isinstance(phrase, str) else phrase.values()


def test_german_is_complete() -> None:
    assert list(PHRASES["de"]) == list(ENGLISH), "and in the same order, so that two files can be read side by side"


@pytest.mark.parametrize("language", PHRASES)
def test_a_language_has_no_phrase_that_english_has_not_and_every_place_has_a_name(language: str) -> None:
    for key, phrase in PHRASES[language].items():
        english = {name for form in forms(ENGLISH[key]) for name in PLACE.findall(form)}
        assert all(english), key
        for form in forms(phrase):
            assert set(PLACE.findall(form)) == english, key


@pytest.mark.parametrize("language", PHRASES)
def test_numbers_have_a_form_for_each_plural(language: str) -> None:
    for key, phrase in PHRASES[language].items():
        if not isinstance(phrase, str):
            assert set(phrase) == {*Locale.parse(language).plural_form.rules, "other"}, key


def test_a_language_has_a_name_in_itself() -> None:
    assert set(NAMES) == set(PHRASES)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [(("de-AT",), "de"), (("xx", "ru_RU"), "ru"), (("",), "en"), ((), "en"), (("tlh", "EN-gb"), "en")],
)
def test_the_first_language_that_we_speak_is_spoken(wanted: tuple[str, ...], language: str) -> None:
    assert speech(*wanted).language == language


def test_what_is_not_translated_is_said_in_english() -> None:
    assert Speech("ar")("leave_button") == "إلغاء الاشتراك"
    assert Speech("ar")("forget_button") == ENGLISH["forget_button"]
    assert (Speech("ar").direction, Speech("de").direction) == ("rtl", "ltr")


def test_numbers_names_days_and_hours() -> None:
    say = Speech("de")
    assert (say.counted("stories", 1), say.counted("stories", 2)) == ("1 Beitrag", "2 Beiträge")
    assert say.listed(["A", "B", "C"]) == "A, B und C"
    assert say.day(date(2026, 11, 25)) == "25. November 2026"
    assert (say.o_clock(7), Speech("en").o_clock(19).replace("\u202f", " ")) == ("07:00", "7:00 PM")


def test_every_phrase_that_is_said_is_there() -> None:
    files = [path for path in tree() if path.suffix in (".py", ".html", ".txt") and path.parts[-2] != "phrases"]
    said = {key for path in files if path.is_relative_to(ROOT / "digest") or path.is_relative_to(ROOT / "templates")
            for key in SAID.findall(path.read_text(encoding="utf-8"))}  # fmt: skip
    assert said - set(ENGLISH) == set()
