"""What readers leave out: nothing that is new, nothing that nobody can read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers import EVERYTHING, Picks, picks_from
from subscribers.picks import LONGEST, MOST, packed, unpacked

NAMES = st.lists(st.text(max_size=20), max_size=6)


@given(sections=NAMES, topics=NAMES, sources=NAMES)
def test_what_is_packed_is_unpacked_and_the_same_picks_are_one_object(
    sections: list[str], topics: list[str], sources: list[str]
) -> None:
    picks = picks_from({"sections": sections, "topics": topics, "sources": sources})
    assert unpacked(packed(picks)) == picks
    assert unpacked(packed(picks)) is unpacked(
        packed(picks_from({"sources": sources[::-1], "topics": topics, "sections": sections}))
    )


def test_what_is_not_named_is_wanted() -> None:
    picks = Picks(sections=frozenset({"sport"}), topics=frozenset({"crime"}), sources=frozenset({"7"}))
    assert picks.wants(section="city", topics=["Harbour"], source="8")
    assert not picks.wants(section="sport")
    assert not picks.wants(section="city", topics=["Crime"])
    assert not picks.wants(section="city", source="7")
    assert EVERYTHING.everything
    assert not picks.everything


@pytest.mark.parametrize("text", [None, "", "{", "[]", "7", '{"sections": 7}', '{"nobody": ["knows"]}'])
def test_what_cannot_be_read_leaves_nothing_out(text: str | None) -> None:
    assert unpacked(text).everything


def test_names_are_bounded() -> None:
    picks = picks_from({"sections": [f"{n:05}" for n in range(10 * MOST)], "topics": ["x" * 10 * LONGEST]})
    assert len(picks.sections) == MOST
    assert {len(topic) for topic in picks.topics} == {LONGEST}
