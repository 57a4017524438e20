"""When a deferred letter is tried again, and when to give up. Pure."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(minutes=7, seconds=30)
LONGEST_PAUSE = timedelta(hours=4)
HORIZON = timedelta(hours=48)  # a digest two days late is no news; RFC 5321 §4.5.4.1 has 4 to 5 days for post
JITTER = 0.2
LONGEST_WAIT = LONGEST_PAUSE * (1 + JITTER)  # of a letter that was deferred; servers' wishes are cut to less


def next_try(
    attempts: int,
    *,
    since: datetime,
    now: datetime,
    rng: random.Random,
    wait: float | None = None,
    horizon: timedelta = HORIZON,
) -> datetime | None:
    """The moment of the next try after ``attempts`` of them, or None to give up.

    The pause doubles from 7.5 minutes to 4 hours, with jitter; a server's own wish (``wait``, seconds) is obeyed.
    ``since`` is when the errand began: after ``horizon`` nobody waits for it any more.
    """
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 10))
    pause *= 1 + rng.uniform(-JITTER, JITTER)
    if wait is not None:
        pause = max(pause, timedelta(seconds=wait))
    moment = now + pause
    return moment if moment - since <= horizon else None
