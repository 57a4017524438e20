"""Ids: sortable by time, never twice, small enough for every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

import subscribers

MOMENTS = st.datetimes(datetime(2025, 6, 1), datetime(2060, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(1, 3000))
def test_ids_of_one_job_ascend_and_fit_into_sixty_three_bits(now: datetime, number: int) -> None:
    ids = list(islice(subscribers.ids_from(now), number))
    assert len(set(ids)) == number
    assert ids == sorted(ids)
    assert 0 < ids[0] <= ids[-1] < 2**63


def test_a_thousand_things_of_one_moment_are_kept_apart() -> None:
    now = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    assert len({subscribers.new_id(now) for _ in range(1000)}) == 1000


@given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=3000)))
def test_what_was_made_later_has_the_larger_id(now: datetime, span: timedelta) -> None:
    assert subscribers.new_id(now) < subscribers.new_id(now + span)
