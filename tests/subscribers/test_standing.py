"""Every standing, every event: the whole table, and nothing beside it."""

from __future__ import annotations

from itertools import product

import pytest

from subscribers import Event, NotPermitted, Standing
from subscribers.standing import step

P, A, Z, L, S = Standing.PENDING, Standing.ACTIVE, Standing.PAUSED, Standing.LEFT, Standing.SUPPRESSED

R = Standing.REMOVED

#         join confirm pause resume leave remove suppress restore
TABLE = {
    None: (P, None, None, None, None, None, S, None),
    P: (P, A, None, None, L, R, S, P),
    A: (A, A, Z, A, L, R, S, A),
    Z: (Z, Z, Z, A, L, R, S, Z),
    L: (P, None, None, None, L, L, S, L),
    R: (P, None, None, None, L, R, S, R),
    S: (S, A, None, None, S, S, S, P),
}
EVENTS = (
    Event.JOIN,
    Event.CONFIRM,
    Event.PAUSE,
    Event.RESUME,
    Event.LEAVE,
    Event.REMOVE,
    Event.SUPPRESS,
    Event.RESTORE,
)
STEPS = [(before, event, after) for before, row in TABLE.items() for event, after in zip(EVENTS, row, strict=True)]


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


def test_every_event_stands_in_the_table() -> None:
    assert set(EVENTS) == set(Event)


@pytest.mark.parametrize("before", [P, A, Z, L, R])
def test_a_restored_standing_is_the_one_that_the_suppression_hid(before: Standing) -> None:
    assert step(S, Event.RESTORE, before=before) is before
    assert step(S, Event.CONFIRM, before=before) is A, "what was before means nothing to any other event"


def test_only_a_confirmation_or_a_restoring_person_ends_a_suppression() -> None:
    for event in set(Event) - {Event.CONFIRM, Event.RESTORE}:
        try:
            assert step(S, event) is S
        except NotPermitted:
            continue
