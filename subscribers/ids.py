"""Ids: 63-bit integers that sort by the second they were made in.

``(seconds since 2020-01-01) << 32 | 32 random bits``. Many things are made for one moment (``now`` is passed in, and a
round or an import has one), so the random bits must keep thousands of them apart: a table that grows by a row for each
reader or article lets the database count instead, and a long import counts up from one id.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
RANDOM_BITS = 32


def new_id(now: datetime) -> int:
    """One new id for the moment ``now`` (aware)."""
    seconds = max(0, (now - EPOCH) // timedelta(seconds=1))
    return (seconds << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)


def ids_from(now: datetime) -> Iterator[int]:
    """As many ids as are wanted, ascending, for a job that began at ``now`` and makes a great many."""
    return count(new_id(now))
