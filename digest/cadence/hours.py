"""The hour a reader asked for, in the reader's own zone (requirement T-02)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest.cadence.rhythm import Rhythm, occurrences

AN_HOUR = timedelta(hours=1)
FARTHEST_HOUR = timedelta(days=3)  # some places have skipped a whole day


def in_their_hour(hour: int, zone: str, *, made: datetime) -> datetime:
    """When something made at ``made`` is for somebody who asked for this hour (0 to 23): at once, if it is that hour.

    An hour that clocks skip is the moment they go on; one that comes twice is the first.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        where = ZoneInfo(zone)
    except (KeyError, OSError) as fault:
        raise ValueError(f"There is no time zone {zone!r}.") from fault
    rhythm = Rhythm(rule=f"at {hour}", zone=where, times=(time(hour),))
    moment = next(occurrences(rhythm, after=made - AN_HOUR, until=made + FARTHEST_HOUR))
    return max(moment.at, made.astimezone(UTC))
