"""The words of a sentence, and the part that each may play."""

from __future__ import annotations

import pytest

from digest.summarise.gate.lexicon import lexicon_of
from digest.summarise.gate.terms import plain_terms, runs, same_word, spoken, terms_of
from digest.summarise.tongues import tongue_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("grabbing", "grabbed", True),
        ("ask", "asked", True),
        ("built", "build", True),
        ("house", "mouse", False),
        ("convict", "conviviality", False),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str, *, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


def test_a_name_has_all_its_words_and_what_stands_behind_a_preposition_is_led() -> None:
    text = "In Larkhaven, Mara Lindqvist spoke against the builder of the bridge."
    terms = terms_of(text, frozenset({"in"}), tongue_of(text, "en"), lexicon_of("en"))
    assert [spoken(run) for run in runs(terms)] == ["Larkhaven", "Mara Lindqvist"]
    assert [term.word for term in terms if term.says and term.led] == ["larkhaven", "builder", "bridge"]
    assert [term.word for term in terms if term.says and term.placed] == ["larkhaven"]
    assert [term.word for term in terms if term.paused] == ["mara"]


def test_an_apostrophe_parts_a_name_from_what_belongs_to_the_sentence() -> None:
    assert plain_terms("L’Airbus d'Alain, Ana's") >= {"airbus", "alain", "ana"}
