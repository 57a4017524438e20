"""The catalogues are whole: what is said to readers is in every one of them, translated, with the same places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from digest.phrases import LANGUAGES, NAMES
from tests.house.sources import ROOT

LOCALE = ROOT / "digest" / "phrases" / "locale"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACE = re.compile(r"%\((\w+)\)s")
SCRIPT = {"ru": re.compile(r"[а-яё]", re.IGNORECASE), "ar": re.compile(r"[\u0621-\u064a]")}
MARKUP = re.compile(r"[<>&]|%(?!\(\w+\)s)")
ENDS = {".": ".", "?": "?؟", ":": ":", "!": "!"}


def read(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "digest.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


def english(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if message.pluralizable else (message.id,)


@lru_cache(1)
def said() -> Catalog:
    """What stands in code and templates, collected as `make messages` does."""
    script = (ROOT / "tools" / "messages.sh").read_text(encoding="utf-8")
    keywords = [part for keyword in re.findall(r"--keyword (\S+)", script) for part in ("--keyword", keyword)]
    with TemporaryDirectory() as folder:
        target = Path(folder) / "digest.pot"
        mapping = str(ROOT / "pyproject.toml")
        command = ["pybabel", "--quiet", "extract", "--mapping", mapping, "--output", str(target), *keywords, str(ROOT)]
        CommandLineInterface().run(command)
        with target.open("rb") as file:
            return read_po(file)


def test_there_is_a_catalogue_for_each_language_and_none_besides() -> None:
    assert {path.name for path in LOCALE.iterdir()} == set(TRANSLATED)
    assert set(NAMES) == set(LANGUAGES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_said_and_what_is_translated_is_the_same(language: str) -> None:
    wanted, there = ({message.id for message in entries(one)} for one in (said(), read(language)))
    assert not wanted - there, "without an entry: run `make messages` and translate it"
    assert not there - wanted, "said nowhere any more: run `make messages`"
    assert len(wanted) > 150


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_is_translated_and_nothing_is_a_guess(language: str) -> None:
    catalogue = read(language)
    assert not catalogue.obsolete
    for message in entries(catalogue):
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in forms(message)), message.id
        assert len(forms(message)) == (catalogue.num_plurals if message.pluralizable else 1), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_sentence_and_no_markup(language: str) -> None:
    for message in entries(read(language)):
        places = {place for form in english(message) for place in PLACE.findall(form)}
        for form in (*forms(message), *english(message)):
            assert not MARKUP.search(form), form
        for form in forms(message):
            # "One story", "two stories": where a form is for one number, the number may be said in words.
            missing = places - set(PLACE.findall(form))
            assert missing <= ({"number"} if message.pluralizable else set()), form
            assert set(PLACE.findall(form)) <= places, form


@pytest.mark.parametrize("language", TRANSLATED)
def test_sentences_end_as_their_english_does(language: str) -> None:
    for message in entries(read(language)):
        end = ENDS.get(english(message)[0][-1])
        assert all(form == form.strip() for form in forms(message)), message.id
        assert end is None or all(form[-1] in end for form in forms(message)), message.id


@pytest.mark.parametrize("language", SCRIPT)
def test_russian_and_arabic_are_written_in_their_own_letters(language: str) -> None:
    for message in entries(read(language)):
        if PLACE.sub("", english(message)[0]).strip(" →"):
            assert all(SCRIPT[language].search(form) for form in forms(message)), message.id


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("fr", r"[^\u202f][?!;»]|«[^\u202f]|[^\u00a0]:|['\"“”]"),
        ("de", r"[\"”«»]|\w'\w"),
        ("ru", r"[\"“”„]"),
        ("es", r"[\"“”„]|^[^¿]*\?"),
        ("ar", r"[,;?\"“”]"),
    ],
)
def test_punctuation_is_that_of_the_language(language: str, wrong: str) -> None:
    found = [form for message in entries(read(language)) for form in forms(message) if re.search(wrong, form)]
    assert found == []
