"""A phrase that is said twice over in one sentence."""

from __future__ import annotations

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
