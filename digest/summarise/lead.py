"""The source's own lead, when it is one: a teaser that was written to be read, not one that was cut off."""

from __future__ import annotations

import re
from typing import Self

from digest.errors import SummaryError
from digest.model import Sentence, Story, Summary
from digest.summarise.boilerplate import best_start
from digest.summarise.cut import first_sentences

SHORTEST = 40  # characters; less is a label, not a lead
CUT_OFF = re.compile(r"(\.\.\.|…|\[…\]|\[\.\.\.\]|\(more\)|&hellip;)\s*$")
BOILERPLATE = re.compile(
    r"\b(appeared first on|read more|continue reading|click here|the post .+ appeared|weiterlesen|lire la suite"
    r"|leer más|читать далее|subscribe to|sign up for|all rights reserved)\b",
    re.IGNORECASE,
)


class Lead:
    """Takes the lead that the source itself wrote."""

    name = "the source's own lead"

    def for_issue(self) -> Self:
        """It needs no budget."""
        return self

    async def write(self, story: Story, *, sentences: int, words: int = 0) -> Summary:
        """The lead, up to so many sentences.

        Raises:
            SummaryError: the source gives none that can be used.
        """
        article = story.article
        why_not = unusable(article.lead, article.title)
        if why_not:
            raise SummaryError(f"The lead cannot be used: {why_not}.", article_id=article.id)
        spans = first_sentences(article.lead, sentences, start=best_start(article.lead))
        if not spans:
            raise SummaryError("The lead has no whole sentence.", article_id=article.id)
        return Summary(
            sentences=tuple(
                Sentence(
                    text=article.lead[s.start : s.end], article_id=article.id, part="lead", start=s.start, end=s.end
                )
                for s in spans
            ),
            by=self.name,
        )


def unusable(lead: str, title: str) -> str:
    """Why a lead is none, in words; "" for one that can be used."""
    text = lead.strip()
    if len(text) < SHORTEST:
        return "too short" if text else "there is none"
    if CUT_OFF.search(text):
        return "cut off in the middle"
    if BOILERPLATE.search(text):
        return "boilerplate"
    if text.casefold().rstrip(".") == title.casefold().rstrip("."):
        return "the title again"
    return ""
