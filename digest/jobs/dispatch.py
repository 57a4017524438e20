"""Carry letters to readers: claim → still welcome? → letter → mark → hand over → settle.

The order of these is what makes "nobody missed, nobody mailed twice" true; ``lanes.py`` does
them, ``scribe.py`` writes them down. ``docs/states.md`` draws the states a delivery walks through.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from digest import engine, render, store
from digest.errors import RelayDown
from digest.jobs import lanes
from digest.jobs.lanes import LEASE_FOR, Carrier, Halt
from digest.jobs.scribe import Scribe, keep_lease
from digest.model import Errand, VerdictKind
from digest.newsroom import Newsroom

HEARTBEAT = 20.0  # seconds between renewals of the lease

Clock = Callable[[], datetime]
OnSettled = Callable[[Sequence[store.Result]], None]


async def dispatch(
    newsroom: Newsroom, *, clock: Clock, stop: asyncio.Event, on_settled: OnSettled | None = None
) -> bool:
    """Carry whatever is due. Returns whether there was anything.

    Raises:
        RelayDown: our relay cannot be used, or refuses us; no reader is blamed and no letter is lost.
    """
    async with newsroom.begin() as tx:
        errand = await store.errands.next_due(tx, now=clock())
    if errand is None:
        return False
    await carry(newsroom, errand, clock=clock, stop=stop, on_settled=on_settled)
    return True


async def carry(
    newsroom: Newsroom, errand: Errand, *, clock: Clock, stop: asyncio.Event, on_settled: OnSettled | None = None
) -> None:
    """Carry one errand until nothing of it is due, somebody says stop, or our relay is in trouble."""
    async with newsroom.begin() as tx:
        sheet = await store.errands.sheet_of(tx, errand.id)
    press = render.open_press(sheet, newsroom.links, newsletter_id=errand.newsletter_id)
    lease = engine.new_lease(secrets.token_hex(4))
    halt = Halt(asked=stop)
    async with _alive(newsroom, lease, clock), Scribe(newsroom, lease, clock=clock, on_settled=on_settled) as scribe:
        await lanes.run(
            Carrier(newsroom=newsroom, errand=errand, press=press, scribe=scribe, lease=lease, clock=clock, halt=halt)
        )
    await _close(newsroom, errand, lease, halt, clock())


async def _close(newsroom: Newsroom, errand: Errand, lease: str, halt: Halt, now: datetime) -> None:
    """Give back what was claimed and not begun; pause the errand where the fault is the sender's."""
    trouble = halt.trouble
    async with newsroom.begin() as tx:
        await store.outbox.release(tx, lease=lease, now=now)
        await store.errands.finish_if_done(tx, errand.id)
        if trouble is not None and trouble.kind is VerdictKind.SENDER_FAULT:
            await store.errands.pause(tx, errand.id, reason=trouble.text)
    if trouble is not None:
        raise RelayDown(f"{newsroom.relay.name}: {trouble.text}")


@asynccontextmanager
async def _alive(newsroom: Newsroom, lease: str, clock: Clock) -> AsyncIterator[None]:
    beat = asyncio.create_task(keep_lease(newsroom, lease, every=HEARTBEAT, lease_for=LEASE_FOR, clock=clock))
    try:
        yield
    finally:
        beat.cancel()
        with suppress(asyncio.CancelledError):
            await beat
