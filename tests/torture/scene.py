"""The stage: a newsroom with as many readers as are wanted, and an issue that is printed, queued and not yet sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

import subscribers
from digest import jobs, store
from digest.model import Balance, DeliveryState, Errand, InDoubtPolicy, Newsletter
from digest.newsroom import Newsroom
from digest.store.tables import deliveries
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.torture.judge import Reader
from tests.torture.sink import REFUSED

GONE_EVERY = 200  # every so manieth reader is no more: the server says so
DOMAINS = 23


def utc_now() -> datetime:
    return datetime.now(UTC)


def address(number: int) -> str:
    """The address of a reader."""
    if number % GONE_EVERY == GONE_EVERY - 1:
        return f"reader{number}{REFUSED}d{number}.example.org"  # by any order of addresses, among the others
    return f"reader{number}@d{number % DOMAINS}.example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """An open newsroom with an issue to send."""

    newsroom: Newsroom
    newsletter: Newsletter
    errand_id: int

    async def errand(self) -> Errand:
        async with self.newsroom.reading() as tx:
            return await store.errands.get(tx, self.errand_id)

    async def balance(self) -> Balance:
        async with self.newsroom.reading() as tx:
            return await store.ledger.balance(tx, self.errand_id)

    async def readers(self) -> list[Reader]:
        """Every row of the issue."""
        columns = (deliveries.c.recipient_id, deliveries.c.state, deliveries.c.doubts)
        query = select(*columns).where(deliveries.c.errand_id == self.errand_id)
        async with self.newsroom.reading() as tx:
            addresses, last = dict[int, str](), 0
            while page := await subscribers.subscribers_of(tx, self.newsletter.id, after=last):
                addresses |= {one.person.id: one.person.address for one in page}
                last = page[-1].person.id
            return [
                Reader(address=addresses[who], state=DeliveryState(state), doubts=doubts)
                for who, state, doubts in await tx.execute(query)
            ]


def relay(port: int, *, connections: int = 5, timeouts: tuple[float, float] = (5.0, 8.0), **settings: object) -> str:
    """The TOML of a relay on loopback. ``timeouts``: seconds for a command's answer, and for that to the final dot."""
    usual = {"kind": "smtp", "host": "127.0.0.1", "port": port, "tls": "none", "connections": connections}
    patience = {"connect_timeout": timeouts[0], "command_timeout": timeouts[0], "data_timeout": timeouts[1]}
    return "\n".join(f"{name} = {value!r}".replace("'", '"') for name, value in (usual | patience | settings).items())


@asynccontextmanager
async def a_stage(
    folder: Path,
    *,
    database: str,
    relay: str,
    readers: int,
    policy: InDoubtPolicy = InDoubtPolicy.HOLD,
    more: str = "",
) -> AsyncIterator[Stage]:
    """Everything is ready; nothing is sent before somebody carries it. ``more`` is TOML."""
    now = utc_now()
    async with a_newsroom(folder, database=database, relay=relay, more=more, now=now) as newsroom:
        newsletter = await furnish(newsroom, readers=0, now=now, cadences=(), in_doubt=policy)
        await enrol(newsroom, newsletter, [address(number) for number in range(readers)], now=now)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
        if run is None or run.issue_id is None:
            raise SystemExit(f"No issue was printed: {run.reason if run else 'it was taken'}.")
        async with newsroom.begin() as tx:
            for source in await store.sources.every(tx):  # nobody shall look for news meanwhile
                await store.sources.remove(tx, source.id)
        yield Stage(newsroom=newsroom, newsletter=newsletter, errand_id=run.issue_id)
