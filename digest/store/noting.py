"""Marks and results of claimed letters. Every write is fenced by the lease that claimed the row.

These are plain functions over a connection, for the pen that writes while letters leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    Update,
    any_,
    bindparam,
    literal_column,
    or_,
    select,
    update,
)

from digest.model import DeliveryState
from digest.store.batch import Batch
from digest.store.bulk import Bulk, Given, as_value, in_postgresql
from digest.store.outbox import AT_ONCE, SENDING
from digest.store.rows import UNCLEAR, UNDER_WAY
from digest.store.tables import deliveries
from subscribers import micros

# Said so that no index fits: rows whose ids are given are found by these, not by reading all that is under way.
HELD_UNDER: ColumnElement[int] = literal_column("+deliveries.lease")
STANDS: ColumnElement[str] = literal_column("deliveries.state || ''")


class Result(NamedTuple):
    """What became of one claimed delivery. ``counted`` False: the attempt was not the reader's side's fault.

    ``doubts`` 1: nobody knows whether it was accepted, whatever the policy made of it.
    """

    delivery_id: int
    state: DeliveryState
    not_before: datetime | None = None
    code: int = 0
    enhanced: str = ""
    text: str = ""
    counted: bool = True
    crashes: int = 0
    doubts: int = 0


def _marking(*meant: ColumnElement[bool]) -> Update:
    return update(deliveries).where(*meant, *_ours(UNDER_WAY)).values(data_started=bindparam("at"))


def _settling(given: Given) -> Update:
    return (
        update(deliveries)
        .where(*given.meant(deliveries.c.id), *_ours(UNDER_WAY, UNCLEAR))
        .values(
            state=bindparam("new_state"),
            not_before=bindparam("new_not_before"),
            attempts=deliveries.c.attempts - bindparam("uncounted"),
            crashes=deliveries.c.crashes + bindparam("new_crashes"),
            doubts=deliveries.c.doubts + bindparam("new_doubts"),
            code=bindparam("new_code"),
            enhanced=bindparam("new_enhanced"),
            text=given.cell(1, Text()),
            settled=bindparam("at"),
            lease=literal_column("0"),
        )
    )


def _ours(*states: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
    return bindparam("holder") == HELD_UNDER, or_(*(state == STANDS for state in states))


_MARK, _SETTLE = Bulk(lambda given: _marking(*given.meant(deliveries.c.id))), Bulk(_settling)


def _noting() -> Batch:
    settled = _settling(in_postgresql()).returning(deliveries.c.id).cte("settled")
    marks = deliveries.c.id == any_(bindparam("marks", type_=ARRAY(BigInteger)))
    marked = _marking(marks).returning(deliveries.c.id).cte("marked")
    return Batch(select(marked.c.id).add_cte(settled))


_NOTE = _noting()


def mark_data_started(tx: Connection, delivery_ids: Sequence[int], *, lease: int, now: datetime) -> set[int]:
    """Write down that the message leaves. Returns those that are still ours: no other may be sent."""
    if not delivery_ids:
        return set()
    if _MARK.run(tx, [(which,) for which in delivery_ids], holder=lease, at=micros(now)) == len(delivery_ids):
        return set(delivery_ids)
    ours = select(deliveries.c.id).where(
        deliveries.c.id.in_(delivery_ids), deliveries.c.lease == lease, deliveries.c.state == SENDING
    )
    return set(tx.execute(ours).scalars())


def note(
    connection: Connection, marks: Sequence[int], results: Sequence[Result], *, lease: int, now: datetime
) -> set[int]:
    """Write results and marks down, in a transaction of their own. Returns the marks that are still ours.

    With PostgreSQL that is one statement wherever the results are alike: each answer that is waited for costs a group
    more than its rows do.
    """
    alike = _alike(results) if connection.dialect.name == "postgresql" else {}
    if len(alike) == 1 and not {result.delivery_id for result in results}.intersection(marks):
        ((what, rows),) = alike.items()
        values = {"holder": lease, "at": micros(now), "marks": marks, **_shared(what), **as_value(rows)}
        return {which for (which,) in _NOTE.rows(connection, values)}
    with connection.begin():
        settle(connection, results, lease=lease, now=now)
        return mark_data_started(connection, marks, lease=lease, now=now)


def settle(tx: Connection, results: Iterable[Result], *, lease: int, now: datetime) -> None:
    """Write down what became of claimed deliveries; doing it twice is doing it once.

    A row that was rescued into doubt while its process was stopped still knows the lease, so its true owner may
    settle it; a row that somebody else claimed since does not, and is left alone.
    """
    for what, rows in _alike(results).items():
        _SETTLE.run(tx, rows, holder=lease, at=micros(now), **_shared(what))


def _alike(results: Iterable[Result]) -> dict[Result, list[tuple[int, str]]]:
    """The ids and words of results that have all else in common."""
    alike: dict[Result, list[tuple[int, str]]] = {}
    for result in results:
        alike.setdefault(result._replace(delivery_id=0, text=""), []).append((result.delivery_id, result.text[:500]))
    return alike


def _shared(what: Result) -> dict[str, Any]:
    return {
        "new_state": what.state.value,
        "new_not_before": micros(what.not_before or AT_ONCE),
        "uncounted": 0 if what.counted else 1,
        "new_crashes": what.crashes,
        "new_doubts": what.doubts,
        "new_code": what.code,
        "new_enhanced": what.enhanced,
    }
