"""Reading a cadence's rule: words people use, or five fields of cron.

::

    daily 07:30                     weekdays 07:30 Europe/Moscow      weekends 9:00
    mondays 8:00                    mon, thu 18:15                    weekly friday 17:00
    monthly 1 09:00                 monthly 31 09:00                  monthly last friday 16:00
    monthly first monday 09:00      hourly                            every 2 hours
    every 15 minutes                0 8 * * sat                       30 7 * * 1-5 Asia/Tokyo

A zone at the end is an IANA name and wins over the one given beside the rule. ``monthly 31`` means
the last day in shorter months; in cron, day 31 is skipped there, as cron users expect.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from digest.cadence.rhythm import Days, Rhythm
from digest.errors import SettingsError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
EXAMPLES = (
    '"daily 07:30", "weekdays 07:30 Europe/Moscow", "mon, thu 18:15", "monthly last friday 16:00" or cron "0 8 * * sat"'
)
_TIME = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")
_EVERY = re.compile(r"^every (\d{1,4}) (hours?|minutes?)$")
_CRON_FIELDS = 5
_ANY_MOMENT = datetime(2026, 1, 1)  # noqa: DTZ001 - cron walks a calendar without zones

Made = Callable[[ZoneInfo, str], Rhythm]


def parse(rule: str, zone: str = "UTC") -> Rhythm:
    """A rule as a rhythm.

    Raises:
        SettingsError: the rule or its zone is not understood; the message shows rules that are.
    """
    words = rule.lower().replace(",", " , ").split()
    last = rule.rsplit(maxsplit=1)[-1] if rule.split() else ""
    if last in available_timezones() and ("/" in last or last in ("UTC", "GMT")):
        zone, words = last, words[:-1]
    if zone not in available_timezones():
        raise SettingsError(f"{zone!r} is no time zone name such as Europe/Berlin, in the cadence {rule!r}.")
    found = _cron(words, rule) or _interval(words) or _calendar([word for word in words if word != ","])
    if found is None:
        raise SettingsError(f"The cadence {rule!r} is not understood; expected something like {EXAMPLES}.")
    return found(ZoneInfo(zone), " ".join(rule.split()))


def _cron(words: list[str], rule: str) -> Made | None:
    text = " ".join(words).replace(" , ", ",")
    fields = text.split()
    if len(fields) != _CRON_FIELDS or not re.fullmatch(r"[\d*/,-]+", fields[0]):
        return None
    try:
        # Only to see whether cron would understand it; the walking is done day by day in local time.
        CronSim(text, _ANY_MOMENT)
    except CronSimError as fault:
        raise SettingsError(f"The cron rule {rule!r} is not understood ({fault}); expected five fields.") from fault
    return lambda zone, said: Rhythm(rule=said, zone=zone, cron=text)


def _interval(words: list[str]) -> Made | None:
    text = "every 1 hours" if words == ["hourly"] else " ".join(words)
    match = _EVERY.match(text)
    if not match:
        return None
    minutes = int(match[1]) * (60 if match[2].startswith("hour") else 1)
    if not minutes or (24 * 60) % minutes:
        raise SettingsError(
            f'"{text}": the day must divide evenly; use for example 15 or 30 minutes, 1, 2, 3 or 6 hours.'
        )
    times = tuple(time(m // 60, m % 60) for m in range(0, 24 * 60, minutes))
    return lambda zone, said: Rhythm(rule=said, zone=zone, times=times, every_instant=minutes <= 60)


def _calendar(words: list[str]) -> Made | None:
    match = _TIME.match(words[-1]) if words else None
    if not match:
        return None
    days = _days(words[:-1])
    at = time(int(match[1]), int(match[2]))
    return (lambda zone, said: Rhythm(rule=said, zone=zone, times=(at,), days=days)) if days is not None else None


def _days(words: list[str]) -> Days | None:
    if words in ([], ["daily"], ["every", "day"]):
        return Days()
    if words == ["weekdays"]:
        return Days(weekdays=frozenset(range(5)))
    if words == ["weekends"]:
        return Days(weekdays=frozenset((5, 6)))
    if words[0] == "monthly":
        return _monthly(words[1:])
    names = words[1:] if words[0] in ("weekly", "every") else words
    numbers = [_weekday(word) for word in names if word != "and"]
    return Days(weekdays=frozenset(n for n in numbers if n is not None)) if numbers and None not in numbers else None


def _monthly(words: list[str]) -> Days | None:
    if len(words) == 1 and words[0].isdigit() and 1 <= int(words[0]) <= 31:
        return Days(day_of_month=int(words[0]))
    if words in (["last"], ["last", "day"]):
        return Days(day_of_month=31)
    if len(words) == 2 and words[0] in ORDINALS and (weekday := _weekday(words[1])) is not None:
        return Days(weekdays=frozenset((weekday,)), week_of_month=ORDINALS[words[0]])
    return None


def _weekday(word: str) -> int | None:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, (short, long) in enumerate(zip(WEEKDAYS, full, strict=True)):
        if word in (short, long, long + "s"):
            return number
    return None
