"""What was lost: letters whose process is gone, that a set clock put off, or whose issue was cancelled meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Delete,
    Update,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from digest.model import DeliveryState, ErrandState, InDoubtPolicy
from digest.store import company
from digest.store.outbox import IN_DOUBT, LOST, MOST_CRASHES, MOST_DOUBTS, PARKED, SECOND, SENDING, SENT
from digest.store.rows import QUEUED, queued_of
from digest.store.tables import deliveries, errands, issue_articles
from subscribers import micros


def rescue(tx: Connection, *, dead: Sequence[int], now: datetime) -> int:
    """Take back the rows of leases whose holders are gone.

    Without the mark nothing was sent: queued again, behind the others and in a smaller company than they were in. With
    it nobody knows: in doubt, or what the errand's policy says. A row that was alone in hand three times when its
    process ended is parked. Returns how many rows moved.
    """
    return sum(_rescue(tx, lease, now) for lease in dead)


def _rescue(tx: Connection, lease: int, now: datetime) -> int:
    lost = (deliveries.c.state == SENDING, deliveries.c.lease == lease)
    number = tx.execute(select(func.count()).where(*lost)).scalar_one()
    alone = number == 1
    crashed = deliveries.c.crashes + int(alone)
    behind = literal(micros(LOST), BigInteger) + (company.after(number) + crashed) * SECOND
    unmarked = deliveries.c.data_started.is_(None)
    parked = tx.execute(
        update(deliveries)
        .where(*lost, crashed >= MOST_CRASHES, unmarked, literal(alone))
        .values(state=PARKED, crashes=crashed, settled=now, text="Its process ended three times while it had it.")
    )
    again = tx.execute(
        update(deliveries)
        .where(*lost, unmarked)
        .values(state=DeliveryState.QUEUED.value, crashes=crashed, not_before=behind, lease=0)
    )
    return parked.rowcount + again.rowcount + _doubt(tx, lost, {"crashes": crashed, "not_before": behind}, now)


def _doubt(
    tx: Connection, lost: tuple[ColumnElement[bool], ...], again: dict[str, ColumnElement[int]], now: datetime
) -> int:
    """What had its mark when its process ended."""
    policy = select(errands.c.in_doubt).where(errands.c.id == deliveries.c.errand_id).scalar_subquery()
    doubts = deliveries.c.doubts + 1
    after = case(
        ((policy == InDoubtPolicy.RESEND.value) & (doubts < MOST_DOUBTS), DeliveryState.QUEUED.value),
        (policy == InDoubtPolicy.ASSUME_SENT.value, SENT),
        else_=IN_DOUBT,
    )
    words = "Its process ended before the answer."
    return tx.execute(
        update(deliveries).where(*lost).values(**again, state=after, doubts=doubts, settled=now, text=words)
    ).rowcount


def hasten(tx: Connection, *, deferred: datetime, any_hour: datetime, now: datetime) -> None:
    """Let what waits longer than anything is made to wait be due: a clock was set back since.

    No letter that was tried already waits beyond ``deferred``, and none for its reader's hour beyond ``any_hour``.
    """
    going = select(errands.c.id).where(errands.c.state.in_(("open", "paused")))
    too_long = or_(
        deliveries.c.not_before > any_hour, (deliveries.c.attempts > 0) & (deliveries.c.not_before > deferred)
    )
    tx.execute(
        update(deliveries)
        .where(deliveries.c.errand_id.in_(going), deliveries.c.state == QUEUED, too_long)
        .values(not_before=now)
    )


def leave_out(tx: Connection, *, now: datetime) -> int:
    """Exclude what came back to the queue after its errand was cancelled: nobody carries it any more.

    That is what was in hand at that moment, what a server deferred since, and doubts that were decided. Returns how
    many letters.
    """
    # By errand, for the index over what is queued: rows of a million readers are not read one by one.
    letter = exists().where(queued_of(errands.c.id))
    cancelled = select(errands.c.id, errands.c.reason).where(errands.c.state == ErrandState.CANCELLED.value, letter)
    number = 0
    for which, why in tx.execute(cancelled).all():
        number += tx.execute(ended(which, DeliveryState.EXCLUDED, why, now)).rowcount
        tx.execute(untold(which))
    return number


def ended(errand_id: int, state: DeliveryState, reason: str, now: datetime) -> Update:
    """The end of all that is queued of an errand."""
    # What a server said earlier is not why: nobody shall take it for a bounce.
    values = {"state": state.value, "code": 0, "enhanced": "", "text": reason, "settled": now}
    return update(deliveries).where(queued_of(errand_id)).values(values)


def untold(errand_id: int) -> Delete:
    """What an issue told is owed again, where nobody got it nor may get it yet: an undone issue told nothing."""
    perhaps = deliveries.c.state.in_((SENDING, SENT, IN_DOUBT))
    somebody = exists().where(deliveries.c.errand_id == errand_id, perhaps)
    return delete(issue_articles).where(issue_articles.c.issue_id == errand_id, ~somebody)
