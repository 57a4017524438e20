"""Small mails that are still to be written. Written, they are errands; what becomes of them is the outbox's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from digest.model import ErrandKind, ErrandState, MailKind, SmallMail
from digest.store.engine import Tx
from digest.store.tables import deliveries, errands, mails
from subscribers import SetAside, aside_in, is_due, put_aside, put_off

PAGE = 50
OVER = (ErrandState.DONE.value, ErrandState.CANCELLED.value)


async def put(tx: Tx, mail: SmallMail) -> None:
    """Remember that a mail is to be written."""
    values = {name: getattr(mail, name) for name in _PLAIN}
    await tx.execute(insert(mails).values(kind=mail.kind.value, newsletters=list(mail.newsletters), **values))


async def waiting(tx: Tx, *, now: datetime, limit: int = PAGE) -> list[int]:
    """The oldest mails that are to be written and not set aside; whoever has written one drops it, and only one can.

    Their ids only: one that cannot even be read shall not be in the way of the others.
    """
    query = select(mails.c.id).where(is_due(mails, now)).order_by(mails.c.id).limit(limit)
    return list((await tx.execute(query)).scalars())


async def find(tx: Tx, mail_id: int) -> SmallMail | None:
    """A mail that is to be written; None if somebody else has written it."""
    row = (await tx.execute(select(mails).where(mails.c.id == mail_id))).one_or_none()
    return _read(row) if row else None


async def set_aside(tx: Tx, mail_id: int, why: str, *, now: datetime, own_fault: bool = True) -> None:
    """It could not be written; it is tried again later, and, if that is its ``own_fault``, a few times only."""
    await (put_aside if own_fault else put_off)(tx, mails, mail_id, why, now=now)


async def aside(tx: Tx, *, limit: int = PAGE) -> Sequence[SetAside]:
    """Mails that could not be written, and why."""
    return await aside_in(tx, mails, limit=limit)


async def drop(tx: Tx, mail_id: int) -> bool:
    """It is written, or nobody wants it any more. Returns whether it was still there: else somebody else has it."""
    done = await tx.execute(delete(mails).where(mails.c.id == mail_id))
    return done.rowcount == 1


async def resume_all(tx: Tx, *, before: datetime, now: datetime) -> int:
    """Let mails go on that were paused because a relay refused us, and that nobody tried since ``before``."""
    paused = (errands.c.kind == ErrandKind.MAIL.value, errands.c.state == ErrandState.PAUSED.value)
    done = await tx.execute(
        update(errands)
        .where(*paused, func.coalesce(errands.c.active, errands.c.made) <= before)
        .values(state=ErrandState.OPEN.value, reason="", active=now)
    )
    return done.rowcount


async def prune(tx: Tx, *, before: datetime, limit: int = 500) -> int:
    """Throw out mails that were over before this moment: no accounts are kept of them. Returns how many.

    Those that nobody could write by then are among them.
    """
    await tx.execute(delete(mails).where(mails.c.made < before, mails.c.trouble != ""))
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
