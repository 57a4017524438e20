"""Cutting a text at its sentence ends, past what is no part of the story."""

from __future__ import annotations

import re

from digest.summarise.sentences import Span, sentence_spans

MOST_WORDS = 90  # of a whole summary
LONGEST_SENTENCE = 1000  # characters
# A place in capitals or capitalised words, perhaps a day and an agency, then a dash with room around it. A dash
# inside a sentence ("won 3–2", "the Marguerite – which …") is none: what follows a dateline begins a sentence.
_PLACE = r"(?:[A-ZÀ-Ý][\w.'’-]*|\d{1,2}|de|del|la|le|les|of|am|an|sur|upon)"
DATELINE = re.compile(
    rf"^(?=[A-ZÀ-Ý]){_PLACE}(?:,? {_PLACE}){{0,5}}(?: ?\([A-Z][\w /]{{1,20}}\))?(?:\s+(?:—|–|--?)\s+|—)"
    r"(?=[A-ZÀ-Ý0-9\"“„«‘'])"
)
BYLINE = re.compile(r"^(by|von|par|por|di|автор:?)\s+[^.!?]{2,80}$", re.IGNORECASE)
NO_STORY = re.compile(
    r"^(read more|see also|related:|advertisement|photo(?:graph)?[: ]|image[: ]|click |share this|follow us|subscribe|"
    r"updated? |published |listen |watch:|weiterlesen|читайте также|lire aussi|©)",
    re.IGNORECASE,
)
ENDS = ".!?…。！？؟۔।॥"
_BREAK = re.compile(r"\s+|(?<=[，、；：])")
CLOSERS = "”’“‘«»‹›\"')]」』） \u00a0\u202f"


def first_sentences(text: str, count: int, *, start: int = 0) -> list[Span]:
    """The first whole sentences that belong to the story, up to ``count`` and MOST_WORDS words.

    A text without any sentence end (a list, a note) gives none.
    """
    chosen: list[Span] = []
    words = 0
    for whole in sentence_spans(text):
        span = Span(max(whole.start, start), whole.end)
        sentence = text[span.start : span.end]
        if not sentence or not is_told(sentence):
            continue
        words += _words(sentence)
        if len(chosen) == count or (chosen and words > MOST_WORDS):
            break
        chosen.append(span)
    shortened = (_within_words(text, span) for span in chosen)
    return [span for span in shortened if span.end > span.start]


def is_told(sentence: str) -> bool:
    """Whether a line is a sentence of the story, not a byline, a heading or a button."""
    if BYLINE.match(sentence) or NO_STORY.match(sentence):
        return False
    return sentence.rstrip(CLOSERS)[-1:] in ENDS if sentence.rstrip(CLOSERS) else False


def best_start(text: str) -> int:
    """Where the story begins: behind an agency's dateline ("MOSCOW (AP) — ")."""
    match = DATELINE.match(text)
    return match.end() if match and any(c.isupper() for c in match[0][1:]) else 0


def _words(sentence: str) -> int:
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
