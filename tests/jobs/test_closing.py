"""Closing: an issue is done when nothing of it is left to send, whoever sees that, and whoever decides meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from digest import jobs, store
from digest.engine import Vigil
from digest.model import DeliveryState, ErrandState
from digest.newsroom import Newsroom
from tests.clusters import Cluster
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.smtp_sink import HANG_UP
from tests.torture.ordeal import Presumed
from tests.torture.scene import relay

LATER = NOW + timedelta(hours=1)
Change = Callable[[store.Tx, int], Awaitable[object]]


async def resend_doubts(tx: store.Tx, errand: int) -> None:
    """As ``jobs.steering.decide``."""
    found = await tx.run_sync(store.outbox.in_doubt, errand)
    again = DeliveryState.QUEUED
    assert await tx.run_sync(store.outbox.decide, [one.id for one in found], again, why="again", now=NOW) == 1
    await store.steering.open_again_if_queued(tx, errand, now=NOW)


async def retry_failed(tx: store.Tx, errand: int) -> None:
    """As ``jobs.steering.retry_failed``."""
    (one,) = await store.ledger.failed(tx, errand, limit=2)
    assert await store.steering.reopen(tx, errand, [one.id], now=NOW) == 1


@asynccontextmanager
async def almost_done(folder: Path, database: str) -> AsyncIterator[tuple[Newsroom, int]]:
    """An open issue of which one letter is in doubt, one was refused, and nothing else is left."""
    async with serve_sink() as sink, a_newsroom(folder, database=database, relay=relay(sink.port)) as newsroom:
        sink.on(".", HANG_UP, when="reader0", times=1)
        sink.on("RCPT", "552 5.2.2 mailbox full", when="reader1", times=1)
        errand = await pressed(newsroom, 3)
        await carry(newsroom)
        async with newsroom.begin() as tx:
            await tx.execute(store.tables.errands.update().values(state=ErrandState.OPEN.value))
        yield newsroom, errand


@pytest.mark.parametrize("change", [resend_doubts, retry_failed])
@pytest.mark.parametrize("first", ["who closes", "who decides"])
async def test_somebody_has_letters_sent_again_while_another_closes_the_issue(
    tmp_path: Path, cluster: Cluster, change: Change, first: str
) -> None:
    """PostgreSQL lets both see what was before; SQLite lets them in one after the other."""
    database = cluster.create(f"closing_{change.__name__}_{first[-6:].strip()}")
    async with almost_done(tmp_path, database) as (newsroom, errand):

        async def close(tx: store.Tx, errand: int) -> None:
            await store.steering.finish_if_done(tx, errand)

        orders = (close, change) if first == "who closes" else (change, close)
        await both_at_once(newsroom, errand, orders)
        assert (await accounts(newsroom, errand))[0].state is ErrandState.OPEN
        await carry(newsroom)
        errand_now, balance = await accounts(newsroom, errand)
        assert (errand_now.state, balance.sent, balance.deferred) == (ErrandState.DONE, 2, 0)


async def both_at_once(newsroom: Newsroom, errand: int, orders: tuple[Change, Change]) -> None:
    """The second order is given before the first is kept."""

    async def second() -> None:
        async with newsroom.begin() as tx:
            await orders[1](tx, errand)

    async with newsroom.begin() as tx:
        await orders[0](tx, errand)
        task = asyncio.create_task(second())
        await asyncio.wait({task}, timeout=0.5)
    await task


async def test_who_was_in_doubt_and_is_deferred_after_all_is_sent_though_the_issue_was_closed(
    tmp_path: Path, database_url: str
) -> None:
    """Their process was taken for dead, as one is that was stopped; then the server answers it after all."""
    asked, let_go = asyncio.Event(), asyncio.Event()

    async def answer() -> str:
        asked.set()
        await let_go.wait()
        return "451 4.3.0 later"

    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=1)) as newsroom,
    ):
        sink.on(".", answer, times=1)
        errand = await pressed(newsroom, 1)
        sending = asyncio.create_task(carry(newsroom))
        await asked.wait()
        await jobs.sweep(newsroom, Presumed(os.getpid()), now=NOW, at=0.0)
        await jobs.sweep(newsroom, Vigil(), now=NOW, at=1.0)
        assert (await accounts(newsroom, errand))[0].state is ErrandState.DONE
        let_go.set()
        await sending
        assert (await accounts(newsroom, errand))[0].state is ErrandState.OPEN
        await carry(newsroom, LATER)
        found, balance = await accounts(newsroom, errand)
        assert (found.state, balance.sent, len(sink.accepted)) == (ErrandState.DONE, 1, 1)


async def test_a_letter_that_waits_in_a_closed_issue_opens_it_again(tmp_path: Path, database_url: str) -> None:
    """Whoever wrote down that its server said "later" was killed before it could open the issue."""
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port)) as newsroom,
    ):
        errand = await pressed(newsroom, 2)
        await carry(newsroom)
        letters = store.tables.deliveries
        waits = (letters.c.errand_id == errand, letters.c.recipient_id.in_(select(func.min(letters.c.recipient_id))))
        async with newsroom.begin() as tx:
            await tx.execute(letters.update().where(*waits).values(state=DeliveryState.QUEUED.value))
        await jobs.sweep(newsroom, Vigil(), now=LATER, at=0.0)
        assert (await accounts(newsroom, errand))[0].state is ErrandState.OPEN
        await carry(newsroom, LATER)
        assert (await accounts(newsroom, errand))[0].state is ErrandState.DONE
        assert len(sink.accepted) == 3
