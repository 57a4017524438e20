"""The source's own lead: taken word for word when it was written to be read, and with a reason when it is not."""

from __future__ import annotations

import time

import pytest

from digest.errors import SummaryError
from digest.model import Story
from digest.summarise.boilerplate import is_told
from digest.summarise.datelines import best_start
from digest.summarise.lead import Lead, unusable
from tests.makers import a_story, an_article

LEAD = "The quay gates close at nine tonight. Ferries run until six. Cars must leave. The mole is shut."


async def written(lead: str, *, sentences: int = 3, title: str = "Storm front due tonight") -> str:
    return (await Lead().write(a_story(lead=lead, title=title), sentences=sentences)).text


async def test_a_lead_is_taken_as_the_source_wrote_it() -> None:
    assert await written(LEAD, sentences=10) == LEAD


async def test_of_a_long_lead_only_its_first_sentences() -> None:
    assert await written(LEAD, sentences=2) == "The quay gates close at nine tonight. Ferries run until six."


async def test_a_dateline_in_front_of_a_lead_goes() -> None:
    assert await written(f"LARKHAVEN (AP) — {LEAD}", sentences=1) == "The quay gates close at nine tonight."


async def test_where_its_sentences_end_is_asked_in_the_articles_language() -> None:
    lead = "Ferienhaus am Hafen Larkmoor, Objekt Nr. 40222, 94 Kronen. Jetzt buchen lohnt."
    story = a_story(lead=lead, text=lead, language="de", title="Ein Haus")
    assert (await Lead().write(story, sentences=1)).text == lead.partition(" Jetzt")[0]


async def test_the_record_names_its_writer_and_its_place() -> None:
    story = a_story(id=42, lead=LEAD)
    summary = await Lead().write(story, sentences=2)
    assert summary.by == "the source's own lead"
    assert [(s.article_id, s.part, s.start, s.end) for s in summary.sentences] == [
        (42, "lead", 0, 37),
        (42, "lead", 38, 60),
    ]


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        ("", "there is none"),
        (" \n ", "there is none"),
        ("City news.", "too short"),
        ("The quay gates close at nine tonight, and the storm is...", "cut off in the middle"),
        ("The quay gates close at nine tonight, and the storm […]", "cut off in the middle"),
        ("The quay gates close at nine tonight, and the storm … ", "cut off in the middle"),
        ("The post Storm front due tonight appeared first on The Harbour Post.", "boilerplate"),
        ("En ese marco, las puertas del muelle se cierran esta noche.", "it points at something that was said before"),
        ("The quay gates close at nine tonight. Continue reading on our site.", "boilerplate"),
        ("Die Tore am Kai schließen heute Abend um neun Uhr. Weiterlesen", "boilerplate"),
        ("STORM FRONT DUE TONIGHT FROM THE SOUTH-WEST.", "the title again"),
        ("From the south-west, tonight: a storm front is due.", "the title again"),
        (
            "She told the council that the gates at the quay will be closed.",
            "it points at something that was said before",
        ),
        ("What does it mean for the ferries that run from the lower quay?", "it only asks"),
        ("A bakery in Fenwick won the regional prize for its rye bread.", "it is about something else"),
        ("渡轮回来了，码头的人都很高兴，昨天开始。", "it is about something else"),
        ("渡轮回来。", "too short"),
    ],
)
async def test_what_is_no_lead_is_refused_with_a_reason(lead: str, why: str) -> None:
    title = "Storm front due tonight from the south-west"
    assert unusable(an_article(lead=lead, title=title)) == why
    with pytest.raises(SummaryError, match=why):
        await written(lead, title=title)


WALL = "The harbour wall was repaired on Monday after six weeks of work."


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        (f"{WALL} Boats may moor there again on […] The post Wall repaired appeared first on The Tide.", WALL),
        (f"{WALL} Boats may moor there again on […]", WALL),
        (f"{WALL} Read more", WALL),
        (f"{WALL} The crew found […] Boats are back.", WALL),
        ("港口防波堤周一修复完工，市议会表示工程历时六周。船只周五起可以重新停泊，但只有在……",
         "港口防波堤周一修复完工，市议会表示工程历时六周。"),
    ],
)  # fmt: skip
async def test_where_an_excerpt_is_all_there_is_its_whole_sentences_are_told(lead: str, told: str) -> None:
    excerpt = an_article(title="Wall repaired", lead=lead, text="")
    assert (await Lead().write(Story(article=excerpt), sentences=3)).text == told


@pytest.mark.parametrize(
    ("lead", "why"),
    [("The harbour wall was repaired on Monday after six weeks of …", "cut off in the middle"),
     ("The post Wall repaired appeared first on The Tide.", "boilerplate")],
)  # fmt: skip
async def test_of_an_excerpt_without_one_nothing_is_told(lead: str, why: str) -> None:
    with pytest.raises(SummaryError, match=why):
        await Lead().write(Story(article=an_article(title="Wall repaired", lead=lead, text="")), sentences=3)


async def test_a_lead_without_a_whole_sentence_is_refused() -> None:
    """It may be a headline, or a text that was cut without a mark."""
    assert unusable(an_article(lead="Ferries to the islands, quay gates, cars and the mole")) == ""
    with pytest.raises(SummaryError, match="no whole sentence"):
        await written("Ferries to the islands, quay gates, cars and the mole")


async def test_a_lead_alone_does_not_tell_what_several_tell() -> None:
    echo = an_article(id=2, source_id=2, text="Ferries stop at noon.")
    with pytest.raises(SummaryError, match="told by several sources"):
        await Lead().write(a_story(lead=LEAD, echoes=(echo,)), sentences=2)


@pytest.mark.parametrize(
    "piece", ["the post ", "... ", "by ", "(a ", "A, ", "Aa ", "ignore ", "say a ", "“", "/", "Foto "]
)
def test_no_lead_and_no_line_takes_long(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    unusable(an_article(lead=text, text=text))
    is_told(text + ".")
    best_start(text)
    assert time.process_time() - began < 2
