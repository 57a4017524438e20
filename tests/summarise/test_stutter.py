"""A phrase that is said twice over in one sentence."""

from __future__ import annotations

from digest.model import Sentence, Summary
from digest.summarise.check import objection
from digest.summarise.gate.stutter import stuttered
from tests.makers import a_story
from tests.summarise.test_claims import why_not

TEXT = "Ada Brandt led the site of the National Institute of Harbours (NIH) for a year."


def test_a_phrase_that_is_said_twice_is_refused() -> None:
    story = a_story(text=TEXT, lead="", title="", language="en")
    twice = "Ada Brandt led the site of the National Institute of Harbours, of the National Institute of Harbours."
    assert why_not(twice, story).startswith("it says 'of the national institute' twice")
    assert why_not("Ada Brandt led the site of the National Institute of Harbours.", story) == ""


def test_a_phrase_that_the_source_says_twice_may_be() -> None:
    line = "All the king's horses and all the king's horses came, with all the king's horses behind."
    assert stuttered(line, "") == "all the king's horses"
    assert stuttered(line, line) == ""


def test_a_few_small_words_may_come_again() -> None:
    assert stuttered("One of the ships and one of the barges sank on the way to the harbour.", "") == ""


def test_a_sentence_that_says_the_same_again_is_refused() -> None:
    story = a_story(text=f"{TEXT} In May it had 5 ships, and in June it had 7 ships.", lead="", title="", language="en")

    def told(*texts: str) -> str:
        own = [Sentence(text=text, article_id=1, part="text", start=0, end=9, own_words=True) for text in texts]
        return objection(Summary(sentences=tuple(own), by="a model"), story, sentences=2)

    assert told(TEXT, TEXT).startswith("it says the same again: ")
    assert told(TEXT, "For a year Ada Brandt led the National Institute of Harbours.").startswith("it says the same")
    assert told("In May it had 5 ships.", "In June it had 7 ships.") == ""
