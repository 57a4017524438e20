"""Cutting a text at its sentence ends, past what is no part of the story."""

from __future__ import annotations

import re

from digest.summarise.boilerplate import is_told
from digest.summarise.sentences import Span, sentence_spans

MOST_WORDS = 90  # of a whole summary of up to three sentences, and a third of it for each more
LONGEST_SENTENCE = 1000  # characters
_BREAK = re.compile(r"\s+|(?<=[，、；：])")


def first_sentences(text: str, count: int, *, start: int = 0, most_words: int = 0, language: str = "") -> list[Span]:
    """The first whole sentences that belong to the story, up to ``count``, and so many words (0: MOST_WORDS).

    A text without any sentence end (a list, a note) gives none.
    """
    most_words = most_words or MOST_WORDS * max(3, count) // 3
    chosen: list[Span] = []
    words = 0
    for whole in sentence_spans(text, language):
        span = Span(max(whole.start, start), whole.end)
        sentence = text[span.start : span.end]
        if not sentence or not is_told(sentence):
            continue
        words += words_in(sentence)
        if len(chosen) == count or (chosen and words > most_words):
            break
        chosen.append(span)
    shortened = (_within_words(text, span) for span in chosen)
    return [span for span in shortened if span.end > span.start]


def words_in(sentence: str) -> int:
    """How many words it has."""
    # Scripts without spaces: two characters count as a word.
    spaced = len(sentence.split())
    return max(spaced, sum(c > "\u2e80" for c in sentence) // 2)


def _within_words(text: str, span: Span) -> Span:
    """A sentence of absurd length is cut behind a word, or a comma of a script without spaces; or else is none."""
    if span.end - span.start <= LONGEST_SENTENCE:
        return span
    shown = text[span.start : span.start + LONGEST_SENTENCE]
    ends = [match.start() for match in _BREAK.finditer(shown) if match.start() >= LONGEST_SENTENCE // 2]
    return Span(span.start, span.start + (ends[-1] if ends else 0))
