"""Small mails that are still to be written. Written, they are errands; what becomes of them is the outbox's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update

from digest.model import ErrandKind, ErrandState, MailKind, SmallMail
from digest.store.engine import Tx
from digest.store.tables import deliveries, errands, mails

PAGE = 50
OVER = (ErrandState.DONE.value, ErrandState.CANCELLED.value)


async def put(tx: Tx, mail: SmallMail) -> None:
    """Remember that a mail is to be written."""
    values = {name: getattr(mail, name) for name in _PLAIN}
    await tx.execute(insert(mails).values(kind=mail.kind.value, newsletters=list(mail.newsletters), **values))


async def waiting(tx: Tx, *, limit: int = PAGE) -> list[SmallMail]:
    """The oldest mails that are to be written; whoever has written one drops it, and only one can."""
    rows = await tx.execute(select(mails).order_by(mails.c.id).limit(limit))
    return [_read(row) for row in rows]


async def drop(tx: Tx, mail_id: int) -> bool:
    """It is written, or nobody wants it any more. Returns whether it was still there: else somebody else has it."""
    done = await tx.execute(delete(mails).where(mails.c.id == mail_id))
    return done.rowcount == 1


async def resume_all(tx: Tx, *, before: datetime, now: datetime) -> int:
    """Let mails go on that were paused because a relay refused us, and that nobody tried since ``before``."""
    paused = (errands.c.kind == ErrandKind.MAIL.value, errands.c.state == ErrandState.PAUSED.value)
    done = await tx.execute(
        update(errands)
        .where(*paused, or_(errands.c.active.is_(None), errands.c.active <= before))
        .values(state=ErrandState.OPEN.value, reason="", active=now)
    )
    return done.rowcount


async def prune(tx: Tx, *, before: datetime, limit: int = 500) -> int:
    """Throw out mails that were over before this moment: no accounts are kept of them. Returns how many."""
    old = select(errands.c.id).where(
        errands.c.kind == ErrandKind.MAIL.value, errands.c.state.in_(OVER), errands.c.made < before
    )
    return await _throw_out(tx, list((await tx.execute(old.limit(limit))).scalars()))


async def forget(tx: Tx, person_id: int) -> None:
    """Nothing is left of the mails that were written to somebody, nor of those that were to be."""
    await tx.execute(delete(mails).where(mails.c.person_id == person_id))
    theirs = (
        select(errands.c.id)
        .join(deliveries, deliveries.c.errand_id == errands.c.id)
        .where(errands.c.kind == ErrandKind.MAIL.value, deliveries.c.recipient_id == person_id)
    )
    await _throw_out(tx, list((await tx.execute(theirs)).scalars()))


async def _throw_out(tx: Tx, errand_ids: list[int]) -> int:
    await tx.execute(delete(deliveries).where(deliveries.c.errand_id.in_(errand_ids)))
    await tx.execute(delete(errands).where(errands.c.id.in_(errand_ids)))
    return len(errand_ids)


async def unsent(tx: Tx) -> int:
    """How many small mails are still to be written or sent."""
    going = (ErrandState.OPEN.value, ErrandState.PAUSED.value)
    queued = select(func.count()).where(errands.c.kind == ErrandKind.MAIL.value, errands.c.state.in_(going))
    unwritten = select(func.count()).select_from(mails)
    return int((await tx.execute(queued)).scalar_one()) + int((await tx.execute(unwritten)).scalar_one())


_PLAIN = ("id", "person_id", "subject_id", "address", "language", "made")


def _read(row: Row[Any]) -> SmallMail:
    values = {name: getattr(row, name) for name in _PLAIN}
    return SmallMail(kind=MailKind(row.kind), newsletters=tuple(row.newsletters), **values)
