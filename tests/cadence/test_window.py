"""The hours in which letters leave."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.cadence import parse_window
from digest.errors import SettingsError


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute, tzinfo=UTC)


def test_no_window_is_any_time() -> None:
    assert parse_window("") is None


def test_a_window_is_open_from_its_first_minute_to_before_its_last() -> None:
    window = parse_window("07:00-21:00")
    assert window is not None
    assert [window.is_open(at(*when)) for when in ((6, 59), (7, 0), (20, 59), (21, 0))] == [False, True, True, False]


def test_a_window_over_midnight_is_open_at_night() -> None:
    window = parse_window("22:00 - 6:00 Europe/Berlin")
    assert window is not None
    assert [window.is_open(at(hour)) for hour in (20, 21, 0, 4, 5, 12)] == [False, True, True, True, False, False]


@pytest.mark.parametrize("text", ["morning", "7-9", "25:00-26:00", "07:00", "07:00-09:00 Mars/Base"])
def test_what_is_no_window_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match="07:00-21:00"):
        parse_window(text)


def test_what_a_window_says_of_itself_is_read_again_as_the_same() -> None:
    for text in ("7:00-21:00", "22:00 - 6:00 Europe/Berlin"):
        window = parse_window(text, "Asia/Kolkata")
        assert window is not None
        assert parse_window(window.words) == window
