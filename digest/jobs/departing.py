"""When letters leave: at once, or when the hour comes that their readers asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import subscribers
from digest import cadence
from digest.jobs.narrowing import segment_of, tree_of
from digest.model import Newsletter
from digest.newsroom import Newsroom

MOST_PLACES = 4096  # pairs of hour and zone that are reckoned once

When = Callable[[int | None, str], datetime | None]
Departures = Sequence[tuple[datetime, int]]  # when, and how many letters
Hours = Mapping[tuple[int | None, str], int]  # (hour, zone): readers


def leaving(newsletter: Newsletter, *, made: datetime, closes: datetime | None = None) -> When:
    """What says when a reader's letter of an issue made then may leave, by hour and zone; None: at once.

    A letter whose hour would come only after the issue ``closes`` does not wait for it.
    """

    @lru_cache(MOST_PLACES)
    def when(hour: int | None, zone: str) -> datetime | None:
        if hour is None:
            return None
        try:
            moment = cadence.in_their_hour(hour, zone or newsletter.zone, made=made)
        except ValueError:  # a zone that was taken out of the world's list
            moment = cadence.in_their_hour(hour, newsletter.zone, made=made)
        too_late = closes is not None and moment >= closes
        return None if too_late or moment <= made else moment

    return when


def departures(newsletter: Newsletter, hours: Hours, *, made: datetime) -> Departures:
    """How many letters of an issue made then leave when, the first moment first."""
    closes = made + newsletter.finish_by if newsletter.finish_by else None
    when = leaving(newsletter, made=made, closes=closes)
    found: Counter[datetime] = Counter()
    for (hour, zone), readers in hours.items():
        found[when(hour, zone) or made] += readers
    return sorted(found.items())


async def hours_of(
    newsroom: Newsroom, newsletter: Newsletter, *, rhythm: str, now: datetime, segment: str = ""
) -> Hours:
    """Which hours the readers of a rhythm ("": of all of them) asked for, without those who are left alone now.

    ``segment`` narrows them, and so does what the newsletter says.

    Raises:
        SettingsError: the segment cannot be understood.
    """
    async with newsroom.reading() as tx:
        words = await segment_of(tx, newsletter, segment, now=now)
        return await subscribers.hours(tx, newsletter.id, cadence=rhythm, now=now, within=tree_of(words, now=now))
