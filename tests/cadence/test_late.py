"""What becomes of slots that came while nobody was there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digest import cadence
from digest.model import Misfire, MisfirePolicy, Slot

DUE = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
UNTIL_3H = Misfire(policy=MisfirePolicy.SEND_UNTIL, until=timedelta(hours=3))


def slots(count: int = 1) -> list[Slot]:
    days = [DUE - timedelta(days=n) for n in reversed(range(count))]
    return [Slot(newsletter_id=1, cadence="daily", key=f"{day:%Y-%m-%d}", at=day, opens=None) for day in days]


def decided(misfire: Misfire, late: timedelta, count: int = 1) -> list[cadence.Decision]:
    return cadence.decide_missed(slots(count), misfire, now=DUE + late)


def test_a_slot_seen_within_five_minutes_was_not_missed_whatever_the_policy() -> None:
    for policy in MisfirePolicy:
        (one,) = decided(Misfire(policy=policy, until=timedelta()), timedelta(minutes=5))
        assert (one.press, one.words) == (True, "")


def test_send_until_sends_late_and_says_so_and_then_no_more() -> None:
    (late,) = decided(UNTIL_3H, timedelta(hours=3))
    assert (late.press, late.words) == (True, "sent 3 h late")
    (too_late,) = decided(UNTIL_3H, timedelta(hours=3, minutes=1))
    assert not too_late.press
    assert too_late.words == "missed by 3 h 1 min, allowed 3 h; its stories go into the next issue"


def test_skip_and_merge_leave_the_slot_and_say_why() -> None:
    (skipped,) = decided(Misfire(policy=MisfirePolicy.SKIP), timedelta(minutes=6))
    (merged,) = decided(Misfire(policy=MisfirePolicy.MERGE_INTO_NEXT), timedelta(minutes=6))
    assert not skipped.press
    assert "skipped" in skipped.words
    assert not merged.press
    assert "merged into the next issue" in merged.words


def test_of_many_missed_slots_only_the_newest_may_still_be_sent() -> None:
    *older, newest = decided(UNTIL_3H, timedelta(hours=1), count=4)
    assert [one.press for one in older] == [False] * 3
    assert newest.press
    assert older[0].words == "missed by 3 d 1 h; its stories go into the issue due 2026-11-24 06:30 UTC"


def test_nothing_missed_is_nothing_to_decide() -> None:
    assert cadence.decide_missed([], UNTIL_3H, now=DUE) == []
