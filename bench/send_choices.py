"""Press and send an issue whole, in a process of its own: who gets what is worked out within what is measured."""

from __future__ import annotations

import asyncio

from bench.child import Watch, answer
from bench.figures import Cost
from bench.town import newsroom_at, utc_now
from digest import jobs, store


async def send(*, settings: str, database: str, letters: int) -> Cost:
    """Print, freeze, and carry everything; whoever sends fewer than were asked for has no rate."""
    async with newsroom_at(settings, database) as newsroom:
        now = utc_now()
        async with newsroom.reading() as tx:
            (newsletter,) = await store.newsletters.every(tx)
        with Watch() as watch:
            run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
            frozen = utc_now()
            while await jobs.dispatch(newsroom, clock=utc_now, stop=asyncio.Event()):
                pass
        if run is None or run.issue_id is None:
            raise SystemExit(f"No issue was printed: {run.reason if run else 'taken'}.")
        async with newsroom.reading() as tx:
            sent = (await store.ledger.balance(tx, run.issue_id)).sent
    if sent != letters:
        raise SystemExit(f"{sent} letters were sent, not {letters}.")
    return watch.cost(sent, press=(frozen - now).total_seconds(), variants=run.counts["variants"])


if __name__ == "__main__":
    answer(send)
