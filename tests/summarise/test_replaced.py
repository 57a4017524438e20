"""A sentence that copies its source but for a word or two is asked what it changed."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

SOURCE = (
    "The harbour board moved the old ferry from the north quay in Torvik to the south quay on Monday. "
    "Peter Holm, the auditor of the board, is said to have hidden 12 letters under the table of the council. "
    "The board could not say whether its former chairman may have seen some of the 19 passengers in Larkhaven. "
    "The captain did not know the boy who came down to the quay with his father before the ferry left. "
    "Mara Lindqvist praised the crew at the Torvik school, and a stranger looked at the lighthouse and the market. "
    "Children played beside 40 boats, and her daughter sang. Nina Berg thanked the pilots after the storm in Larkhaven."
)
STORY = a_story(text=SOURCE, lead="", title="", language="en")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (
            "The harbour board moved the old ferry from the north quay in Larkhaven to the south quay on Monday.",
            "Torvik",
        ),
        ("Nina Berg praised the crew at the Torvik school, and a stranger looked at the lighthouse.", "Mara Lindqvist"),
        ("Mara Lindqvist praised the crew at the Larkhaven school, and a stranger looked at the lighthouse.", "Torvik"),
        (
            "Peter Holm, the auditor of the board, is said to have hidden 12 letters over the table of the council.",
            "under",
        ),
        ("The board could not say whether its current chairman may have seen some of the 19 passengers.", "former"),
        ("The board could not say whether its former chairman may have seen all of the 19 passengers.", "some"),
        (
            "The board could not say whether its former chairman may have seen some of the 19 children in Larkhaven.",
            "passengers",
        ),
        ("The captain did not know the girl who came down to the quay with his father before the ferry left.", "boy"),
        ("The captain did know the boy who came down to the quay with his father before the ferry left.", "did not"),
        ("The harbour board moved the old lighthouse from the north quay in Torvik to the south quay.", "ferry"),
        ("Nina Berg did not thank the pilots after the storm in Larkhaven.", ""),
    ],
)
def test_what_is_changed_in_a_copy_is_refused(text: str, there: str) -> None:
    assert why_not(text, STORY) != "", there


@pytest.mark.parametrize(
    "text",
    [
        "On Monday the harbour board moved the old ferry from the north quay in Torvik to the south quay.",
        "The harbour board moved the ferry from the north quay in Torvik to the south quay.",
        "Holm, the auditor of the board, is said to have hidden 12 letters under the table of the council.",
        "Mara Lindqvist praised the crew at the Torvik school, and a stranger looked at the lighthouse.",
        "The captain didn't know the boy who came down to the quay with his father before the ferry left.",
    ],
)
def test_what_is_moved_or_left_out_is_no_change(text: str) -> None:
    assert why_not(text, STORY) == ""


def test_a_description_may_stand_for_a_name() -> None:
    story = a_story(
        text="The Spaniard Alonso came second on Sunday. The Spaniard won in Shanghai before Kimi.",
        lead="",
        title="",
        language="en",
    )
    assert why_not("Alonso won in Shanghai before Kimi.", story) == ""
