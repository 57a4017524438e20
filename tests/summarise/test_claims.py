"""Thirty languages, and in each of them what a source says and what it does not: a liar is refused, a writer is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digest.model import Sentence, Story, Summary
from digest.summarise.boilerplate import CLOSERS, ENDS
from digest.summarise.check import objection
from digest.summarise.sentences import sentence_spans
from tests.makers import a_story

LINES = [json.loads(line) for line in Path(__file__).with_name("claims.jsonl").read_text(encoding="utf-8").splitlines()]


def story_of(line: dict[str, Any]) -> Story:
    return a_story(text=line["source"], lead="", title="", language=line["language"])


def why_not(text: str, story: Story, *, words: int = 0) -> str:
    one = Sentence(text=text, article_id=story.article.id, part="text", start=0, end=9, own_words=True)
    return objection(Summary(sentences=(one,), by="a model"), story, sentences=2, words=words)


def claims(which: str) -> list[Any]:
    return [pytest.param(text, line, id=f"{line['language']}: {text}") for line in LINES for text in line[which]]


@pytest.mark.parametrize(("text", "line"), claims("true"))
def test_what_is_true_is_taken(text: str, line: dict[str, Any]) -> None:
    assert why_not(text, story_of(line)) == ""


@pytest.mark.parametrize(("text", "line"), claims("false"))
def test_what_is_false_is_refused(text: str, line: dict[str, Any]) -> None:
    assert why_not(text, story_of(line)) != ""


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["language"])
def test_a_source_stands_by_itself(line: dict[str, Any]) -> None:
    story, text = story_of(line), line["source"]
    told = [text[span.start : span.end] for span in sentence_spans(text, line["language"])]
    whole = [one for one in told if one[-1] in ENDS + CLOSERS]
    assert [(one, why) for one in whole if (why := why_not(one, story))] == []


def test_a_quotation_is_checked_where_it_goes_on_over_two_sentences() -> None:
    story = story_of(LINES[0])
    parts = ("“We are ashamed.", "It was far too dear,” said Holm.")
    own = tuple(
        Sentence(text=part, article_id=story.article.id, part="text", start=0, end=9, own_words=True) for part in parts
    )
    assert "nobody in the source says" in objection(Summary(sentences=own, by="a model"), story, sentences=2)


def test_a_summary_has_no_more_words_than_it_was_given() -> None:
    story = story_of(LINES[0])
    text = "Mara Lindqvist opened the new bridge in Larkhaven 14 months late."
    assert why_not(text, story, words=11) == ""
    assert why_not(text, story, words=10) == "it is too long: 11 words"
