"""Token bucket and lanes: never faster than allowed, slower when told so, faster again when it goes well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver import pace
from digest.model import Verdict, VerdictKind
from tests.makers import NOW

SENT = Verdict(kind=VerdictKind.SENT, code=250)
SLOWER = Verdict(kind=VerdictKind.DEFERRED, code=421, enhanced="4.7.28")
GREYLISTED = Verdict(kind=VerdictKind.DEFERRED, code=450, enhanced="4.7.1")
FULL = Verdict(kind=VerdictKind.DEFERRED, code=452, enhanced="4.2.2")


def after(seconds: float) -> object:
    return NOW + timedelta(seconds=seconds)


def test_without_a_rate_nobody_waits() -> None:
    limits = pace.Limits()
    gait = pace.start(limits, now=NOW)
    for _ in range(1000):
        assert pace.wait(gait, limits, now=NOW) == 0.0
        gait = pace.begun(gait, limits, now=NOW)


def test_a_burst_goes_at_once_and_then_one_by_one() -> None:
    limits = pace.Limits(rate=2.0, burst=3.0)
    gait = pace.start(limits, now=NOW)
    waits = []
    for _ in range(5):
        waits.append(pace.wait(gait, limits, now=NOW))
        gait = pace.begun(gait, limits, now=NOW)
    assert waits == [0.0, 0.0, 0.0, 0.5, 1.0]


def test_tokens_come_back_with_time_but_never_more_than_a_burst() -> None:
    limits = pace.Limits(rate=1.0, burst=2.0)
    gait = pace.begun(pace.start(limits, now=NOW), limits, now=NOW)
    gait = pace.begun(gait, limits, now=NOW)
    assert pace.wait(gait, limits, now=NOW) == 1.0
    assert pace.wait(gait, limits, now=NOW + timedelta(seconds=0.25)) == 0.75
    a_day_later = NOW + timedelta(days=1)
    waits = []
    for _ in range(3):
        waits.append(pace.wait(gait, limits, now=a_day_later))
        gait = pace.begun(gait, limits, now=a_day_later)
    assert waits == [0.0, 0.0, 1.0]


def test_a_clock_that_goes_back_brings_no_more_than_a_burst_and_no_endless_wait() -> None:
    limits = pace.Limits(rate=1.0)
    gait = pace.begun(pace.start(limits, now=NOW), limits, now=NOW)
    back = NOW - timedelta(days=1)
    waits = []
    for _ in range(2):
        waits.append(pace.wait(gait, limits, now=back))
        gait = pace.begun(gait, limits, now=back)
    assert waits == [0.0, 1.0]
    assert pace.wait(gait, limits, now=back + timedelta(seconds=2)) == 0.0, "it goes on as usual from there"


def test_lanes_start_low_grow_one_by_one_and_end_at_the_most() -> None:
    limits = pace.Limits(first_lanes=2, most_lanes=4)
    gait = pace.start(limits, now=NOW)
    seen = []
    for _ in range(4):
        while gait.has_room:
            gait = pace.begun(gait, limits, now=NOW)
        seen.append(gait.under_way)
        gait = pace.ended(gait, limits, SENT)
    assert seen == [2, 3, 4, 4]


def test_lanes_that_nobody_uses_do_not_grow() -> None:
    limits = pace.Limits(first_lanes=2, most_lanes=10)
    gait = pace.start(limits, now=NOW)
    for _ in range(20):
        gait = pace.ended(pace.begun(gait, limits, now=NOW), limits, SENT)
    assert gait.lanes == 2


@pytest.mark.parametrize("answer", [SLOWER, GREYLISTED])
def test_too_much_halves_the_lanes_down_to_one(answer: Verdict) -> None:
    limits = pace.Limits(first_lanes=9, most_lanes=9)
    gait = pace.start(limits, now=NOW)
    seen = []
    for _ in range(5):
        gait = pace.ended(pace.begun(gait, limits, now=NOW), limits, answer)
        seen.append(gait.lanes)
    assert seen == [4, 2, 1, 1, 1]


def test_one_readers_trouble_is_no_reason_to_slow_down_for_all() -> None:
    limits = pace.Limits(first_lanes=4)
    gait = pace.begun(pace.start(limits, now=NOW), limits, now=NOW)
    assert pace.ended(gait, limits, FULL).lanes == 4


@given(
    st.floats(0.1, 1000),
    st.integers(1, 50),
    st.lists(st.floats(0, 10), min_size=1, max_size=100),
)
def test_who_waits_as_told_never_exceeds_the_rate(rate: float, burst: int, gaps: list[float]) -> None:
    limits = pace.Limits(rate=rate, burst=float(burst))
    gait, now = pace.start(limits, now=NOW), NOW
    begun = []
    for gap in gaps:
        now += timedelta(seconds=gap + pace.wait(gait, limits, now=now), microseconds=1)
        assert pace.wait(gait, limits, now=now) == pytest.approx(0.0, abs=1e-5)
        gait = pace.begun(gait, limits, now=now)
        begun.append(now)
    for first in range(0, len(begun), 7):
        elapsed = (begun[-1] - begun[first]).total_seconds()
        assert len(begun) - first <= burst + rate * elapsed + 1.01


@given(st.lists(st.sampled_from([SENT, SLOWER, FULL, None]), max_size=200), st.integers(1, 10), st.integers(1, 30))
def test_lanes_stay_between_one_and_the_most(steps: list[Verdict | None], first: int, most: int) -> None:
    limits = pace.Limits(first_lanes=first, most_lanes=most)
    gait = pace.start(limits, now=NOW)
    for answer in steps:
        gait = pace.begun(gait, limits, now=NOW) if answer is None else pace.ended(gait, limits, answer)
        assert 1 <= gait.lanes <= most
        assert gait.under_way >= 0


def test_each_rest_in_a_row_is_twice_as_long_and_after_some_there_is_none() -> None:
    limits, now = pace.Limits(), NOW
    gait = pace.start(limits, now=now)
    rests = []
    for _ in range(pace.MOST_RESTS + 1):
        gait = pace.rested(gait, now=now)
        rests.append(pace.wait(gait, limits, now=now))
        now += timedelta(seconds=rests[-1])
    assert rests == [1.0, 2.0, 4.0, 8.0, 16.0, 0.0]


def test_what_was_under_way_lengthens_no_rest_and_what_is_taken_forgets_them() -> None:
    limits = pace.Limits(rate=10.0, burst=2.0)
    gait = pace.rested(pace.start(limits, now=NOW), now=NOW)
    assert pace.rested(gait, now=NOW + timedelta(seconds=0.9)) == gait
    gait = pace.ended(pace.begun(gait, limits, now=NOW), limits, SENT)
    assert pace.wait(gait, limits, now=NOW + timedelta(seconds=0.5)) == 0.5, "it rests all the same"
    again = pace.rested(gait, now=NOW + timedelta(seconds=5))
    assert pace.wait(again, limits, now=NOW + timedelta(seconds=5)) == 1.0
    assert pace.wait(again, limits, now=NOW - timedelta(days=1)) == 0.0, "a clock that was set back is not waited for"
