"""Holding a lease while something is done, and saying now and then that one lives."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from digest import engine, store
from digest.errors import StoreError
from digest.mailroom import Mailroom

log = logging.getLogger(__name__)


@asynccontextmanager
async def a_lease(mailroom: Mailroom, *, now: datetime, beat: float = engine.BEAT) -> AsyncIterator[int]:
    """A lease of this process. It ends with the block; where the database is away then, a sweep ends it later.

    Raises:
        StoreError: the database cannot be written.
    """
    async with mailroom.begin() as tx:
        lease = await store.leases.take(tx, engine.holder(secrets.token_hex(4)), now=now)
    heart = asyncio.create_task(_keep_beating(mailroom, lease, beat))
    try:
        yield lease
    finally:
        heart.cancel()
        with suppress(asyncio.CancelledError):
            await heart
        with suppress(StoreError):
            async with mailroom.begin() as tx:
                await store.leases.drop(tx, [lease])


async def _keep_beating(mailroom: Mailroom, lease: int, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            async with mailroom.begin() as tx:
                await store.leases.beat(tx, lease)
        except StoreError as fault:
            log.warning("The database did not hear that we live (%s); the next beat comes soon.", fault)
