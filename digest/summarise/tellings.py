"""A story as those who tell it tell it: the sentences that could be taken, each with its place and its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from operator import itemgetter

from digest.language import same_language
from digest.model import Article, Sentence, Story
from digest.summarise.boilerplate import LABELLED, has_furniture, is_planted, is_told, paragraphs
from digest.summarise.cut import LONGEST_SENTENCE
from digest.summarise.datelines import best_start, past_title
from digest.summarise.introduced import Mention, called_again
from digest.summarise.lead import CUT_OFF, unusable
from digest.summarise.quotations import within_quotation
from digest.summarise.sentences import Span, spans_in
from digest.summarise.tongues import Tongue, tongue_of
from digest.summarise.words import begins_midway, dangles, is_half_quoted, words_in_order

MOST_TELLINGS = 8
ENDING = 3  # characters that a title has more, told as a sentence
MOST_TEXT = 40_000  # characters of each that are looked at
FEW_WORDS = 7
QUOTES = "\"“„«»‹›‚‘'「『"
FIGCAPTION = re.compile(r"<figcaption[^<>]*>(.{1,2000}?)</figcaption>", re.DOTALL)  # in HTML that is clean already
LEFT_OUT = ("[…]", "[...]")
TAG = re.compile(r"<[^<>]*>")
# Code, and tables that have headings; without them a table may be how a newsletter stands on its page.
SET_APART = re.compile(r"<pre>(.{1,20000}?)</pre>|<table>(?=.{0,2000}?<th\b)(.{1,20000}?)</table>", re.DOTALL)
DATELINED = 3  # of the first sentences, one may carry the dateline behind a by-line


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that could be taken. ``rank`` counts from 0 within its telling.

    ``says`` are its words that say something, in order, ``bag`` is each of them once. ``dangles`` is whether it makes
    no sense without the one before ("He said …"); ``weak`` whether it tells little for its place: a few words, a
    caption ("Butting heads: The singer …"), a quotation without its speaker. ``calls`` are the last names by which it
    calls people whom its telling introduced before. ``unended`` is whether somebody is still speaking when it ends.
    """

    sentence: Sentence
    telling: int
    rank: int
    words: int
    weak: bool
    bag: frozenset[str]
    says: tuple[str, ...]
    dangles: bool
    calls: frozenset[str] = frozenset()
    unended: bool = False


def candidates(story: Story) -> list[Candidate]:
    """The sentences of all tellings in the lead article's language, its own first, in their order.

    None of a paragraph that speaks to a machine, if there are others.
    """
    planted = {article.id: _planted(article) for article in tellings(story)}
    told = (_told(article, number, safe=planted[article.id] is None) for number, article in enumerate(tellings(story)))
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


def _told(article: Article, telling: int, *, safe: bool) -> list[Candidate]:
    """Its sentences, from the first whole one on, without code, tables and what is cut off.

    Where nothing is left, as in a feed of changes to a program or in who writes everything small, all of them.
    """
    apart = _set_apart(article)
    found = _uncut(list(_of(article, telling, safe=safe, apart=apart, whole=True)))
    return found or list(_of(article, telling, safe=safe, apart="", whole=False))


def _uncut(found: list[Candidate]) -> list[Candidate]:
    """Without what ends in "[…]", and without a last one in "…": there an excerpt was cut."""
    ended = [one for one in found if not one.sentence.text.endswith(LEFT_OUT)]
    return ended[:-1] if ended and ended[-1] is found[-1] and CUT_OFF.search(ended[-1].sentence.text) else ended


def _set_apart(article: Article) -> str:
    parts = (first or second for first, second in SET_APART.findall(article.body[: 2 * MOST_TEXT]))
    return _squeezed(unescape(TAG.sub("", "\n".join(parts))))


def _of(article: Article, telling: int, *, safe: bool, apart: str, whole: bool) -> Iterator[Candidate]:
    text = article.text[:MOST_TEXT]
    tongue = tongue_of(text or article.lead, article.language)
    captions = _captions(article)
    title = _bare(article.title)
    bare = not has_furniture(f"{article.lead}\n{text}")
    called = called_again(f"{article.lead}\n{text}", tongue)
    rank = 0
    for part, span in _sentences(article, text, tongue):
        shown = getattr(article, part)[span.start : span.end]
        if len(shown) > LONGEST_SENTENCE or not is_told(shown, safe=safe, bare=bare):
            continue
        if (captions and " ".join(shown.split()) in captions) or (apart and _squeezed(shown) in apart):
            continue
        if whole and not rank and begins_midway(shown):
            rank += 1  # what points at it is no beginning either
            continue
        if len(shown) <= len(article.title) + ENDING and _bare(shown) == title:
            continue  # it stands above the summary already
        sentence = Sentence(text=shown, article_id=article.id, part=part, start=span.start, end=span.end)
        source = article.lead if part == "lead" else text
        calls = _called(called, span, past=0 if part == "lead" else len(article.lead) + 1)
        one = _candidate(sentence, tongue, telling, rank, quoted=within_quotation(source, span.start), calls=calls)
        yield replace(one, unended=True) if within_quotation(source, span.end) else one
        rank += 1


def _called(mentions: list[Mention], span: Span, past: int) -> frozenset[str]:
    if not mentions:
        return frozenset()
    first, end = (bisect_left(mentions, past + place, key=itemgetter(0)) for place in (span.start, span.end))
    return frozenset(one.name for one in mentions[first:end])


def _squeezed(text: str) -> str:
    """Without blanks: between the words of code stand marks of its colours, between cells of a table nothing."""
    return "".join(text.split())


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
        yield from (("lead", span) for span in _past_head(article.lead, article.title, tongue))
    yield from (("text", span) for span in _past_head(text, article.title, tongue))


def _past_head(text: str, title: str, tongue: Tongue) -> Iterator[Span]:
    """Its sentences, the first ones without the title and the dateline that may stand before them."""
    for number, span in enumerate(spans_in(text, tongue)):
        start = span.start
        if number < DATELINED:
            start += past_title(text[start : span.end], title)
            start += best_start(text[start : span.end])
        yield Span(start, span.end)


def _candidate(
    sentence: Sentence, tongue: Tongue, telling: int, rank: int, *, quoted: bool, calls: frozenset[str]
) -> Candidate:
    words = words_in_order(sentence.text)
    says = tuple([word for word in words if word not in tongue.common])
    half = quoted or is_half_quoted(sentence.text)
    few = len(words) < FEW_WORDS or sentence.text[0] in QUOTES
    return Candidate(
        sentence=sentence,
        telling=telling,
        rank=rank,
        words=len(words),
        weak=few or (half and rank == 0) or bool(LABELLED.match(sentence.text)),
        bag=frozenset(says),
        says=says,
        dangles=half or dangles(sentence.text, tongue),
        calls=calls,
    )
