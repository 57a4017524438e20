"""When a deferred letter is tried again, and when nobody waits for it any more."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver import next_try
from digest.deliver.retry import HORIZON, LONGEST_PAUSE
from tests.makers import NOW

MINUTE = timedelta(minutes=1)


def test_the_first_pause_is_between_five_and_ten_minutes_and_not_the_same_for_all() -> None:
    pauses = {next_try(1, since=NOW, now=NOW, rng=random.Random(seed)) for seed in range(200)}
    assert len(pauses) > 100
    assert all(moment is not None and 5 * MINUTE <= moment - NOW <= 10 * MINUTE for moment in pauses)


def test_the_pause_doubles_until_four_hours() -> None:
    middle = random.Random()
    middle.uniform = lambda a, b: (a + b) / 2  # type: ignore[method-assign]
    moments = [next_try(n, since=NOW, now=NOW, rng=middle) for n in range(1, 9)]
    minutes = [(moment - NOW) / MINUTE for moment in moments if moment]
    assert minutes == [7.5, 15, 30, 60, 120, 240, 240, 240]


def test_after_48_hours_nobody_waits_any_more() -> None:
    late = NOW + HORIZON - timedelta(minutes=5)
    assert next_try(1, since=NOW, now=late, rng=random.Random(1)) is None
    assert next_try(1, since=NOW, now=late - timedelta(minutes=10), rng=random.Random(1)) is not None


def test_a_server_that_asks_for_more_time_gets_it_and_less_is_not_taken() -> None:
    asked = next_try(1, since=NOW, now=NOW, rng=random.Random(1), wait=3600.0)
    assert asked == NOW + timedelta(hours=1)
    hasty = next_try(1, since=NOW, now=NOW, rng=random.Random(1), wait=1.0)
    assert hasty == next_try(1, since=NOW, now=NOW, rng=random.Random(1))


@given(st.integers(-5, 10**9), st.integers(), st.floats(0, 10**6), st.none() | st.floats(0, 10**7, allow_nan=False))
def test_every_next_try_lies_ahead_and_within_the_horizon(
    attempts: int, seed: int, age: float, wait: float | None
) -> None:
    now = NOW + timedelta(seconds=age)
    moment = next_try(attempts, since=NOW, now=now, rng=random.Random(seed), wait=wait)
    if moment is not None:
        assert now + 5 * MINUTE <= moment <= NOW + HORIZON
        assert moment - now <= max(LONGEST_PAUSE * 1.2, timedelta(seconds=wait or 0))
