"""R-18: what a server puts off is tried again later, longer each time, through restarts, and given up in the end."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from digest import jobs
from digest.model import DeliveryState
from digest.newsroom import Newsroom
from digest.store.tables import deliveries
from tests.delivery_promises.sending import balance_of, carry, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import Sink, serve_sink
from tests.torture.scene import relay

BUSY = "reader3@"


async def next_try(newsroom: Newsroom) -> datetime:
    async with newsroom.reading() as tx:
        query = select(deliveries.c.not_before).where(deliveries.c.state == DeliveryState.QUEUED.value)
        moment: datetime = (await tx.execute(query)).scalar_one()
        return moment


def tries(sink: Sink) -> int:
    return sum(BUSY in line for _, line in sink.heard if line.startswith("RCPT"))


async def test_the_moment_of_the_next_try_survives_restarts_and_grows(tmp_path: Path, database_url: str) -> None:
    async with serve_sink() as sink:
        sink.on("RCPT", "450 4.2.1 mailbox busy", when=BUSY)
        settings = {"database": database_url, "relay": relay(sink.port, connections=2)}
        async with a_newsroom(tmp_path, **settings) as newsroom:
            errand = await queued(newsroom, readers=20)
            await carry(newsroom)
            balance = await balance_of(newsroom, errand)
            assert (balance.sent, balance.deferred) == (19, 1), "the others do not wait for it"
            moment = await next_try(newsroom)
        pauses = [moment - NOW]
        for number in range(2, 6):
            async with a_newsroom(tmp_path, **settings) as newsroom:  # another process, later
                assert await next_try(newsroom) == moment
                await carry(newsroom, now=moment - timedelta(seconds=1))
                assert tries(sink) == number - 1, "not before its time"
                await carry(newsroom, now=moment)
                assert tries(sink) == number
                later = await next_try(newsroom)
                pauses.append(later - moment)
                moment = later
        assert timedelta(minutes=5) <= pauses[0] <= timedelta(minutes=10)
        for before, after in itertools.pairwise(pauses):
            assert 1.3 <= after / before <= 3.0, "it doubles, but for the jitter"
        assert len(sink.accepted) == 19


async def test_it_is_given_up_after_the_horizon_that_is_set(tmp_path: Path) -> None:
    async with serve_sink() as sink:
        sink.on("RCPT", "450 4.2.1 mailbox busy", when=BUSY)
        more = '[send]\ngive_up = "2h"\nstale = "10d"\n'
        async with a_newsroom(tmp_path, relay=relay(sink.port), more=more) as newsroom:
            errand, now = await queued(newsroom, readers=5), NOW
            for _ in range(20):
                await carry(newsroom, now=now)
                if not (await balance_of(newsroom, errand)).deferred:
                    break
                now = await next_try(newsroom)
            balance = await balance_of(newsroom, errand)
            assert (balance.sent, balance.failed, balance.finished) == (4, 1, True)
            assert timedelta(minutes=30) < now - NOW <= timedelta(hours=2)


async def test_a_server_that_asks_for_more_patience_is_given_it(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port)) as newsroom:
        sink.on("RCPT", "451 4.7.1 greylisted, try again in 3600 seconds", when=BUSY)
        await queued(newsroom, readers=5)
        await jobs.dispatch(newsroom, clock=lambda: NOW, stop=asyncio.Event())
        assert await next_try(newsroom) >= NOW + timedelta(hours=1)
