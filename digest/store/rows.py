"""How the rows of an errand are said, so that a database walks them by the index that is meant.

SQLite keeps no figures of what lies where: of two indexes over an errand it takes any, and by the one over hashed
addresses it reads the rows of a million readers in no order, which takes six times as long.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column

from digest.store.tables import deliveries

# Said aloud, not bound: only so may a database use the index over nothing but what is queued or under way.
QUEUED: ColumnElement[str] = literal_column("'queued'")
UNDER_WAY: ColumnElement[str] = literal_column("'sending'")
UNCLEAR: ColumnElement[str] = literal_column("'in_doubt'")

BEFORE_ALL = -(2**63)  # no reader's id

# Said so that no index fits: what is under way is a few rows of all errands, and has an index of its own.
_ERRAND: ColumnElement[int] = literal_column("+deliveries.errand_id")


def of(errand_id: int, *, after: int = BEFORE_ALL) -> ColumnElement[bool]:
    """Whether a row is of an errand, and of a reader beyond ``after``; walked by reader, as they were written."""
    return and_(deliveries.c.errand_id == errand_id, deliveries.c.recipient_id > after)


def queued_of(errand_id: Any) -> ColumnElement[bool]:
    """Whether a row is queued, and of an errand."""
    return and_(deliveries.c.errand_id == errand_id, deliveries.c.state == QUEUED)


def under_way_of(errand_id: Any) -> ColumnElement[bool]:
    """Whether a row is under way, and of an errand."""
    return and_(deliveries.c.state == UNDER_WAY, errand_id == _ERRAND)
