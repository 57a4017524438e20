"""The bars of L-07 on real mails; ``python -m bench.quality.returns -v`` prints the figures and what disagrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality.returns import Score, Tally, score


@pytest.fixture(scope="module")
def scored(shared_data: Path) -> Score:
    return score(shared_data / "bounces")


@pytest.mark.parametrize(
    ("name", "bar", "at_least"),
    [
        ("found", 0.95, 200),
        ("agreed", 0.92, 160),
        ("harmless", 1.0, 15),
        ("complaints", 1.0, 5),
        ("classic", 0.95, 117),
    ],
)
def test_returned_mails_are_read_as_well_as_we_promise(scored: Score, name: str, bar: float, at_least: int) -> None:
    tally: Tally = getattr(scored, name)
    assert tally.of >= at_least, "the corpus is there"
    assert tally.share >= bar, tally.wrong


def test_a_mail_takes_milliseconds(scored: Score) -> None:
    assert scored.seconds / (scored.found.of + scored.classic.of) < 0.1
