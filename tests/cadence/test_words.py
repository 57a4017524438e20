"""Rules as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest import cadence
from digest.errors import SettingsError

TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "coming"),
    [
        ("daily 07:30", "11-25 07:30, 11-26 07:30, 11-27 07:30"),
        ("every day 7:30", "11-25 07:30, 11-26 07:30, 11-27 07:30"),
        ("weekdays 07:30", "11-25 07:30, 11-26 07:30, 11-27 07:30"),
        ("weekends 9:00", "11-28 09:00, 11-29 09:00, 12-05 09:00"),
        ("mon, thu 18:15", "11-26 18:15, 11-30 18:15, 12-03 18:15"),
        ("monday and friday 18:15", "11-27 18:15, 11-30 18:15, 12-04 18:15"),
        ("Weekly Friday 17:00", "11-27 17:00, 12-04 17:00, 12-11 17:00"),
        ("monthly 1 09:00", "12-01 09:00, 01-01 09:00, 02-01 09:00"),
        ("monthly last friday 16:00", "11-27 16:00, 12-25 16:00, 01-29 16:00"),
        ("monthly first monday 09:00", "12-07 09:00, 01-04 09:00, 02-01 09:00"),
        ("hourly", "11-24 13:00, 11-24 14:00, 11-24 15:00"),
        ("every 2 hours", "11-24 14:00, 11-24 16:00, 11-24 18:00"),
        ("0 8 * * sat", "11-28 08:00, 12-05 08:00, 12-12 08:00"),
        ("30 7 * * 1-5", "11-25 07:30, 11-26 07:30, 11-27 07:30"),
        ("0 0,12 * * *", "11-25 00:00, 11-25 12:00, 11-26 00:00"),
    ],
)
def test_a_rule_means_what_it_says(rule: str, coming: str) -> None:
    found = cadence.upcoming(cadence.parse(rule, "UTC"), now=TUESDAY, count=3)
    assert ", ".join(f"{one.at:%m-%d %H:%M}" for one in found) == coming


@pytest.mark.parametrize("rule", ["weekdays 07:30 Europe/Moscow", "30 7 * * 1-5 Europe/Moscow"])
def test_a_zone_in_the_rule_wins_over_the_one_beside_it(rule: str) -> None:
    (first,) = cadence.upcoming(cadence.parse(rule, "Asia/Tokyo"), now=TUESDAY, count=1)
    assert f"{first.at:%H:%M}" == "04:30"


@pytest.mark.parametrize(
    ("rule", "zone"),
    [
        ("", "UTC"), ("sometimes", "UTC"), ("daily", "UTC"), ("daily 25:00", "UTC"), ("07:30 daily", "UTC"),
        ("monthly 32 09:00", "UTC"), ("monthly fifth monday 09:00", "UTC"), ("every 7 hours", "UTC"),
        ("every 0 minutes", "UTC"), ("61 8 * * *", "UTC"), ("0 8 30 2 *", "UTC"),
        ("0 8 * *", "UTC"), ("0 8 * * someday", "UTC"),
        ("daily 07:30", "Berlin"), ("daily 07:30 Mars/Olympus", "UTC"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named(rule: str, zone: str) -> None:
    with pytest.raises(SettingsError) as fault:
        cadence.parse(rule, zone)
    said = str(fault.value)
    assert rule in said or zone in said
    assert said.endswith(".")
