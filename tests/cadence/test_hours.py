"""The hour a reader asked for, around the world and across clock changes, against a clock that is merely watched."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest

from digest.cadence import in_their_hour

A_STEP = timedelta(minutes=15)  # no zone of our time is off by less

# Thirty-eight zones: every offset people live in, and every way of changing clocks.
ZONES = (
    "Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Marquesas", "America/Anchorage", "America/Los_Angeles",
    "America/Denver", "America/Phoenix", "America/Chicago", "America/New_York", "America/Havana", "America/Caracas",
    "America/St_Johns", "America/Santiago", "America/Sao_Paulo", "America/Nuuk", "Atlantic/Azores", "Africa/Casablanca",
    "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Kyiv", "Africa/Cairo", "Asia/Beirut", "Europe/Moscow",
    "Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Yangon",
    "Asia/Shanghai", "Asia/Tokyo", "Australia/Eucla", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland",
    "Pacific/Chatham",
)  # fmt: skip
CHANGES = (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))  # Europe's; others are near


@lru_cache(None)
def watched(zone: str, day: date, hour: int) -> datetime | None:
    """The first moment at which a clock there shows this hour of a day or has passed it; None: no such day."""
    where = ZoneInfo(zone)
    start = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    moments = [start + step * A_STEP for step in range(4 * 54)]  # a day's hours anywhere
    if all(moment.astimezone(where).date() != day for moment in moments):
        return None
    wanted = datetime.combine(day, time(hour))
    return next(moment for moment in moments if moment.astimezone(where).replace(tzinfo=None) >= wanted)


def as_watched(hour: int, zone: str, made: datetime) -> datetime:
    """The same answer by looking at a clock for four days."""
    first = made.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    moments = (watched(zone, first + timedelta(days=n), hour) for n in range(6))
    return max(made, next(one for one in moments if one is not None and one > made - timedelta(hours=1)))


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_in_every_zone_around_both_clock_changes(zone: str) -> None:
    for change in CHANGES:
        for days in (-2, -1, 0, 1):
            made = change + timedelta(days=days, hours=6, minutes=7)
            wrong = [hour for hour in range(24) if in_their_hour(hour, zone, made=made) != as_watched(hour, zone, made)]
            assert wrong == [], made


@pytest.mark.parametrize(
    ("hour", "made", "leaves"),
    [
        (7, datetime(2026, 11, 25, 5, 0, tzinfo=UTC), datetime(2026, 11, 25, 6, 0, tzinfo=UTC)),
        (6, datetime(2026, 11, 25, 5, 20, tzinfo=UTC), datetime(2026, 11, 25, 5, 20, tzinfo=UTC)),  # it is that hour
        (5, datetime(2026, 11, 25, 5, 20, tzinfo=UTC), datetime(2026, 11, 26, 4, 0, tzinfo=UTC)),  # it has just gone
        (2, datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # it is skipped
        (2, datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),  # it comes twice
    ],
)
def test_a_reader_in_berlin(hour: int, made: datetime, leaves: datetime) -> None:
    assert in_their_hour(hour, "Europe/Berlin", made=made) == leaves


def test_a_day_that_a_place_left_out_is_not_waited_for() -> None:
    """Samoa had no 30th of December 2011."""
    made = datetime(2011, 12, 30, 6, 0, tzinfo=UTC)  # the 29th, 20:00, there
    assert in_their_hour(8, "Pacific/Apia", made=made) == datetime(2011, 12, 30, 18, 0, tzinfo=UTC)


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="Atlantis/Old_Town"):
        in_their_hour(8, "Atlantis/Old_Town", made=CHANGES[0])
