"""Every standing, every event: the whole table, and nothing beside it."""

from __future__ import annotations

from itertools import product

import pytest

from subscribers import Event, NotPermitted, Standing
from subscribers.standing import step

P, A, Z, L, S = Standing.PENDING, Standing.ACTIVE, Standing.PAUSED, Standing.LEFT, Standing.SUPPRESSED

#         join confirm pause resume leave suppress
TABLE = {
    None: (P, None, None, None, None, S),
    P: (P, A, None, None, L, S),
    A: (A, A, Z, A, L, S),
    Z: (Z, Z, Z, A, L, S),
    L: (P, None, None, None, L, S),
    S: (S, A, None, None, S, S),
}
STEPS = [
    (before, event, after)
    for before, row in TABLE.items()
    for event, after in zip(
        (Event.JOIN, Event.CONFIRM, Event.PAUSE, Event.RESUME, Event.LEAVE, Event.SUPPRESS), row, strict=True
    )
]


@pytest.mark.parametrize(("before", "event", "after"), STEPS)
def test_each_step_is_the_one_of_the_table_or_refused(
    before: Standing | None, event: Event, after: Standing | None
) -> None:
    if after is None:
        with pytest.raises(NotPermitted, match="cannot"):
            step(before, event)
    else:
        assert step(before, event) is after


def test_every_step_may_be_repeated() -> None:
    for before, event in product((None, *Standing), Event):
        try:
            once = step(before, event)
        except NotPermitted:
            continue
        assert step(once, event) is once


def test_nothing_but_a_readers_own_confirmation_ends_a_suppression() -> None:
    ways_out = [event for event in Event if event is not Event.CONFIRM]
    for event in ways_out:
        try:
            assert step(S, event) is S
        except NotPermitted:
            continue
