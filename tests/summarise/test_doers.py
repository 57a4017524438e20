"""Who does it in the source, by the words around the verb."""

from __future__ import annotations

import pytest

from tests.makers import a_story
from tests.summarise.test_claims import why_not

ENGLISH = a_story(
    text="Harbour chief Ada Brandt praised the pilot Luis Moreno, who had sounded the alarm. She thanked Paul Wells. "
    "Lowline's rival, Tern & Sons, reported a profit in May. A second tug can pull only nine barges. The "
    "tug Grey Heron lay idle.\n\n"
    "The police found the sailor Carl Wells guilty of smuggling cigars. His brother Paul Wells kept the books.\n\n"
    "Captain Owen Pryce came late. He suffers from a broken collarbone.",
    lead="",
    title="",
    language="en",
)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brandt sounded the alarm.",  # another one stands before "who"
        "Lowline reported a profit in May.",  # its rival did
        "Paul Wells was found guilty of smuggling cigars.",  # to whom it is done, where the source says who does it
        "Carl Wells suffers from a broken collarbone.",  # "he" is the one named last
        "Carl Wells, the sailor, suffers from a broken collarbone.",  # what somebody is stands between
        "The pilot, Luis Moreno, reported a profit in May.",
        "Luis Moreno is praising Ada Brandt.",  # what she "is doing" is not done to her
        "Ada Brandt is thanking Owen Pryce.",  # but another one
    ],
)
def test_another_one_did_it(text: str) -> None:
    assert why_not(text, ENGLISH).startswith("in the source, ")


@pytest.mark.parametrize(
    "text",
    [
        "Luis Moreno sounded the alarm.",
        "Tern & Sons reported a profit in May.",
        "Carl Wells was found guilty of smuggling cigars.",
        "Owen Pryce suffers from a broken collarbone.",
        "Ada Brandt praised the pilot Luis Moreno.",
        "Ada Brandt is praising Luis Moreno.",
        "Ada Brandt is thanking Paul Wells.",
        "Luis Moreno is being praised by Ada Brandt.",
        "Owen Pryce, the captain, suffers from a broken collarbone.",
        "The captain, Owen Pryce, suffers from a broken collarbone.",
    ],
)
def test_who_did_it_is_taken(text: str) -> None:
    assert why_not(text, ENGLISH) == ""


def test_a_new_one_is_not_the_one_who_was_named_before() -> None:
    story = a_story(
        text="The tug Grey Heron lay idle on Monday. A second tug can pull only nine barges, the pilots complain.",
        lead="",
        title="",
        language="en",
    )
    assert "somebody new, not Grey Heron" in why_not("The Grey Heron can pull only nine barges.", story)
    assert why_not("The Grey Heron lay idle on Monday.", story) == ""


def test_where_endings_say_who_does_it_the_name_beside_the_verb_is_asked() -> None:
    story = a_story(
        text="Директор завода Алексей Дымов показал новый насос. Инженер Мария Гущина предупредила о поломке насоса.",
        lead="",
        title="",
        language="ru",
    )
    assert "stands before" in why_not("Алексей Дымов предупредил о поломке насоса.", story)
    assert why_not("Мария Гущина предупредила о поломке насоса.", story) == ""


@pytest.mark.parametrize(
    ("language", "source", "false", "true"),
    [
        (
            "zh",
            "海岳半导体上周宣布裁减两成员工。星澜科技的股价当天上涨3%。",
            "星澜科技上周宣布裁减两成员工。",
            "海岳半导体上周宣布裁减两成员工。",
        ),
        (
            "ja",
            "研究には北都電力が3億円を出した。山陽大学は成果を科学誌に発表した。",
            "研究には山陽大学が3億円を出した。",
            "研究には北都電力が3億円を出した。",
        ),
    ],
)
def test_in_scripts_without_capitals_the_word_before_a_piece_does_it(
    language: str, source: str, false: str, true: str
) -> None:
    story = a_story(text=source, lead="", title="", language=language)
    assert "stands before" in why_not(false, story)
    assert why_not(true, story) == ""
