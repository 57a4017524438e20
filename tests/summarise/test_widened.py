"""A summary says no more than its source: not "all" for "some", no reason, no duty, no plan as done."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

STORY = a_story(
    text="Some farmers in the valley want the dam, and almost all of the wells are dry. "
    "The dam will be built by the state near Eastmoor. The union calls on the ministry to publish the plans. "
    "The old mill burned down on Friday, and the river was high. Most shops in Eastmoor close early.",
    lead="",
    title="",
    language="en",
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("All shops in Eastmoor close early.", "there is no 'All'"),
        ("All of the wells are dry.", "it is 'almost'"),
        ("The old mill burned down because the river was high.", "there is no 'because'"),
        ("The union calls on the ministry, which must publish the plans of the dam.", "there is no 'must'"),
        ("The dam was built by the state near Eastmoor.", "it is not done yet"),
        ("It was the first mill near Eastmoor that burned down on Friday.", "there is no 'first'"),
    ],
)
def test_what_says_more_than_its_source_is_refused(text: str, fault: str) -> None:
    assert fault in why_not(text, STORY)


@pytest.mark.parametrize(
    "text",
    [
        "Most shops in Eastmoor close early.",
        "Almost all of the wells are dry.",
        "The old mill burned down on Friday.",
        "The dam will be built by the state.",
        "The dam will be built near Eastmoor.",
    ],
)
def test_what_says_as_much_is_taken(text: str) -> None:
    assert why_not(text, STORY) == ""
