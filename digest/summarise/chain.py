"""The writers in order: the first whose summary stands is taken. No story and no issue ever fails here."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from digest.errors import SummaryError, Unwritten
from digest.model import Story, Summary
from digest.summarise.check import objection
from digest.summarise.extract import Extract
from digest.summarise.lead import Lead
from digest.summarise.llm import ModelSettings

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


@asynccontextmanager
async def open_writers(model: ModelSettings | None) -> AsyncIterator[tuple[Writer, ...]]:
    """The writers in their order: a language model first, if there is one."""
    if model is None:
        yield WRITERS
        return
    # What speaks HTTP takes half a second to import, and most newsrooms have no model.
    from digest.summarise.llm.writer import open_model  # noqa: PLC0415 - it loads what speaks HTTP

    async with open_model(model) as writer:
        yield (writer, *WRITERS)


async def each(
    stories: Iterable[Story], writers: Sequence[Writer] = WRITERS, *, sentences: int, words: int = 0
) -> dict[int, Summary]:
    """A summary for each story of an issue, by the id of its lead article: so many sentences, and words, at most."""
    ready = [writer.for_issue() for writer in writers]
    return {story.article.id: await _one(story, ready, sentences, words) for story in stories}


async def _one(story: Story, writers: Sequence[Writer], sentences: int, words: int) -> Summary:
    refused: list[str] = []
    for writer in writers:
        try:
            summary = await writer.write(story, sentences=sentences, words=words)
        except Unwritten as fault:
            log.warning("%s was no help with %r: %s.", writer.name, story.article.title, fault.message)
            refused.append(f"{writer.name}: {fault.message}")
            continue
        except SummaryError:
            continue
        except Exception as fault:
            # A writer may be anybody's code or a model far away: what it throws costs its summary, never the issue.
            log.exception("%s failed on %r; the next writer is asked.", writer.name, story.article.title)
            refused.append(f"{writer.name}: it failed ({type(fault).__name__}), see the log")
            continue
        why_not = objection(summary, story, sentences=sentences, words=words)
        if not why_not:
            return replace(summary, checked=True, refused=tuple(refused))
        log.warning("%s wrote what does not stand in %r: %s.", writer.name, story.article.title, why_not)
        refused.append(f"{writer.name}: {why_not}")
    return Summary(by="nobody: there is nothing but a title", checked=True, refused=tuple(refused))
