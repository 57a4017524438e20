"""Ids: 63-bit integers that sort by the time they were made.

``(milliseconds since 2020-01-01) << 22 | 22 random bits``. A block is made by counting up from
such a number; a million ids reach a quarter of a millisecond into the future. Two processes
that meet in the same millisecond are kept apart by the random bits, and in the end by the
database's primary key.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
RANDOM_BITS = 22


def new_id(now: datetime) -> int:
    """One new id for the moment ``now`` (aware)."""
    return new_ids(now, 1).start


def new_ids(now: datetime, count: int) -> range:
    """``count`` new ids, ascending, for the moment ``now`` (aware)."""
    milliseconds = max(0, (now - EPOCH) // timedelta(milliseconds=1))
    start = (milliseconds << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
    return range(start, start + count)
