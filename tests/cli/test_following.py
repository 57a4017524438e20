"""What ``digest status ISSUE --follow`` says of the pace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from digest.cli.glances import Glance, recent, speed
from digest.model import Balance, ErrandState
from tests.makers import NOW, an_errand, an_issue


def looks(*sent: int, of: int = 10_000) -> list[Glance]:
    """A look at each second, and what it leaves to reckon with."""
    seen: list[Glance] = []
    for second, number in enumerate(sent):
        balance = Balance(candidates=of, sent=number, pending=of - number)
        glance = Glance(
            name="morning/1",
            issue=an_issue(),
            errand=an_errand(),
            balance=balance,
            domains=[],
            words=[],
            left=0,
            at=NOW + timedelta(seconds=second),
        )
        seen = recent([*seen, glance])
    return seen


def test_a_canarys_wait_is_none_of_the_time_that_the_others_take() -> None:
    assert speed(looks(*[100] * 600, 200)) == "; 100 a second, 1 min 38 s left"


def test_of_the_time_that_is_rested_nothing_is_reckoned() -> None:
    """Canaries went, their fate is awaited, and the others follow."""
    first = looks(0, 20, 40)
    awaited = [replace(first[-1], waits="their fate", at=NOW + timedelta(seconds=n)) for n in range(3, 13)]
    seen = first
    for one in awaited:
        seen = recent([*seen, one])
        assert not speed(seen)
    after = [replace(one, at=one.at + timedelta(seconds=13)) for one in looks(40, 140, 240)]
    assert speed(recent([*seen, *after])).startswith("; 100 a second")
    paused = replace(after[-1], errand=an_errand(state=ErrandState.PAUSED), at=NOW + timedelta(seconds=16))
    assert not speed(recent([*seen, *after, paused]))


def test_a_relay_that_grows_slow_is_seen_within_half_a_minute() -> None:
    assert speed(looks(*range(0, 6000, 100), *range(5901, 5935))) == "; 1 a second, 67 min 46 s left"


def test_while_nothing_leaves_nothing_is_promised() -> None:
    assert not speed(looks(7))
    assert not speed(looks(0, *[100] * 60))


@pytest.mark.parametrize(("pause", "said"), [(5, "; 0.2 a second, 830 min"), (1, "; 1 a second")])
def test_few_letters_a_second_are_not_none(pause: int, said: str) -> None:
    assert speed(looks(*(second // pause for second in range(200)))).startswith(said)


def test_what_is_reckoned_with_does_not_grow() -> None:
    kept = looks(*range(500))
    assert len(kept) <= 31
    assert all(later.at > earlier.at for earlier, later in pairwise(kept))


def test_where_all_have_left_no_time_is_left() -> None:
    assert speed(looks(0, 5, 10, of=10)) == "; 5 a second"
