"""Forgetting what was never confirmed: the request, and whoever it was about, if nothing else is known of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.erase import erase_rows
from subscribers.model import Standing
from subscribers.requests import PAGE
from subscribers.tables import memberships, requests

# A confirmation that bounced suppresses, and hides that nothing was confirmed.
UNCONFIRMED = or_(
    memberships.c.standing == Standing.PENDING.value,
    and_(
        memberships.c.standing == Standing.SUPPRESSED.value,
        memberships.c.before == Standing.PENDING.value,
    ),
)


async def lapse(tx: AsyncConnection, *, before: datetime, limit: int = PAGE) -> list[int]:
    """Forget requests about which the last mail was written before this moment, a page of them.

    Returns whoever is erased by it: people of whom nothing but such requests was known. No suppression stays of them:
    they said nothing, and somebody else may have given their address.
    """
    query = (
        select(requests.c.id, requests.c.person_id)
        .where(or_(requests.c.asked <= before, and_(requests.c.asked.is_(None), requests.c.at <= before)))
        .order_by(requests.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await tx.execute(query)).all()
    await tx.execute(delete(requests).where(requests.c.id.in_([row.id for row in rows])))
    people = sorted({row.person_id for row in rows if row.person_id is not None})
    return [person_id for person_id in people if await _forget_if_unconfirmed(tx, person_id)]


async def _forget_if_unconfirmed(tx: AsyncConnection, person_id: int) -> bool:
    mine = memberships.c.person_id == person_id
    if (await tx.execute(select(requests.c.id).where(requests.c.person_id == person_id).limit(1))).first():
        return False  # a younger request of theirs waits
    every = int((await tx.execute(select(func.count()).where(mine))).scalar_one())
    unconfirmed = int((await tx.execute(select(func.count()).where(mine, UNCONFIRMED))).scalar_one())
    if every != unconfirmed:
        await tx.execute(delete(memberships).where(mine, UNCONFIRMED))
        return False
    await erase_rows(tx, person_id)
    return True
