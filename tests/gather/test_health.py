"""How well a source is, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from digest import gather
from digest.model import SourceState, Volume
from tests.makers import NOW, a_source

DAY = timedelta(days=1)


def words(volume: Volume | None = None, **fields: Any) -> str:
    return "; ".join(gather.health(a_source(**fields), volume or Volume(), now=NOW))


def test_a_source_that_is_well_has_no_words() -> None:
    assert words() == ""
    assert words(Volume(newest=NOW - DAY, last_week=5, weeks_before=20, usual=20)) == ""
    assert words(Volume(newest=NOW - 40 * DAY, usual=1)) == ""  # it never brought much


def test_silence_is_told_by_what_was_usual() -> None:
    said = words(Volume(newest=NOW - 9 * DAY, weeks_before=30, usual=40))
    assert said == "silent for 9 days, though it used to bring 10 articles a week"
    assert words(Volume(newest=NOW - 9 * DAY, weeks_before=8, usual=8)) == ""  # two a week: nine days are not long
    assert words(Volume(newest=NOW - 90 * DAY, usual=40)).startswith("silent for 90 days"), "and does not fall silent"


def test_a_fall_of_four_fifths_is_told() -> None:
    assert words(Volume(newest=NOW - DAY, last_week=2, weeks_before=40)) == (
        "2 articles in the last week, against 10 a week before"
    )
    assert words(Volume(newest=NOW - DAY, last_week=3, weeks_before=40)) == ""


def test_floods_future_dates_certificates_and_failures_are_told() -> None:
    said = words(Volume(held=12, future=1), certificate=NOW + DAY, failures=3, failure="It is down.")
    assert "12 articles held back as a flood; `digest sources release city` decides" in said
    assert words(Volume(held=12, renamed=11)).startswith("its ids have all changed: 12 articles came again as new ones")
    assert "1 article dated in the future" in said
    assert "its certificate ends on 2026-11-25" in said
    assert "3 failures in a row: It is down." in said
    assert words(state=SourceState.GONE, failure="It is gone.") == "given up: It is gone."
