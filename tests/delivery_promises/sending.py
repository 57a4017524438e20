"""What the proofs share: an issue that is queued, a carrier, and what came of it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from digest import jobs, store
from digest.model import Balance, DeliveryState, Errand, ErrandState, InDoubtPolicy
from digest.newsroom import Newsroom
from digest.store.tables import deliveries
from tests.makers import NOW
from tests.newsrooms import enrol, furnish
from tests.smtp_sink import Sink
from tests.torture.journal import Copy, copy_of
from tests.torture.judge import Verdict, judge
from tests.torture.scene import Stage


def at(moment: datetime = NOW) -> Callable[[], datetime]:
    """A clock that stands."""
    return lambda: moment


async def queued(newsroom: Newsroom, *, readers: int, domains: int = 7, now: datetime = NOW, **fields: object) -> int:
    """Print an issue of a new newsletter and queue it; its errand."""
    newsletter = await furnish(newsroom, readers=0, now=now, cadences=(), **fields)
    await enrol(newsroom, newsletter, [f"reader{n}@d{n % domains}.example.org" for n in range(readers)], now=now)
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
    assert run is not None
    assert run.issue_id is not None, run.reason
    return run.issue_id


def going(moment: datetime) -> Callable[[], datetime]:
    """A clock that goes on from a moment: whoever shall rest for a second waits for it."""
    began = time.monotonic()
    return lambda: moment + timedelta(seconds=time.monotonic() - began)


async def carry(newsroom: Newsroom, *, now: datetime = NOW, clock: Callable[[], datetime] | None = None) -> None:
    """Carry what is due at a moment, until nothing is."""
    while await jobs.dispatch(newsroom, clock=clock or at(now), stop=asyncio.Event()):
        pass


def copies_of(sink: Sink) -> dict[str, list[Copy]]:
    """What each recipient has."""
    found: defaultdict[str, list[Copy]] = defaultdict(list)
    for letter in sink.accepted:
        found[letter.recipient].append(copy_of(letter.message))
    return dict(found)


async def judged(stage: Stage, sink: Sink, *, policy: InDoubtPolicy = InDoubtPolicy.HOLD, doubts: int = 0) -> Verdict:
    """Whether everybody has what they should; ``doubts`` letters may have been in doubt."""
    readers, balance = await stage.readers(), await stage.balance()
    return judge(readers, copies_of(sink), balance, policy=policy, most_uncertain=doubts)


async def is_done(stage: Stage) -> bool:
    return (await stage.errand()).state is ErrandState.DONE


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
