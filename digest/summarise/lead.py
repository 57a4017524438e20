"""The source's own lead, when it is good: a teaser that was written to be read, not one that was cut off."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Self

from digest.errors import SummaryError
from digest.language import same_language
from digest.model import Article, Sentence, Story, Summary
from digest.summarise.boilerplate import CLOSERS, is_planted
from digest.summarise.cut import first_sentences, words_in
from digest.summarise.datelines import best_start, past_title
from digest.summarise.sentences import sentence_spans
from digest.summarise.tongues import tongue_of
from digest.summarise.words import begins_midway, leans, opens_with_a_pronoun, words_of

SHORTEST = 40  # characters; less is a label, not a lead
SHORTEST_WIDE = 14  # signs, in a script that writes a word with one or two of them
CUT_OFF = re.compile(r"(?:\.\.|…|\(more\)|&hellip;)[\])\s]*$")
BOILERPLATE = re.compile(
    r"\b(appeared first on|read more|continue reading|click here|the post .{1,200} appeared|weiterlesen|lire la suite"
    r"|leer más|читать далее|subscribe to|sign up for|all rights reserved)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"\[(?:…|\.\.\.)\]")
HEAD = 3000  # characters of a text, or of a lead that is one, that are looked at
FEWEST_SHARED = 0.25  # of a lead's words stand in its story, or it is about something else


class Lead:
    """Takes the lead that the source itself wrote."""

    name = "the source's own lead"

    def for_issue(self) -> Self:
        """It needs no budget."""
        return self

    async def write(self, story: Story, *, sentences: int, words: int = 0) -> Summary:
        """The lead, up to so many sentences.

        Raises:
            SummaryError: the source gives none that can be used, or the story is told by several sources.
        """
        article = _with_whole_lead(story.article)
        if any(echo.text and same_language(echo.language, article.language) for echo in story.echoes):
            raise SummaryError("It is told by several sources.", article_id=article.id)
        why_not = unusable(article)
        if why_not:
            raise SummaryError(f"The lead cannot be used: {why_not}.", article_id=article.id)
        start = best_start(article.lead)
        start += past_title(article.lead[start:], article.title)
        spans = first_sentences(article.lead, sentences, start=start, most_words=words, language=article.language)
        if words and spans and words_in(article.lead[spans[0].start : spans[0].end]) > words and article.text:
            raise SummaryError("The lead's first sentence is too long.", article_id=article.id)
        if not spans:
            raise SummaryError("The lead has no whole sentence.", article_id=article.id)
        if article.text and all(_asks(article.lead[s.start : s.end]) for s in spans):
            raise SummaryError("The lead only asks, as far as there is room for it.", article_id=article.id)
        return Summary(
            sentences=tuple(
                Sentence(
                    text=article.lead[s.start : s.end], article_id=article.id, part="lead", start=s.start, end=s.end
                )
                for s in spans
            ),
            by=self.name,
        )


def _with_whole_lead(article: Article) -> Article:
    """An article with nothing but a lead that is cut off, as excerpts are: its whole sentences before that are told."""
    if article.text:
        return article
    end = 0
    for span in sentence_spans(article.lead[:HEAD]):
        sentence = article.lead[span.start : span.end]
        if CUT_OFF.search(sentence) or _LEFT_OUT.search(sentence) or BOILERPLATE.search(sentence):
            return replace(article, lead=article.lead[:end]) if end else article
        end = span.end
    return article


def unusable(article: Article) -> str:
    """Why an article's lead is none, in words; "" for one that can be used."""
    text = article.lead.strip()
    wide = sum(sign > "\u2e80" for sign in text) > len(text) // 2
    if len(text) < (SHORTEST_WIDE if wide else SHORTEST):
        return "too short" if text else "there is none"
    if CUT_OFF.search(text):
        return "cut off in the middle"
    if BOILERPLATE.search(text[:HEAD]) or BOILERPLATE.search(text[-HEAD:]):
        return "boilerplate"
    if is_planted(text):
        return "it speaks to a machine"
    return _says_nothing(article, text)


def _asks(sentence: str) -> bool:
    return sentence.rstrip(CLOSERS)[-1:] in ("?", "？", "؟")


def _says_nothing(article: Article, text: str) -> str:
    tongue = tongue_of(text, article.language)
    lead, title = words_of(text[:HEAD], tongue), words_of(article.title, tongue)
    if text.casefold().rstrip(".") == article.title.casefold().rstrip(".") or (lead and lead <= title):
        return "the title again"
    if opens_with_a_pronoun(text, tongue) or (article.text and leans(text)):
        return "it points at something that was said before"
    if begins_midway(text):
        return "it begins in the middle"
    if _asks(text) and not re.search(r"[.!。।]", text):
        return "it only asks"
    story = title | words_of(article.text[:HEAD], tongue)
    if article.text and lead and len(lead & story) < FEWEST_SHARED * len(lead):
        return "it is about something else"
    return ""
