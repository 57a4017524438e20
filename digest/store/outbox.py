"""The outbox: claim, give back, decide. What happens to what was claimed is written by ``noting.py``.

The picture of a delivery's states is in ``docs/states.md``; the steps between them are here and there. These are plain
functions over a connection, for the pen that writes while letters leave; elsewhere ``await tx.run_sync(outbox.claim,
…)``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from digest.model import Delivery, DeliveryState
from digest.store.batch import Batch
from digest.store.tables import deliveries, errands
from subscribers import micros, moment_of

SECOND = 1_000_000  # as ``micros`` counts
MOST_CRASHES = 3  # a letter that took its process down this often is parked
MOST_NAMED = 32  # domains in one claim
MOST_DOUBTS = 5  # a letter that was in doubt this often is sent again by no policy, only by a person

# Letters that wait for nobody's hour are due in any clock's opinion: one that is set back must not stop a send.
CANARIES = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = CANARIES + timedelta(seconds=1)
# What was lost with its process comes behind the others and is carried alone, those last that were alone when it ended:
# a letter that takes its process down can take no other with it then, and nobody else is blamed for it.
LOST = AT_ONCE + timedelta(seconds=1)

IN_DOUBT, PARKED, SENT = DeliveryState.IN_DOUBT.value, DeliveryState.PARKED.value, DeliveryState.SENT.value
SENDING = DeliveryState.SENDING.value
# Said aloud, not bound: only so may a database use the index over nothing but what is queued.
QUEUED: ColumnElement[str] = literal_column("'queued'")
UNDER_WAY: ColumnElement[str] = literal_column("'sending'")
UNCLEAR: ColumnElement[str] = literal_column("'in_doubt'")

_CLAIMED = ("id", "recipient_id", "attempts", "crashes", "doubts", "domain", "variant", "address")
_PLACE = (deliveries.c.not_before, deliveries.c.id)  # in the queue
_LOST = type_coerce(deliveries.c.not_before, BigInteger).between(micros(LOST), micros(LOST) + MOST_CRASHES * SECOND)
_NAMED: list[ColumnElement[str]] = [bindparam(f"domain_{number}") for number in range(MOST_NAMED)]


def _claiming(*which: ColumnElement[bool]) -> Batch:
    due = (
        select(deliveries.c.id)
        .where(
            deliveries.c.errand_id
            == select(errands.c.id)
            .where(errands.c.id == bindparam("errand"), errands.c.state == "open")
            .scalar_subquery(),
            deliveries.c.state == QUEUED,
            deliveries.c.not_before <= bindparam("upto"),
            *which,
        )
        .order_by(*_PLACE)
        .limit(bindparam("at_most"))
        .with_for_update(skip_locked=True)
    )
    return Batch(
        update(deliveries)
        .where(deliveries.c.id.in_(due))
        .values(state=SENDING, attempts=deliveries.c.attempts + 1, lease=bindparam("holder"), data_started=None)
        .returning(*(deliveries.c[name] for name in (*_CLAIMED, "not_before")))
    )


_CLAIM, _CLAIM_LOST = _claiming(~_LOST), _claiming(_LOST)
_CLAIM_THESE = _claiming(~_LOST, deliveries.c.domain.in_(_NAMED))
_CLAIM_OTHERS = _claiming(
    ~_LOST, deliveries.c.domain.not_in(_NAMED), tuple_(*_PLACE) > tuple_(bindparam("past"), bindparam("past_id"))
)


def claim(
    tx: Connection,
    *,
    errand_id: int,
    limit: int,
    lease: int,
    upto: datetime,
    lost: bool = False,
    these: Collection[str] = (),
    others: Collection[str] = (),
    past: Delivery | None = None,
) -> list[Delivery]:
    """Take up to ``limit`` deliveries of an open errand that are due at ``upto``, the longest waiting first.

    One statement for both databases; PostgreSQL skips rows that another process is taking. With ``lost`` those that
    were lost with their process, which are to be carried one at a time; without it only others. With ``these`` only
    those to up to 32 domains; with ``others`` only those to none of so many, and only those that stand behind one that
    was claimed so (``past``): a million that are passed over are not looked at again with each claim.
    """
    values: dict[str, int | str] = {"errand": errand_id, "at_most": limit, "holder": lease, "upto": micros(upto)}
    if these or others:
        values |= {**_names(these or others), **_place_of(past)}
    statement = _CLAIM_LOST if lost else _CLAIM_THESE if these else _CLAIM_OTHERS if others else _CLAIM
    return [
        Delivery(
            id=which,
            errand_id=errand_id,
            recipient_id=recipient_id,
            state=DeliveryState.SENDING,
            attempts=attempts,
            crashes=crashes,
            doubts=doubts,
            not_before=moment_of(due) if others else None,
            domain=domain,
            variant=variant,
            lease=lease,
            address=address,
        )
        for which, recipient_id, attempts, crashes, doubts, domain, variant, address, due in statement.rows(tx, values)
    ]


def _names(domains: Collection[str]) -> dict[str, str]:
    """As many as a statement names; fewer are named several times."""
    names = [*domains]
    return {f"domain_{number}": names[min(number, len(names) - 1)] for number in range(MOST_NAMED)}


def _place_of(past: Delivery | None) -> dict[str, int]:
    if past is None or past.not_before is None:
        return {"past": 0, "past_id": 0}
    return {"past": micros(past.not_before), "past_id": past.id}


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
    after: int = 0,
    limit: int = 1000,
) -> list[Delivery]:
    """A page of the letters of which nobody knows whether they were accepted, by ascending id beyond ``after``.

    With ``ever``, of those too of which somebody or the policy has decided since; with ``assumed``, of those that the
    policy counts as sent.
    """
    doubted = deliveries.c.doubts > 0 if ever else _unknown(assumed=assumed)
    query = (
        select(*(deliveries.c[name] for name in (*_CLAIMED, "state", "lease", "text")))
        .where(deliveries.c.errand_id == errand_id, doubted, deliveries.c.id > after)
        .order_by(deliveries.c.id)
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
    first = (deliveries.c.state == QUEUED) & (deliveries.c.not_before <= CANARIES)
    under_way = deliveries.c.state == SENDING
    query = select(func.count()).where(deliveries.c.errand_id == errand_id, or_(first, under_way))
    return int(tx.execute(query).scalar_one())
