"""What a relay and a receiver may be given is for all processes that carry letters: each takes its share of it.

How many they are is seen from their leases. A process on another host that ended without a word counts until it is
swept, so letters leave rather too slowly than too fast.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from digest import engine, store
from digest.sending.desks import Desk
from digest.sending.floor import Floor

LOOK_EVERY = 1.0  # seconds


async def share(floor: Floor) -> None:
    """Look how many carry, and how many letters of the day are left; now and then only."""
    now = asyncio.get_running_loop().time()
    if now - floor.shared < LOOK_EVERY:
        return
    counted = dict(floor.scribe.counted)  # before the ledger is read: what it counts meanwhile is taken off twice
    async with floor.mailroom.reading() as tx:
        leases = await store.leases.every(tx)
        states = await store.relays.every(tx)
    # One process may hold several, and one that is gone from this host holds nothing.
    crew = max(1, len({lease.process for lease in leases if not engine.is_dead(lease.holder)}))
    for name, desk in floor.desks.items():
        if crew != floor.crew:
            desk.tray.gaits.limits_of = floor.mailroom.limits_of(desk.relay, crew=crew)
        allow(desk, states.get(name), crew=crew, counted=counted.get(name, 0), now=floor.clock())
    floor.shared, floor.crew = now, crew


def allow(desk: Desk, state: store.RelayState | None, *, crew: int, counted: int, now: datetime) -> None:
    """Let a desk carry its share of what is left of the day; of what it carried, so much is ``counted`` already."""
    cap = desk.relay.settings.cap(now.date())
    sent = state.sent_on(now.date()) if state else 0
    desk.allowed = max(0, cap - sent) // crew + counted if cap else float("inf")
