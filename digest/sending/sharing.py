"""What a relay and a receiver may be given is for all processes that carry letters: of rates and lanes each has a part.

How many they are is seen from their leases. A process on another host that ended without a word counts until it is
swept, so letters leave rather too slowly than too fast. Letters of the day are booked instead: ``booking.py``.
"""

from __future__ import annotations

import asyncio

from digest import engine, store
from digest.sending import booking
from digest.sending.floor import Floor

LOOK_EVERY = 1.0  # seconds


async def share(floor: Floor) -> None:
    """Look now and then how many carry, and whether letters of the day are left; book some where they run short."""
    now = asyncio.get_running_loop().time()
    if now - floor.shared >= LOOK_EVERY:
        await _look(floor)
        floor.shared = now
    await booking.book(floor)


async def _look(floor: Floor) -> None:
    async with floor.mailroom.reading() as tx:
        leases = await store.leases.every(tx)
        states = await store.relays.every(tx)
    # One process may hold several, and one that is gone from this host holds nothing.
    crew = max(1, len({lease.process for lease in leases if not engine.is_dead(lease.holder)}))
    for name, desk in floor.desks.items():
        if crew != floor.crew:
            desk.tray.gaits.limits_of = floor.mailroom.limits_of(desk.relay, crew=crew)
        booking.look(desk, states.get(name), now=floor.clock())
    floor.crew = crew
