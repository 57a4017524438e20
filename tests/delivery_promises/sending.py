"""What the proofs share: an issue that is queued, a carrier, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from digest import jobs, store
from digest.model import Balance, DeliveryState, Errand
from digest.newsroom import Newsroom
from digest.store.tables import deliveries
from tests.makers import NOW
from tests.newsrooms import enrol, furnish


def at(moment: datetime = NOW) -> Callable[[], datetime]:
    """A clock that stands."""
    return lambda: moment


async def queued(newsroom: Newsroom, *, readers: int, now: datetime = NOW, **fields: object) -> int:
    """Print an issue of a new newsletter and queue it; its errand."""
    newsletter = await furnish(newsroom, readers=0, now=now, cadences=(), **fields)
    await enrol(newsroom, newsletter, [f"reader{n}@d{n % 7}.example.org" for n in range(readers)], now=now)
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
    assert run is not None
    assert run.issue_id is not None, run.reason
    return run.issue_id


async def carry(newsroom: Newsroom, *, now: datetime = NOW) -> None:
    """Carry what is due at a moment, until nothing is."""
    while await jobs.dispatch(newsroom, clock=at(now), stop=asyncio.Event()):
        pass


async def balance_of(newsroom: Newsroom, errand_id: int) -> Balance:
    async with newsroom.reading() as tx:
        return await store.ledger.balance(tx, errand_id)


async def errand_of(newsroom: Newsroom, errand_id: int) -> Errand:
    async with newsroom.reading() as tx:
        return await store.errands.get(tx, errand_id)


async def rows_of(newsroom: Newsroom, errand_id: int) -> list[tuple[DeliveryState, int, str]]:
    """State, attempts and text of every delivery."""
    query = select(deliveries.c.state, deliveries.c.attempts, deliveries.c.text)
    async with newsroom.reading() as tx:
        found = await tx.execute(query.where(deliveries.c.errand_id == errand_id).order_by(deliveries.c.id))
        return [(DeliveryState(state), attempts, text) for state, attempts, text in found]
