"""What is told of a part, of so many, or of what there is not, is not told of the whole."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

STORY = a_story(
    text="About 40 percent of the ships in Lowhaven still burn heavy oil. The harbour has 85 pilots, a third of them "
    "women from Norway. Eleven of the 74 barges sank in the storm. Nobody drowned.\n\n"
    "The captain got two years without probation. The first ten tugs reach the harbour in June, and the town has "
    "ordered forty tugs.",
    lead="",
    title="",
    language="en",
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The ships in Lowhaven still burn heavy oil.", "it is 'percent of'"),
        ("The harbour has 85 pilots, women from Norway.", "it is 'third of'"),
        ("The 74 barges sank in the storm.", "it is some 'of the 74'"),
        ("The captain got two years on probation.", "it is without 'probation'"),
        ("Some pilots drowned.", "it leaves out a"),
    ],
)
def test_what_is_told_of_the_whole_is_refused(text: str, fault: str) -> None:
    assert fault in why_not(text, STORY)


@pytest.mark.parametrize(
    "text",
    [
        "In Lowhaven, 40 percent of the ships still burn heavy oil.",
        "A third of the 85 pilots are women from Norway.",
        "Eleven barges sank in the storm.",
        "The captain got two years without probation.",
    ],
)
def test_what_is_told_of_the_part_is_taken(text: str) -> None:
    assert why_not(text, STORY) == ""


def test_a_number_counts_what_it_counts_in_the_source() -> None:
    story = a_story(
        text="The town has ordered forty tugs from Wesel. The first ten boats reach the harbour in June.",
        lead="",
        title="",
        language="en",
    )
    assert "it is 10, not 40" in why_not("In June, forty tugs reach the harbour.", story)
    assert why_not("In June, the first ten boats reach the harbour.", story) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The valley's five reservoirs are empty.", "it is some 'of the valley's five'"),
        ("Last year's harvest was the largest on record.", "it is 'second largest'"),
        ("The town will cut its buses from 40 to 50 in May.", "40 and 50 stand the other way round"),
        ("Her husband Felix Renner lent the letters and the sketches.", "'husband' is not in the source"),
    ],
)
def test_what_is_more_than_the_source_says_is_refused(text: str, fault: str) -> None:
    story = a_story(
        text="Two of the valley's five reservoirs are empty. Last year's harvest was the second largest on record.\n\n"
        "The town will cut its buses from 50 to 40 in May. Her son Felix Renner lent the letters and the "
        "sketches.",
        lead="",
        title="",
        language="en",
    )
    assert fault.replace("'", "") in why_not(text, story).replace("'", "").replace('"', "")
