"""Free what dead processes held: letters they had claimed, runs they had opened."""

from __future__ import annotations

from datetime import datetime

from digest import engine, store
from digest.newsroom import Newsroom


async def sweep(newsroom: Newsroom, *, now: datetime) -> int:
    """Take back what was left behind. Returns how many letters were.

    A process that was on this host and is gone is noticed at once, any other when its lease runs out.
    """
    async with newsroom.begin() as tx:
        dead = [lease for lease in await store.outbox.open_leases(tx) if engine.is_dead(lease)]
        dead_runs = [lease for lease in await store.runs.open_leases(tx) if engine.is_dead(lease)]
        if dead_runs:
            await store.runs.free_leases(tx, dead_runs, now=now)
        return await store.outbox.rescue(tx, now=now, dead=dead)
