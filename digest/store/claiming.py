"""Claiming: letters leave the outbox, with the name of whoever carries them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, func, select, tuple_, type_coerce, update

from digest.model import Delivery, DeliveryState
from digest.store import company
from digest.store.batch import Batch, Row
from digest.store.outbox import CLAIMED, LOST, MOST_CRASHES, SECOND, SENDING
from digest.store.rows import QUEUED
from digest.store.tables import deliveries, errands
from subscribers import micros, moment_of

MOST_NAMED = 32  # domains in one claim

_PLACE = (deliveries.c.not_before, deliveries.c.id)  # in the queue
_STEPS = len(company.SIZES) + MOST_CRASHES
_LOST = type_coerce(deliveries.c.not_before, BigInteger).between(micros(LOST), micros(LOST) + _STEPS * SECOND)
_NAMED: list[ColumnElement[str]] = [bindparam(f"domain_{number}") for number in range(MOST_NAMED)]
_DUE = (
    deliveries.c.errand_id
    == select(errands.c.id).where(errands.c.id == bindparam("errand"), errands.c.state == "open").scalar_subquery(),
    deliveries.c.state == QUEUED,
    deliveries.c.not_before <= bindparam("upto"),
)
_FIRST_LOST = Batch(select(func.min(deliveries.c.not_before)).where(*_DUE, _LOST))


def _claiming(*which: ColumnElement[bool]) -> Batch:
    due = (
        select(deliveries.c.id)
        .where(*_DUE, *which)
        .order_by(*_PLACE)
        .limit(bindparam("at_most"))
        .with_for_update(skip_locked=True)
    )
    return Batch(
        update(deliveries)
        .where(deliveries.c.id.in_(due))
        .values(state=SENDING, attempts=deliveries.c.attempts + 1, lease=bindparam("holder"), data_started=None)
        .returning(*(deliveries.c[name] for name in (*CLAIMED, "not_before")))
    )


_CLAIM, _CLAIM_LOST = _claiming(~_LOST), _claiming(deliveries.c.not_before == bindparam("place"))
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
    these: Collection[str] = (),
    others: Collection[str] = (),
    past: Delivery | None = None,
) -> list[Delivery]:
    """Take up to ``limit`` deliveries of an open errand that are due at ``upto``, the longest waiting first.

    One statement for both databases; PostgreSQL skips rows that another process is taking. None of them was lost with
    its process. With ``these`` only those to up to 32 domains; with ``others`` only those to none of so many, and only
    those that stand behind one that was claimed so (``past``): a million that are passed over are not looked at again
    with each claim.
    """
    values: Row = {"errand": errand_id, "at_most": limit, "holder": lease, "upto": micros(upto)}
    if these or others:
        values = {**values, **_names(these or others), **_place_of(past)}
    statement = _CLAIM_THESE if these else _CLAIM_OTHERS if others else _CLAIM
    return _taken(tx, statement, values, placed=bool(others))


def claim_lost(tx: Connection, *, errand_id: int, lease: int, upto: datetime) -> list[Delivery]:
    """Take a company of those that were lost with their process, the least suspected first.

    None of them may be in hand with others that were lost: whoever takes the process down shall be found.
    """
    values = {"errand": errand_id, "holder": lease, "upto": micros(upto)}
    ((place,),) = _FIRST_LOST.rows(tx, values)
    if place is None:
        return []
    most = company.size((place - micros(LOST)) // SECOND)
    return _taken(tx, _CLAIM_LOST, {**values, "place": place, "at_most": most})


def _taken(tx: Connection, statement: Batch, values: Row, *, placed: bool = False) -> list[Delivery]:
    return [
        Delivery(
            id=which,
            errand_id=values["errand"],
            recipient_id=recipient_id,
            state=DeliveryState.SENDING,
            attempts=attempts,
            crashes=crashes,
            doubts=doubts,
            not_before=moment_of(due) if placed else None,
            domain=domain,
            variant=variant,
            lease=values["holder"],
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
