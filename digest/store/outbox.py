"""The outbox: give back, decide. Letters leave it by ``claiming.py``; what happens to them then, ``noting.py`` writes.

The picture of a delivery's states is in ``docs/states.md``; the steps between them are here and there. These are plain
functions over a connection, for the pen that writes while letters leave; elsewhere ``await tx.run_sync(outbox.decide,
…)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from digest.model import Delivery, DeliveryState
from digest.store.rows import BEFORE_ALL, UNDER_WAY, of, queued_of, under_way_of
from digest.store.tables import deliveries

SECOND = 1_000_000  # as ``micros`` counts
MOST_CRASHES = 3  # a letter that took its process down this often is parked
MOST_DOUBTS = 5  # a letter that was in doubt this often is sent again by no policy, only by a person

# Letters that wait for nobody's hour are due in any clock's opinion: one that is set back must not stop a send.
CANARIES = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = CANARIES + timedelta(seconds=1)
# What was lost with its process comes behind the others, in ever smaller companies (``company.py``).
LOST = AT_ONCE + timedelta(seconds=1)

IN_DOUBT, PARKED, SENT = DeliveryState.IN_DOUBT.value, DeliveryState.PARKED.value, DeliveryState.SENT.value
SENDING = DeliveryState.SENDING.value

CLAIMED = ("id", "recipient_id", "attempts", "crashes", "doubts", "domain", "variant", "address")


def release(tx: Connection, *, lease: int, keep: Sequence[int] = (), not_before: datetime | None = None) -> None:
    """Give back what was claimed and not begun, but what is still in hand; it counts as no attempt.

    With ``not_before`` it is due again only then.
    """
    statement = update(deliveries).where(
        deliveries.c.lease == lease, deliveries.c.state == SENDING, deliveries.c.data_started.is_(None)
    )
    if keep:
        statement = statement.where(deliveries.c.id.not_in(keep))
    values: dict[str, Any] = {"state": DeliveryState.QUEUED.value, "attempts": deliveries.c.attempts - 1, "lease": 0}
    tx.execute(statement.values(values | ({"not_before": not_before} if not_before else {})))


def in_doubt(
    tx: Connection,
    errand_id: int,
    *,
    ever: bool = False,
    assumed: bool = False,
    after: int = BEFORE_ALL,
    limit: int = 1000,
) -> list[Delivery]:
    """A page of the letters of which nobody knows whether they were accepted, by ascending reader beyond ``after``.

    With ``ever``, of those too of which somebody or the policy has decided since; with ``assumed``, of those that the
    policy counts as sent.
    """
    doubted = deliveries.c.doubts > 0 if ever else _unknown(assumed=assumed)
    query = (
        select(*(deliveries.c[name] for name in (*CLAIMED, "state", "lease", "text")))
        .where(of(errand_id, after=after), doubted)
        .order_by(deliveries.c.recipient_id)
        .limit(limit)
    )
    return [
        Delivery(errand_id=errand_id, **{**row, "state": DeliveryState(row["state"])})
        for row in tx.execute(query).mappings()
    ]


def decide(
    tx: Connection,
    delivery_ids: Sequence[int],
    state: DeliveryState,
    *,
    why: str,
    assumed: bool = False,
    now: datetime,
) -> int:
    """Somebody found out, or decided, about letters in doubt. Returns how many still were.

    With ``assumed``, also about those that the policy counts as sent; nobody doubts of them any more.
    """
    values = {"state": state.value, "not_before": AT_ONCE, "text": why[:500], "settled": now, "lease": 0}
    done = tx.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(delivery_ids), _unknown(assumed=assumed))
        .values(values | ({"doubts": 0} if assumed else {}))
    )
    return done.rowcount


def _unknown(*, assumed: bool) -> ColumnElement[bool]:
    doubted = deliveries.c.state == IN_DOUBT
    return or_(doubted, and_(deliveries.c.state == SENT, deliveries.c.doubts > 0)) if assumed else doubted


def leases(tx: Connection) -> list[int]:
    """The leases under which letters are under way."""
    query = select(deliveries.c.lease).where(deliveries.c.state == UNDER_WAY).distinct()
    return list(tx.execute(query).scalars())


def canaries_left(tx: Connection, errand_id: int) -> int:
    """How many of an errand's first letters have no answer yet."""
    number = select(func.count())
    first = number.where(queued_of(errand_id), deliveries.c.not_before <= CANARIES)
    return sum(int(tx.execute(query).scalar_one()) for query in (first, number.where(under_way_of(errand_id))))
