"""A story as those who tell it tell it: the sentences that could be taken, each with its place and its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from digest.language import same_language
from digest.model import Article, Sentence, Story
from digest.summarise.boilerplate import LABELLED, best_start, is_planted, is_told, paragraphs
from digest.summarise.cut import LONGEST_SENTENCE
from digest.summarise.lead import unusable
from digest.summarise.sentences import Span, spans_in
from digest.summarise.tongues import Tongue, tongue_of
from digest.summarise.words import dangles, is_half_quoted, words_in_order

MOST_TELLINGS = 8
ENDING = 3  # characters that a title has more, told as a sentence
MOST_TEXT = 40_000  # characters of each that are looked at
FEW_WORDS = 7
QUOTES = "\"“„«»‹›‚‘'「『"
FIGCAPTION = re.compile(r"<figcaption[^<>]*>(.{1,2000}?)</figcaption>", re.DOTALL)  # in HTML that is clean already
TAG = re.compile(r"<[^<>]*>")
DATELINED = 3  # of the first sentences, one may carry the dateline behind a by-line


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
    """The sentences of all tellings in the lead article's language, its own first, in their order.

    None of a paragraph that speaks to a machine, if there are others.
    """
    planted = {article.id: _planted(article) for article in tellings(story)}
    told = (_of(article, number, safe=planted[article.id] is None) for number, article in enumerate(tellings(story)))
    found = [one for each in told for one in each]
    return [one for one in found if not _is_in(one.sentence, planted[one.sentence.article_id] or [])] or found


def _planted(article: Article) -> list[tuple[str, int, int]] | None:
    """The paragraphs that speak to a machine; None where nothing does."""
    parts = (("lead", article.lead), ("text", article.text[:MOST_TEXT]))
    suspect = [(part, text) for part, text in parts if is_planted(text)]
    if not suspect:
        return None
    return [
        (part, start, end) for part, text in suspect for start, end in paragraphs(text) if is_planted(text[start:end])
    ]


def _is_in(sentence: Sentence, places: list[tuple[str, int, int]]) -> bool:
    return any(sentence.part == part and start <= sentence.start < end for part, start, end in places)


def tellings(story: Story) -> list[Article]:
    """The lead article and the echoes in its language; a summary in two languages is none."""
    language = story.article.language
    echoes = [echo for echo in story.echoes if same_language(echo.language, language)]
    return [story.article, *echoes[: MOST_TELLINGS - 1]]


def _of(article: Article, telling: int, *, safe: bool) -> Iterator[Candidate]:
    text = article.text[:MOST_TEXT]
    tongue = tongue_of(text or article.lead, article.language)
    captions = _captions(article)
    title = _bare(article.title)
    rank = 0
    for part, span in _sentences(article, text, tongue):
        shown = getattr(article, part)[span.start : span.end]
        if len(shown) > LONGEST_SENTENCE or not is_told(shown, safe=safe) or " ".join(shown.split()) in captions:
            continue
        if len(shown) <= len(article.title) + ENDING and _bare(shown) == title:
            continue  # it stands above the summary already
        sentence = Sentence(text=shown, article_id=article.id, part=part, start=span.start, end=span.end)
        yield _candidate(sentence, tongue, telling, rank)
        rank += 1


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!?…。")


def _captions(article: Article) -> str:
    """What stands below the article's pictures: it speaks of them, not of the story."""
    below = [TAG.sub(" ", caption) for caption in FIGCAPTION.findall(article.body)]
    above = [article.image.caption, article.image.alt] if article.image else []
    return " ".join(unescape("\n".join((*above, *below))).split())


def _sentences(article: Article, text: str, tongue: Tongue) -> Iterator[tuple[str, Span]]:
    """Those of the lead, if it is good and the text does not begin with it, then those of the text."""
    if article.lead not in text and not unusable(article):
        yield from (("lead", span) for span in _past_dateline(article.lead, tongue))
    yield from (("text", span) for span in _past_dateline(text, tongue))


def _past_dateline(text: str, tongue: Tongue) -> Iterator[Span]:
    for number, span in enumerate(spans_in(text, tongue)):
        start = best_start(text[span.start : span.end]) if number < DATELINED else 0
        yield Span(span.start + start, span.end)


def _candidate(sentence: Sentence, tongue: Tongue, telling: int, rank: int) -> Candidate:
    words = words_in_order(sentence.text)
    counts = Counter(word for word in words if word not in tongue.common)
    half = is_half_quoted(sentence.text)
    few = len(words) < FEW_WORDS or sentence.text[0] in QUOTES
    return Candidate(
        sentence=sentence,
        telling=telling,
        rank=rank,
        words=len(words),
        weak=few or (half and rank == 0) or bool(LABELLED.match(sentence.text)),
        bag=frozenset(counts),
        counts=counts,
        dangles=half or dangles(sentence.text, tongue),
    )
