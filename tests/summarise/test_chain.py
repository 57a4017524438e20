"""The writers in order: whoever fails or makes something up is passed over, and no story fails an issue."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import pytest

from digest.errors import SummaryError
from digest.model import Sentence, Story, Summary
from digest.summarise.chain import WRITERS, each
from digest.summarise.check import objection
from digest.summarise.extract import Extract
from tests.makers import TEXT, a_story, a_summary, an_article

FIRST = "The quay gates close at nine tonight."
LEAD = f"{FIRST} A storm is due before midnight."


@dataclass(frozen=True)
class Says:
    """A writer who says the same of every story, or fails."""

    answer: Summary | Exception
    name: str = "a model"

    def for_issue(self) -> Says:
        return self

    async def write(self, story: Story, *, sentences: int, words: int = 0) -> Summary:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def quoting(text: str, *, article_id: int = 1, part: str = "text", start: int = 0) -> Summary:
    sentence = Sentence(text=text, article_id=article_id, part=part, start=start, end=start + len(text))
    return Summary(sentences=(sentence,), by="a model")


async def told(story: Story, *writers: Says) -> Summary:
    return (await each([story], (*writers, *WRITERS), sentences=1))[story.article.id]


async def test_the_first_writer_who_can_is_taken() -> None:
    summary = await told(a_story(lead=LEAD))
    assert (summary.text, summary.by, summary.checked) == (FIRST, "the source's own lead", True)


async def test_a_source_without_a_lead_is_told_by_its_text() -> None:
    summary = await told(a_story(lead=""))
    assert (summary.text, summary.by, summary.checked) == (FIRST, Extract.name, True)


@pytest.mark.parametrize(
    "failure", [SummaryError("Too long.", article_id=1), TimeoutError(), RuntimeError("out of memory"), KeyError("x")]
)
async def test_a_writer_that_fails_falls_back_to_the_next(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    summary = await told(a_story(lead=LEAD), Says(failure))
    assert (summary.text, summary.by) == (FIRST, "the source's own lead")
    # To say "not this story" is a writer's right; anything else is told to the operator.
    assert bool(caplog.records) == (not isinstance(failure, SummaryError))
    assert len(summary.refused) == len(caplog.records), "and counted"


@pytest.mark.parametrize(
    "wrong",
    [
        Summary(by="a model"),
        quoting("The quay gates close at ten tonight."),
        quoting(FIRST, start=1),
        quoting(FIRST, article_id=77),
        quoting(FIRST, part="nothing"),
        quoting("Mara Lindqvist", part="authors"),
        quoting("<p>The quay gates close", part="body"),
        quoting(""),
        replace(a_summary(), sentences=(*a_summary().sentences, *quoting("And it snows.").sentences)),
    ],
)
async def test_what_does_not_stand_in_the_source_is_never_printed(
    wrong: Summary, caplog: pytest.LogCaptureFixture
) -> None:
    assert objection(wrong, a_story(), sentences=1)
    summary = await told(a_story(), Says(wrong))
    assert summary.text == FIRST
    assert "a model wrote what does not stand in 'Storm front due tonight'" in caplog.text


async def test_a_sentence_may_stand_in_an_echo() -> None:
    echo = an_article(id=2, source_id=2, text="Ferries stop at noon. Nobody knows why.")
    summary = await told(a_story(lead=LEAD, echoes=(echo,)), Says(quoting("Ferries stop at noon.", article_id=2)))
    assert (summary.by, summary.text, summary.checked) == ("a model", "Ferries stop at noon.", True)


async def test_a_story_of_nothing_but_a_title_is_told_by_its_title_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    summary = await told(a_story(lead="", text=""))
    assert (summary.text, summary.by, summary.checked) == ("", "nobody: there is nothing but a title", True)
    assert caplog.records == [], "that is no failure of a writer"


async def test_every_story_has_a_summary_though_one_cannot_be_told() -> None:
    stories = [
        a_story(id=1, lead=LEAD),
        a_story(id=2, lead="", text="Milk, bread, butter"),
        a_story(id=3, lead="", text=TEXT),
    ]
    summaries = await each(stories, sentences=2)
    assert {key: bool(summary.sentences) for key, summary in summaries.items()} == {1: True, 2: False, 3: True}
