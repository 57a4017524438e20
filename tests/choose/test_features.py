"""What an article says: its words, what of them is title, and what is name."""

from __future__ import annotations

from zlib import crc32

import pytest

from digest.choose.features import MOST, NAME, OF_TITLE, Features, features_of, words_of
from tests.makers import an_article

STORM = (
    "The storm left Skarra on Monday, said Greta Lunn. The storm took roofs, and The Anchor lost a sign to the sea. "
    "Boats sank."
)


def mark(features: Features, word: str) -> int:
    return dict(zip(features.numbers, features.marks, strict=True))[crc32(word.encode()) & ~1]


def named(title: str, text: str) -> set[str]:
    features = features_of(an_article(title=title, text=text))
    return {
        word for word in f"{title} {text}".lower().replace(",", "").replace(".", "").split() if is_name(features, word)
    }


def is_name(features: Features, word: str) -> bool:
    return bool(mark(features, word) & NAME)


def test_names_have_a_capital_within_sentences_and_never_none() -> None:
    assert named("Storm over", STORM) == {"skarra", "monday", "greta", "lunn", "anchor"}


def test_a_headline_that_gives_every_word_a_capital_names_nothing_by_itself() -> None:
    assert named("Storm Takes Roofs And Signs", STORM) == {"skarra", "monday", "greta", "lunn", "anchor"}
    assert "oslo" in named("There is no word from Oslo", STORM)


def test_where_there_are_no_capitals_every_word_may_be_a_name() -> None:
    features = features_of(an_article(title="青岭县发生地震", text="据地震台网测定青岭县发生五级地震震源深度十二公里"))
    assert all(one & NAME for number, one in zip(features.numbers, features.marks, strict=True) if not number & 1)


def test_a_title_is_marked_and_what_has_none_to_speak_of_begins_with_one() -> None:
    features = features_of(an_article(title="Skarra after the storm", text=STORM))
    assert [bool(mark(features, word) & OF_TITLE) for word in ("skarra", "storm", "greta")] == [True, True, False]
    for title in ("", "Monday letter"):
        untitled = features_of(an_article(title=title, text=STORM))
        assert [bool(mark(untitled, word) & OF_TITLE) for word in ("skarra", "roofs")] == [True, False]


@pytest.mark.parametrize(("times", "count"), [(11, 13), (200, MOST)])
def test_a_title_counts_twice_and_nothing_counts_for_ever(times: int, count: int) -> None:
    features = features_of(an_article(title="fog", text="fog " * times))
    assert mark(features, "fog") & MOST == count


def test_what_is_too_short_says_nothing() -> None:
    assert features_of(an_article(title="Open thread", text="", lead="")) == features_of(
        an_article(title="", text="", lead="Nothing much")
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("दिल्ली में बैठक।", ["दिल्ली", "में", "बैठक"]),
        ("বাংলাদেশের ঢাকায়", ["বাংলাদেশের", "ঢাকায়"]),
        ("Cafe\u0301s sind zu", ["cafe\u0301s", "sind", "zu"]),
        ("מְנַחֵם בָּא", ["מְנַחֵם", "בָּא"]),
        ("地震が", ["地", "震", "が"]),
    ],
)
def test_signs_above_and_below_a_letter_part_no_word(text: str, words: list[str]) -> None:
    assert words_of(text) == words
