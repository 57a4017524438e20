"""A story as those who tell it tell it: the sentences that could be taken, each with its place and its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from digest.model import Article, Sentence, Story
from digest.summarise.boilerplate import LABELLED, best_start, is_told
from digest.summarise.cut import LONGEST_SENTENCE
from digest.summarise.sentences import Span, sentence_spans
from digest.summarise.tongues import Tongue, tongue_of

MOST_TELLINGS = 8
MOST_TEXT = 40_000  # characters of each that are looked at
FEW_WORDS = 7
QUOTES = "\"“„«»‹›‚‘'「『"
DATELINED = 3  # of the first sentences, one may carry the dateline behind a by-line
# Words, and the single signs of scripts that are written without spaces.
WORD = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_SAID = re.compile(r"[,”’“»\"'] ?[—–-]? ?([^\W\d_]+) ([^\W\d_]+)[^,.]{0,30}[.!]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that could be taken. ``rank`` counts from 0 within its telling; ``bag``: its words that say something.

    ``dangles`` is whether it makes no sense without the one before ("He said …"); ``weak`` whether it tells little for
    its place: a few words, a caption ("Butting heads: The singer …"), a quotation without its speaker.
    """

    sentence: Sentence
    telling: int
    rank: int
    words: int
    weak: bool
    bag: frozenset[str]
    counts: Counter[str]
    dangles: bool


def candidates(story: Story) -> list[Candidate]:
    """The sentences of all tellings, the lead article's first, in their order."""
    tellings = (story.article, *story.echoes)[:MOST_TELLINGS]
    return [one for number, article in enumerate(tellings) for one in _of(article, number)]


def _of(article: Article, telling: int) -> Iterator[Candidate]:
    text = article.text[:MOST_TEXT]
    tongue = tongue_of(text, article.language)
    rank = 0
    for number, whole in enumerate(sentence_spans(text, article.language)):
        span = _past_dateline(text, whole) if number < DATELINED else whole
        shown = text[span.start : span.end]
        if len(shown) > LONGEST_SENTENCE or not is_told(shown):
            continue
        sentence = Sentence(text=shown, article_id=article.id, part="text", start=span.start, end=span.end)
        words = WORD.findall(shown.lower())
        counts = Counter(word for word in words if word not in tongue.common)
        yield Candidate(
            sentence=sentence,
            telling=telling,
            rank=rank,
            words=len(words),
            weak=len(words) < FEW_WORDS or shown[0] in QUOTES or bool(LABELLED.match(shown)),
            bag=frozenset(counts),
            counts=counts,
            dangles=dangles(shown, tongue),
        )
        rank += 1


def _past_dateline(text: str, span: Span) -> Span:
    return Span(span.start + best_start(text[span.start : span.end]), span.end)


def dangles(sentence: str, tongue: Tongue) -> bool:
    """Whether a sentence points at one that went before: by its first word, or by who "he" is that says it."""
    first = WORD.search(sentence.lower())
    if first and first[0] in tongue.pointing:
        return True
    said = _SAID.search(sentence.lower())
    who = set(said.groups()) if said else set()
    return bool(who & tongue.persons) and bool(who & tongue.said)


def words_of(text: str, language: str = "") -> frozenset[str]:
    """The words of a text that say something."""
    common = tongue_of(text, language).common
    return frozenset(word for word in WORD.findall(text.lower()) if word not in common)
