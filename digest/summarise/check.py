"""The gate for every writer: does a summary stand by its source? Pure.

Words that are quoted must stand where they are said to. Words of a writer's own must say nothing that the source does
not: every number, name, quotation and link is looked up, each sentence must rest on one or two sentences of the source,
and deny nothing that they say; language and length must fit. What is planted in an article for machines to read is no
source. The gate is strict on purpose: what it refuses costs a summary its style, what it lets pass costs trust.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from digest.language import language_of, same_language
from digest.model import Article, Sentence, Story, Summary
from digest.summarise.boilerplate import CLOSERS, ENDS, PLANTED
from digest.summarise.facts import links, names, numbers, plain, quotations, same_name
from digest.summarise.ground import Ground, ground_of, rests_on, stems_of
from digest.summarise.sentences import spans_in

PARTS = ("lead", "text", "title")  # plain text; the body has markup
LONGEST = 260  # characters for each sentence that was asked for
SHORTEST = 8  # characters
SURE_OF_LANGUAGE = 80  # characters; of fewer, relatives are taken for each other
RESTS = 0.75  # of a sentence's words stand in the two sentences that say most of them
SAME = 0.8  # of a source sentence's words: it was meant to be said again
JOINERS = "\u200c\u200d"  # invisible, but part of how Persian and Hindi are written
MARKUP = re.compile(r"[<>`{}\\]|\*\*|__|\]\(|^\s*(?:#{1,6} |[-*•] |\d{1,2}[.)] )|&#?\w{1,10};", re.MULTILINE)
MACHINE = re.compile(
    r"^(?:here(?:'s| is| are)\b|sure\b|certainly\b|summary\b|okay\b|\W*(?:zusammenfassung|résumé|resumen|кратко)\b)"
    r"|\bas an ai\b|\bi (?:can(?:no|')t|cannot|am unable)\b"
    r"|\b(?:the|this) (?:text|passage|article|summary) (?:is|was|says|discusses|describes|provides|mentions)\b"
)


def objection(summary: Summary, story: Story, *, sentences: int) -> str:
    """Why a summary cannot be printed, in words; "" for one that stands."""
    articles = {article.id: article for article in (story.article, *story.echoes)}
    if not summary.sentences:
        return "it says nothing"
    for sentence in summary.sentences:
        if not _placed(sentence, articles):
            return f"{_short(sentence.text)} does not stand where it is said to"
        if PLANTED.search(sentence.text.lower()):
            return "it repeats what was planted for machines"
    if not any(sentence.own_words for sentence in summary.sentences):
        return ""
    ground = ground_of(story)
    own = [sentence.text for sentence in summary.sentences if sentence.own_words]
    faults = (
        _form(summary.text, ground, sentences),
        _voice(summary.text, ground),
        *(_content(one, ground) for one in own),
    )
    return next(filter(None, faults), "")


def _placed(sentence: Sentence, articles: Mapping[int, Article]) -> bool:
    article = articles.get(sentence.article_id)
    source: str = getattr(article, sentence.part) if article and sentence.part in PARTS else ""
    there = source[sentence.start : sentence.end]
    return bool(sentence.text) and bool(there) and (sentence.own_words or there == sentence.text)


def _form(text: str, ground: Ground, sentences: int) -> str:
    """Length, whole sentences, no markup."""
    told = len(spans_in(text, ground.tongue))
    if told > sentences or len(text) > LONGEST * sentences:
        return f"it is too long: {told} sentences, {len(text)} characters"
    if len(text) < SHORTEST or text.rstrip(CLOSERS)[-1:] not in ENDS:
        return "it is no whole sentence"
    if MARKUP.search(text) or any(_is_hidden(sign) for sign in text):
        return "it has markup"
    return ""


def _voice(text: str, ground: Ground) -> str:
    """The source's language, and no trace of a machine that talks about its work."""
    machine = MACHINE.search(plain(text))
    if machine and machine[0] not in ground.plain:
        return f"it speaks of itself: {_short(machine[0])}"
    if len(text) >= SURE_OF_LANGUAGE and not same_language(language_of(text), ground.language):
        return f"it is in another language than its source ({language_of(text)}, not {ground.language})"
    return ""


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"} and sign not in JOINERS


def _content(text: str, ground: Ground) -> str:
    for link in links(text):
        if link not in ground.plain:
            return f"the link {_short(link)} is not in the source"
    for quotation in quotations(text):
        if quotation not in ground.plain:
            return f"nobody in the source says {_short(quotation)}"
    made_up = numbers(text, ground.tongue) - ground.numbers
    if made_up:
        return f"{min(made_up)} is not in the source"
    for run in names(text, ground.small | ground.tongue.common):
        if not _is_named(run, ground):
            return f"{' '.join(run)} is not in the source"
    return _rests(text, ground)


def _is_named(run: tuple[str, ...], ground: Ground) -> bool:
    """Whether the words stand in the source, in this order and next to each other."""
    name = [word.lower() for word in run]
    starts = range(len(ground.spelt) - len(name) + 1)
    return any(all(same_name(one, ground.spelt[at + i]) for i, one in enumerate(name)) for at in starts)


def _rests(text: str, ground: Ground) -> str:
    stems, denies = stems_of(text, ground.tongue)
    under = rests_on(stems, ground)
    said = frozenset[str]().union(*(one.stems for one in under))
    if len(stems & said) < RESTS * len(stems) or not under:
        return f"the source does not say {_short(text)}"
    if denies and not any(one.denies for one in under):
        return f"the source does not deny what it denies: {_short(text)}"
    first = under[0]
    if first.denies and not denies and len(stems & first.stems) >= SAME * len(first.stems):
        return f'it leaves out a "not": {_short(text)}'
    return ""


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
