"""An issue pressed for a test, carried until nothing is due, and its accounts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from digest import jobs, store
from digest.errors import RelayDown
from digest.model import Balance, Errand, Verdict, VerdictKind
from digest.newsroom import Newsroom
from tests.makers import NOW
from tests.newsrooms import furnish

REFUSED = Verdict(kind=VerdictKind.REFUSED, code=550, enhanced="5.1.1", text="5.1.1 no such user")
FULL = Verdict(kind=VerdictKind.REFUSED, code=552, enhanced="5.2.2", text="5.2.2 mailbox full")
DOUBT = Verdict(kind=VerdictKind.IN_DOUBT, text="no answer after the end of the message")


async def pressed(newsroom: Newsroom, readers: int, **fields: object) -> int:
    newsletter = await furnish(newsroom, readers=readers, **fields)
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    assert run.issue_id is not None
    return run.issue_id


async def carry(newsroom: Newsroom, now: datetime = NOW) -> None:
    while await jobs.dispatch(newsroom, clock=lambda: now, stop=asyncio.Event()):
        pass


async def carry_patiently(newsroom: Newsroom) -> None:
    """Carry on, also when the relay has to be left alone now and then."""
    for minutes in range(0, 120, 10):
        with suppress(RelayDown):
            await carry(newsroom, NOW + timedelta(minutes=minutes))


async def accounts(newsroom: Newsroom, errand_id: int) -> tuple[Errand, Balance]:
    async with newsroom.reading() as tx:
        return await store.errands.get(tx, errand_id), await store.ledger.balance(tx, errand_id)
