"""The writers in order: the first whose summary stands is taken. No story and no issue ever fails here."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from digest.errors import SummaryError
from digest.model import Sentence, Story, Summary
from digest.summarise.extract import Extract
from digest.summarise.lead import Lead

log = logging.getLogger(__name__)


class Writer(Protocol):
    """Somebody who can say a story in a few sentences, each of which stands in the source."""

    @property
    def name(self) -> str:
        """Who it is, for the record."""

    def for_issue(self) -> Writer:
        """This writer with the budget of one issue."""

    async def write(self, story: Story, *, sentences: int, words: int = 0) -> Summary:
        """A summary of at most so many sentences, and words if any are given.

        Raises:
            SummaryError: not this story.
        """


WRITERS: tuple[Writer, ...] = (Lead(), Extract())


async def each(stories: Iterable[Story], writers: Sequence[Writer] = WRITERS, *, sentences: int) -> dict[int, Summary]:
    """A summary for each story, by the id of its lead article."""
    return {story.article.id: await _one(story, writers, sentences) for story in stories}


async def _one(story: Story, writers: Sequence[Writer], sentences: int) -> Summary:
    for writer in writers:
        try:
            summary = await writer.write(story, sentences=sentences)
        except SummaryError:
            continue
        except Exception:
            # A writer may be anybody's code or a model far away: what it throws costs its summary, never the issue.
            log.exception("%s failed on %r; the next writer is asked.", writer.name, story.article.title)
            continue
        if stands(summary, story):
            return replace(summary, checked=True)
        log.warning("%s wrote what does not stand in %r; the next writer is asked.", writer.name, story.article.title)
    return Summary(by="nobody: there is nothing but a title", checked=True)


PARTS = ("lead", "text", "title")  # plain text; the body has markup


def stands(summary: Summary, story: Story) -> bool:
    """Whether every sentence is where it says it is."""
    articles = {article.id: article for article in (story.article, *story.echoes)}
    return bool(summary.sentences) and all(_stands(sentence, articles) for sentence in summary.sentences)


def _stands(sentence: Sentence, articles: Mapping[int, object]) -> bool:
    article = articles.get(sentence.article_id)
    source = getattr(article, sentence.part) if article and sentence.part in PARTS else ""
    return bool(sentence.text) and source[sentence.start : sentence.end] == sentence.text
