"""A rhythm's moments: local wall times, mapped to instants day by day.

A wall time that does not exist (clocks go forward) runs once, at the next valid instant of the
same local day; one that exists twice (clocks go back) runs once, at the first. A day that a
place skipped whole (Apia, 2011-12-30) has no moments. The *key* of a slot is its wall time as the
rule says it, so it stays the same when a government changes the zone's rules under it.

Rhythms of an hour or less run at every instant instead: in a doubled hour readers of "every 15
minutes" expect to be served in both; the second pass carries its UTC offset in the key.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim

from digest.model import Slot

FARTHEST = timedelta(days=366 * 5)  # a rule without any moment for so long (30 February) has none
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Which local days: weekdays (Monday is 0), a day of the month (31: the last), or the nth weekday of it."""

    weekdays: frozenset[int] = frozenset(range(7))
    day_of_month: int = 0
    week_of_month: int = 0  # 1 to 4, -1 the last, 0 every

    def include(self, day: date) -> bool:
        """Whether this is one of them."""
        length = calendar.monthrange(day.year, day.month)[1]
        if self.day_of_month:
            return day.day == min(self.day_of_month, length)
        if day.weekday() not in self.weekdays:
            return False
        if self.week_of_month == -1:
            return day.day > length - 7
        return self.week_of_month in (0, (day.day - 1) // 7 + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A rule that was understood. Either ``cron`` or ``times`` and ``days`` say when."""

    rule: str
    zone: ZoneInfo
    times: tuple[time, ...] = ()
    days: Days = Days()
    cron: str = ""
    every_instant: bool = False
    holidays: frozenset[date] = frozenset()  # local days without an issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One moment: the rule's wall time, the instant it means, and what the clocks did to it, in words."""

    wall: datetime  # naive: what the rule says
    at: datetime  # aware, UTC
    local: datetime  # aware, in the rhythm's zone: what the clock on the wall shows then
    note: str = ""
    key: str = ""


def occurrences(rhythm: Rhythm, *, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """The moments in (after, until], ascending, each once. Both ends are aware."""
    first = after.astimezone(rhythm.zone).date() - DAY
    last = until.astimezone(rhythm.zone).date() + DAY
    previous = after.astimezone(UTC)
    for found in _by_day(rhythm, first, last):
        if previous < found.at <= until:
            previous = found.at
            yield found


def _by_day(rhythm: Rhythm, first: date, last: date) -> Iterator[Occurrence]:
    day = first
    while day <= last:
        if day not in rhythm.holidays:
            moments = [moment for wall in _walls(rhythm, day) for moment in _instants(rhythm, wall)]
            yield from sorted(moments, key=lambda moment: moment.at)
        day += DAY


def _walls(rhythm: Rhythm, day: date) -> Iterator[datetime]:
    midnight = datetime.combine(day, time())
    if rhythm.cron:
        # Cron's own walk, on a calendar without clock changes; one minute back, as it looks strictly ahead.
        for wall in CronSim(rhythm.cron, midnight - timedelta(minutes=1)):
            if wall >= midnight + DAY:
                return
            yield wall
    elif rhythm.days.include(day):
        yield from (datetime.combine(day, at) for at in rhythm.times)


def _instants(rhythm: Rhythm, wall: datetime) -> list[Occurrence]:
    zone = rhythm.zone
    early = wall.replace(tzinfo=zone, fold=0)
    late = wall.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return [_occurrence(wall, early, "")]
    if _exists(wall, zone):
        first = _occurrence(wall, early, f"clock change: {wall:%H:%M} comes twice, this is the first")
        again = _occurrence(wall, late, f"clock change: {wall:%H:%M} for the second time", again=True)
        return [first, again] if rhythm.every_instant else [first]
    # In a gap, fold=0 reckons with the offset before it: the instant lies as far behind the gap as the wall
    # time lies in it. What is wanted is the gap's end, the next valid instant.
    end = _end_of_gap(wall, zone)
    if rhythm.every_instant or _is_skipped(wall.date(), end):
        return []
    return [_occurrence(wall, end, f"clock change: {wall:%H:%M} does not exist, runs at {end:%H:%M}")]


def _is_skipped(day: date, end: datetime) -> bool:
    """Whether nothing of a day exists, as of 30 December 2011 in Samoa; of others its last hour may not (Nuuk)."""
    before = (end.astimezone(UTC) - timedelta(minutes=1)).astimezone(end.tzinfo)
    return before.date() < day < end.date()


def _exists(wall: datetime, zone: ZoneInfo) -> bool:
    back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) == wall


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant whose wall time is not before ``wall``; zones change on whole minutes."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # reckoned with the later offset: before the gap
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)  # reckoned with the earlier one: behind it
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
        if middle in (before, after) and after - before <= timedelta(minutes=1):
            break
    return after.astimezone(zone)


def _occurrence(wall: datetime, local: datetime, note: str, *, again: bool = False) -> Occurrence:
    at = local.astimezone(UTC)
    key = f"{wall:%Y-%m-%dT%H:%M}" + (f"{local:%z}" if again else "")
    return Occurrence(wall=wall, at=at, local=at.astimezone(local.tzinfo), note=note, key=key)


def slots(rhythm: Rhythm, *, newsletter_id: int, cadence: str, after: datetime, until: datetime) -> Iterator[Slot]:
    """The slots of a newsletter's cadence in (after, until], each with the window it closes."""
    opens = last_before(rhythm, after)
    for moment in occurrences(rhythm, after=after, until=until):
        yield Slot(newsletter_id=newsletter_id, cadence=cadence, key=moment.key, at=moment.at, opens=opens)
        opens = moment.at


def upcoming(rhythm: Rhythm, *, now: datetime, count: int) -> list[Occurrence]:
    """The next moments after ``now``; fewer when the rule has no more within five years."""
    return list(islice(occurrences(rhythm, after=now, until=now + FARTHEST), count))


def last_before(rhythm: Rhythm, now: datetime) -> datetime | None:
    """The newest moment not after ``now``; None when there was none for five years."""
    for days in (2, 10, 40, 400, FARTHEST.days):
        found = list(occurrences(rhythm, after=now - timedelta(days=days), until=now))
        if found:
            return found[-1].at
    return None
