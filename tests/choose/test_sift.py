"""Keep and block say what a newsletter takes, in words; no pattern can hold up the press."""

from __future__ import annotations

import time
from typing import Any

import pytest

from digest.choose.pick import stories
from digest.choose.sift import GIVEN_UP, LIMIT, Sieve
from digest.model import Article, Rules, SectionPlan, Taste
from tests.makers import NOW, a_newsletter, a_source, an_article

SOURCES = {1: a_source(topics=("city",))}
STORM = an_article(title="Storm front due", topics=("weather",), authors=("Mara Lindqvist",), language="en-GB")


def why_not(article: Article = STORM, *, keep: Any = None, block: Any = None) -> str:
    return Sieve(sources=SOURCES).why_not(article, Rules(**(keep or {})), Rules(**(block or {})))


@pytest.mark.parametrize(
    "rules",
    [
        {"keywords": ("ferry", "STORM")},
        {"keywords": ("harbour master",)},
        {"regex": (r"(?i)storm\s+front", "nothing")},
        {"authors": ("mara lindqvist",)},
        {"categories": ("Weather",)},
        {"categories": ("city",)},
        {"languages": ("de", "EN")},
        {"min_words": 10, "max_words": 100},
        {"paywalled": False},
    ],
)
def test_what_meets_a_rule_is_kept_or_blocked_by_it(rules: dict[str, Any]) -> None:
    assert why_not(keep=rules) == ""
    assert why_not(block={name: value for name, value in rules.items() if name != "max_words"}).startswith("blocked: ")


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"keywords": ("stor", "ferries to the isle")}, "not kept: keywords"),
        ({"regex": ("^front",)}, "not kept: regex"),
        ({"authors": ("Mara",)}, "not kept: authors"),
        ({"categories": ("sport",)}, "not kept: categories"),
        ({"languages": ("de",)}, "not kept: languages"),
        ({"min_words": 100}, "not kept: min_words"),
        ({"max_words": 5}, "not kept: max_words"),
        ({"paywalled": True}, "not kept: paywalled"),
        ({"keywords": ("storm",), "languages": ("de",)}, "not kept: languages"),
    ],
)
def test_what_misses_one_rule_is_not_kept_and_not_blocked_by_it(rules: dict[str, Any], why: str) -> None:
    assert why_not(keep=rules) == why
    assert why_not(block=rules).startswith("blocked: " if len(rules) > 1 else "")


def test_of_an_article_in_who_knows_what_language_none_is_said() -> None:
    unknown = an_article(language="")
    assert why_not(unknown, keep={"languages": ("de",)}) == why_not(unknown, block={"languages": ("de",)}) == ""


def test_a_word_without_spaces_around_it_is_found_where_there_are_none() -> None:
    assert why_not(an_article(title="東京都知事選挙"), block={"keywords": ("選挙",)}) == "blocked: keyword 選挙"
    assert why_not(an_article(title="Elections"), block={"keywords": ("Election",)}) == ""


def test_a_catastrophic_pattern_costs_a_little_time_and_is_given_up() -> None:
    sieve, block = Sieve(sources=SOURCES), Rules(regex=(r"(a+)+$",))
    trap = [an_article(id=n, title="a" * 5000 + "b") for n in range(1, 60)]
    began = time.process_time()
    whys = [sieve.why_not(article, Rules(), block) for article in trap]
    spent = time.process_time() - began
    assert all("takes too long" in why for why in whys)
    assert spent < 10 * GIVEN_UP * LIMIT


def test_a_newsletters_rules_hold_before_stories_are_made_and_a_pin_overrules() -> None:
    taste = Taste(block=Rules(keywords=("storm",)))
    newsletter = a_newsletter(sections=(), taste=taste)
    owed = [an_article(id=1), an_article(id=2, title="Fog", lead="", text="Fog lies over the quay.")]
    choice = stories(owed, newsletter, SOURCES, now=NOW)
    assert [story.article.id for story in choice.stories] == [2]
    assert [(one.article.id, one.why, one.carries_over) for one in choice.left_out] == [
        (1, "blocked: keyword storm", False)
    ]
    pinned = stories(owed, newsletter, SOURCES, now=NOW, pinned={1})
    assert [story.article.id for story in pinned.stories] == [1, 2]
    assert pinned.stories[0].reasons[-1].words == "pinned"


def test_a_section_with_keep_alone_asks_for_what_meets_it_and_the_rest_goes_on() -> None:
    weather = SectionPlan(key="weather", title="Weather", keep=Rules(keywords=("storm",)))
    rest = SectionPlan(key="rest", title="More", block=Rules(authors=("Bot",)))
    owed = [
        an_article(id=1),
        an_article(id=2, title="Budget", text="Money.", lead=""),
        an_article(id=3, title="Ad", text="Buy.", lead="", authors=("Bot",)),
    ]
    choice = stories(owed, a_newsletter(sections=(weather, rest)), SOURCES, now=NOW)
    assert {plan.key: [story.article.id for story in told] for plan, told in choice.sections} == {
        "weather": [1],
        "rest": [2],
    }
    assert [one.why for one in choice.left_out] == ["blocked: authors Bot"]
    assert "for Weather" in [reason.words for reason in choice.stories[0].reasons]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Cafe\u0301 closed", "café"),
        ("The harbour\u00a0master", "harbour master"),
        ("The harbour\nmaster", "Harbour master"),
        ("Bob’s boat", "Bob's"),
        ("state\u00adment", "statement"),
        ("A well\u2011known man", "well-known"),
        ("선거를 앞두고", "선거"),
        ("الانتخابات المقبلة", "انتخابات"),
        ("והבחירות", "בחירות"),
        ("ប្រទេសកម្ពុជាថ្មី", "កម្ពុជា"),
        ("ﾄﾖﾀの車", "トヨタ"),
        ("ΟΔΟΣ ΑΘΗΝΩΝ", "οδός"),
        ("İSTANBUL", "istanbul"),
    ],
)
def test_a_keyword_is_found_however_it_is_typed(title: str, word: str) -> None:
    assert why_not(an_article(title=title, lead="", text=""), block={"keywords": (word,)}) == f"blocked: keyword {word}"


@pytest.mark.parametrize(("title", "word"), [("Schon", "schön"), ("Elections", "election"), ("مكتبة", "كتب")])
def test_a_keyword_is_not_found_in_another_word(title: str, word: str) -> None:
    assert why_not(an_article(title=title, lead="", text=""), block={"keywords": (word,)}) == ""


def test_norwegian_has_three_codes_and_words_are_counted_where_nothing_parts_them() -> None:
    assert why_not(an_article(language="nb-NO"), keep={"languages": ("no",)}) == ""
    assert why_not(an_article(language="no"), keep={"languages": ("nn",)}) == ""
    assert why_not(an_article(text="東京都知事選挙" * 40), keep={"min_words": 100}) == ""
