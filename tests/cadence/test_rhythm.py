"""When a rhythm is due, over every kind of clock change there has been."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import cadence

CHANGES = [
    # zone, wall time, local day, the instant it runs (UTC), what the note says
    ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00", "does not exist"),
    ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30", "comes twice"),
    ("Europe/Berlin", "03:00", "2026-10-25", "2026-10-25T02:00", ""),
    ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:00", "does not exist"),
    ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30", "comes twice"),
    ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30", "does not exist"),
    ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45", "comes twice"),
    ("Africa/Casablanca", "02:30", "2026-02-15", "2026-02-15T01:30", "comes twice"),
    ("Africa/Casablanca", "02:30", "2026-03-22", "2026-03-22T02:00", "does not exist"),
    ("America/Sao_Paulo", "00:00", "2018-11-04", "2018-11-04T03:00", "does not exist"),
    ("America/Sao_Paulo", "23:30", "2018-02-17", "2018-02-18T01:30", "comes twice"),
    ("Pacific/Kiritimati", "07:30", "2026-11-24", "2026-11-23T17:30", ""),
    ("Etc/GMT+12", "07:30", "2026-11-24", "2026-11-24T19:30", ""),
    ("Asia/Kathmandu", "07:30", "2026-11-24", "2026-11-24T01:45", ""),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on_day(rule: str, zone: str, day: str) -> list[cadence.Occurrence]:
    """The moments whose wall time stands on this local day."""
    rhythm = cadence.parse(rule, zone)
    middle = utc(f"{day}T12:00")
    found = cadence.occurrences(rhythm, after=middle - timedelta(days=2), until=middle + timedelta(days=2))
    return [one for one in found if one.wall.date().isoformat() == day]


@pytest.mark.parametrize(("zone", "wall", "day", "at", "note"), CHANGES)
@pytest.mark.parametrize("cron", [False, True])
def test_a_day_with_a_clock_change_has_one_moment(
    zone: str, wall: str, day: str, at: str, note: str, *, cron: bool
) -> None:
    hours, minutes = wall.split(":")
    rule = f"{int(minutes)} {int(hours)} * * *" if cron else f"daily {wall}"
    (only,) = on_day(rule, zone, day)
    assert only.at == utc(at)
    assert note in only.note
    assert bool(note) == bool(only.note)
    assert only.key == f"{day}T{wall}", "the key is the wall time, whatever the clocks did"


def test_a_day_that_a_place_skipped_whole_has_none() -> None:
    assert on_day("daily 07:30", "Pacific/Apia", "2011-12-30") == []
    days = [day for day in ("2011-12-29", "2011-12-31") if on_day("daily 07:30", "Pacific/Apia", day)]
    assert days == ["2011-12-29", "2011-12-31"]


def test_every_quarter_of_an_hour_is_served_in_both_passes_of_a_doubled_hour() -> None:
    rhythm = cadence.parse("every 15 minutes", "Europe/Berlin")
    start = utc("2026-10-24T22:00")
    found = list(cadence.occurrences(rhythm, after=start - timedelta(seconds=1), until=utc("2026-10-25T04:00")))
    assert [one.at for one in found] == [start + timedelta(minutes=15) * n for n in range(25)]
    assert len({one.key for one in found}) == 25


def next_days(rule: str, now: str, count: int, zone: str = "UTC") -> list[str]:
    return [f"{one.wall:%m-%d}" for one in cadence.upcoming(cadence.parse(rule, zone), now=utc(now), count=count)]


def test_months_without_a_thirty_first_end_earlier_in_words_and_are_skipped_in_cron() -> None:
    assert next_days("monthly 31 09:00", "2026-01-15T00:00", 4) == ["01-31", "02-28", "03-31", "04-30"]
    assert next_days("0 9 31 * *", "2026-01-15T00:00", 3) == ["01-31", "03-31", "05-31"]


def test_the_twenty_ninth_of_february_comes_every_four_years() -> None:
    found = cadence.upcoming(cadence.parse("0 8 29 2 *", "UTC"), now=utc("2026-01-01T00:00"), count=1)
    assert [one.wall.date() for one in found] == [date(2028, 2, 29)]
    assert next_days("monthly 29 08:00", "2026-02-01T00:00", 1) == ["02-28"]


def test_a_weekly_rhythm_does_not_stumble_over_week_fifty_three() -> None:
    assert next_days("mondays 8:00", "2026-12-20T00:00", 4) == ["12-21", "12-28", "01-04", "01-11"]


DAY = timedelta(days=1)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)


@settings(max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    start=st.datetimes(datetime(1990, 1, 1), datetime(2036, 1, 1)),
    hour=st.integers(0, 23),
    minute=st.sampled_from((0, 15, 30, 59)),
)
def test_every_local_day_of_every_zone_has_exactly_one_moment(
    zone: str, start: datetime, hour: int, minute: int
) -> None:
    rhythm = cadence.parse(f"daily {hour:02}:{minute:02}", zone)
    after = start.replace(tzinfo=UTC)
    until = after + timedelta(days=40)
    found = list(cadence.occurrences(rhythm, after=after, until=until))
    assert all(one.at < other.at for one, other in pairwise(found))
    place = ZoneInfo(zone)
    days = {(after + timedelta(hours=n)).astimezone(place).date() for n in range(24, 39 * 24)}
    walls = [one.wall.date() for one in found]
    assert all(walls.count(day) == 1 for day in days), (days, walls)


def test_a_last_hour_that_does_not_exist_is_the_next_days_first_moment_and_a_day_that_does_not_exist_is_none() -> None:
    def found(zone: str, after: datetime) -> list[tuple[str, str]]:
        rhythm = cadence.parse("daily 23:00", zone)
        seen = cadence.occurrences(rhythm, after=after.replace(tzinfo=UTC), until=after.replace(tzinfo=UTC) + 3 * DAY)
        return [(f"{one.wall:%d %H:%M}", f"{one.local:%d %H:%M}") for one in seen]

    nuuk = found("America/Nuuk", datetime(2024, 3, 29, 12))
    assert nuuk == [("29 23:00", "29 23:00"), ("30 23:00", "31 00:00"), ("31 23:00", "31 23:00")]
    assert [wall for wall, _ in found("Pacific/Apia", datetime(2011, 12, 29))] == ["28 23:00", "29 23:00", "31 23:00"]


@settings(max_examples=60)
@given(zone=st.sampled_from(ZONES), now=st.datetimes(datetime(2000, 1, 1), datetime(2036, 1, 1)))
def test_the_last_moment_and_the_next_one_stand_around_now(zone: str, now: datetime) -> None:
    rhythm, moment = cadence.parse("weekdays 07:30", zone), now.replace(tzinfo=UTC)
    before = cadence.last_before(rhythm, moment)
    (after,) = cadence.upcoming(rhythm, now=moment, count=1)
    assert before is not None
    assert before <= moment < after.at
    assert list(cadence.occurrences(rhythm, after=before, until=after.at)) == [after]


def test_each_slot_says_which_window_it_closes() -> None:
    rhythm = cadence.parse("weekdays 07:30", "Europe/Berlin")
    made = list(
        cadence.slots(
            rhythm, newsletter_id=7, cadence="daily", after=utc("2026-11-20T08:00"), until=utc("2026-11-24T08:00")
        )
    )
    assert [slot.key for slot in made] == ["2026-11-23T07:30", "2026-11-24T07:30"]
    assert [slot.opens for slot in made] == [utc("2026-11-20T06:30"), utc("2026-11-23T06:30")]
    assert {(slot.newsletter_id, slot.cadence) for slot in made} == {(7, "daily")}


def test_a_zone_whose_rules_change_keeps_its_slots_keys() -> None:
    """The same wall time under two sets of rules: two instants, one key, so never two issues."""
    summer, winter = (on_day("daily 07:30", zone, "2026-07-01")[0] for zone in ("Europe/Berlin", "Africa/Tunis"))
    assert summer.at != winter.at or summer.key == winter.key
    assert summer.key == winter.key == "2026-07-01T07:30"
