"""The proof of a story: who tells it, its score in parts, its sentences and where they stand."""

from __future__ import annotations

from digest.cli.why import in_lines, of_sentences
from digest.model import Reason, Sentence, Summary
from tests.makers import a_story, an_article, an_item

ECHO = an_article(
    id=2, source_id=2, url="https://herald.example/storm", title="Gates close", text="Gates close at nine."
)
STORY = a_story(echoes=(ECHO,), score=1.5, reasons=(Reason(words="told by 2 sources", share=0.5),))
QUOTED = Sentence(text="The quay gates close at nine tonight.", article_id=1, part="text", start=0, end=37)
OWN = Sentence(text="At nine the gates close.", article_id=2, part="text", start=0, end=20, own_words=True)
SUMMARY = Summary(sentences=(QUOTED, OWN), by="small", checked=True, refused=("large: 40 is not in the source",))


def test_a_proof_names_sources_parts_of_the_score_sentences_and_refusals() -> None:
    lines = list(in_lines(an_item(STORY, summary=SUMMARY)))
    for expected in (
        STORY.article.title,
        f"  told by The Harbour Post: {STORY.article.url}",
        "    also: Gates close (https://herald.example/storm)",
        "  chosen with a score of 1.50",
        "    +0.50  told by 2 sources",
        "  summarised by small",
        "    not taken: large: 40 is not in the source",
        f"      text 0–37 of {STORY.article.url}",
        "      text 0–20 of https://herald.example/storm",
        "      in its own words; rests on: Gates close at nine.",
    ):
        assert expected in lines


def test_sentences_as_data_say_what_own_words_rest_on() -> None:
    quoted, own = of_sentences(an_item(STORY, summary=SUMMARY))
    assert (quoted["rests_on"], own["rests_on"]) == (None, "Gates close at nine.")
    assert own["url"] == "https://herald.example/storm"
