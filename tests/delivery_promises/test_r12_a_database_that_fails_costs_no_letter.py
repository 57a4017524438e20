"""R-12: locked, cut off, restarted, or silent about a commit: a database's trouble costs no letter."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection

from digest import engine, jobs, store
from digest.engine.lease import PATIENCE
from digest.errors import StoreError
from digest.model import ErrandState
from digest.newsroom import Newsroom
from digest.store import connections
from digest.store.tables import deliveries
from tests.clusters import Cluster
from tests.delivery_promises.sending import at, balance_of, copies_of, errand_of, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import Sink, serve_sink
from tests.torture.scene import relay
from tests.torture.world import TERMINATE

# As PostgreSQL's protocol has it: Parse ("P", four bytes of length, a name, the text), and without a name at once.
NOTING = re.compile(rb"P.{4}([^\0]*)\0WITH settled AS", re.DOTALL)
NOTING_NOW = b"\0WITH settled AS"
READERS = 60
MOST_ROUNDS = 60


async def carried_through(newsroom: Newsroom, errand: int) -> None:
    """Carry on as `digest serve` does: a round that the database ends is followed by another, and by a sweep.

    Between two rounds as much time goes by as somebody is silent who is taken for dead.
    """
    vigil = engine.Vigil()
    async with asyncio.timeout(60):
        for number in range(MOST_ROUNDS):
            now = NOW + number * timedelta(seconds=PATIENCE + 1)
            try:
                await jobs.dispatch(newsroom, clock=at(now), stop=asyncio.Event())
            except StoreError:
                await asyncio.sleep(0.2)  # a server that starts again takes its time
            with suppress(StoreError):
                await jobs.sweep(newsroom, vigil, now=now, at=number * (PATIENCE + 1))
            with suppress(StoreError):
                if (await errand_of(newsroom, errand)).state is ErrandState.DONE:
                    return
    raise AssertionError("it was never done")


async def all_is_well(newsroom: Newsroom, sink: Sink, errand: int) -> None:
    balance = await balance_of(newsroom, errand)
    assert (balance.sent, balance.in_doubt, balance.adds_up) == (READERS, 0, True)
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS


def after(letters: int, sink: Sink, strike: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Strike once between a letter's end and its 250: what is to be written down then is that it was taken."""
    struck = False

    async def answer() -> None:
        nonlocal struck
        if len(sink.accepted) >= letters and not struck:
            struck = True
            await strike()

    return answer


async def test_sqlite_is_locked_for_far_longer_than_anybody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.PRAGMAS, "busy_timeout", 20)  # milliseconds; the lock lasts fifty times as long

    def lock(began: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
        with closing(sqlite3.connect(tmp_path / "digest.db", timeout=10.0, isolation_level=None)) as file:
            file.execute("BEGIN EXCLUSIVE")
            loop.call_soon_threadsafe(began.set)
            time.sleep(1.0)
            file.execute("ROLLBACK")

    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=2)) as newsroom:
        errand = await queued(newsroom, readers=READERS)
        locked = list[asyncio.Task[None]]()

        async def strike() -> None:
            began = asyncio.Event()
            locked.append(asyncio.create_task(asyncio.to_thread(lock, began, asyncio.get_running_loop())))
            await began.wait()

        sink.on(".", after(20, sink, strike))
        sending = asyncio.create_task(carried_through(newsroom, errand))
        async with asyncio.timeout(20):
            while not newsroom.pen.trouble:  # noqa: ASYNC110 - what a health check asks
                await asyncio.sleep(0.01)
        taken = len(sink.accepted)
        assert "holds the database" in newsroom.pen.trouble
        await asyncio.sleep(0.2)
        assert len(sink.accepted) <= taken + 2, "nothing is begun while nothing can be written down"
        await sending
        await asyncio.gather(*locked)
        assert newsroom.pen.trouble == ""
        await all_is_well(newsroom, sink, errand)


@pytest.mark.parametrize("blow", ["terminated", "restarted"])
async def test_postgresql_ends_every_connection(tmp_path: Path, cluster: Cluster, blow: str) -> None:
    url = cluster.create(f"r12_{blow}")

    def terminate() -> None:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(TERMINATE)

    def restart() -> None:
        cluster.stop()
        cluster.start()

    async with (
        serve_sink() as sink,  # which answers when the blow is over: a restart takes many seconds on a busy machine
        a_newsroom(tmp_path, database=url, relay=relay(sink.port, connections=2, timeouts=(5.0, 60.0))) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS)
        strike = terminate if blow == "terminated" else restart
        sink.on(".", after(20, sink, lambda: asyncio.to_thread(strike)))
        await carried_through(newsroom, errand)
        await all_is_well(newsroom, sink, errand)


async def test_postgresql_takes_the_rows_of_a_process_that_hangs_in_a_transaction(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped there (by a debugger, a frozen machine, a lost network) it would keep all others waiting."""
    url, let_go = cluster.create("r12_hanging"), threading.Event()

    def hang(tx: Connection) -> None:
        tx.execute(deliveries.update().values(lease=7))
        let_go.wait(20)

    async with serve_sink() as sink, a_newsroom(tmp_path, database=url, relay=relay(sink.port)) as newsroom:
        errand = await queued(newsroom, readers=READERS)
        monkeypatch.setattr(connections, "IDLE_TIMEOUT_MS", 500)
        async with store.open_pen(url) as other:
            hanging = asyncio.ensure_future(other.write(hang))
            await carried_through(newsroom, errand)
            let_go.set()
            with pytest.raises(StoreError):
                await hanging
        await all_is_well(newsroom, sink, errand)


@pytest.mark.parametrize("seed", [1, 2])
async def test_postgresql_keeps_a_commit_and_nobody_hears_of_it(tmp_path: Path, cluster: Cluster, seed: int) -> None:
    """One commit in nine is kept and its reply lost, of marks and results one in three: all of them come to it."""
    url = cluster.create(f"r12_silent_{seed}")
    async with (
        serve_sink() as sink,
        cutting(cluster.port, every=9, rng=random.Random(seed)) as wire,
        a_newsroom(tmp_path, database=url, relay=relay(sink.port, connections=2)) as honest,
    ):
        errand = await queued(honest, readers=READERS)
        deaf = url.replace(f":{cluster.port}/", f":{wire.port}/")
        async with a_newsroom(tmp_path, database=deaf, relay=relay(sink.port, connections=2)) as newsroom:
            wire.cuts_now = True
            await carried_through(newsroom, errand)
            wire.cuts_now = False
        assert wire.cuts > 3
        assert wire.notes, "marks and results are a statement without a COMMIT"
        await all_is_well(honest, sink, errand)


class Wire:
    """A way to a database on which replies get lost: the link is cut when one arrives that says what was kept.

    That is the reply to a COMMIT, or to a statement that notes marks and results; ``notes`` counts these.
    """

    def __init__(self, to: int, *, every: int, rng: random.Random) -> None:
        self.port = 0
        self.cuts = 0
        self.notes = 0
        self.cuts_now = False
        self._to, self._every, self._rng = to, every, rng

    async def carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, onward = await asyncio.open_connection("127.0.0.1", self._to)
        returning = asyncio.create_task(self._pass_on(server, back))
        prepared: set[bytes] = set()  # the names under which this connection knows the noting statement
        try:
            while data := await client.read(65536):
                prepared.update(name for name in NOTING.findall(data) if name)
                notes = NOTING_NOW in data or any(b"\0%b\0" % name in data for name in prepared)
                lost = self.cuts_now and (notes or b"COMMIT" in data) and self._is_to_be_lost(notes=notes)
                if lost:
                    returning.cancel()
                    await asyncio.wait({returning})
                onward.write(data)
                await onward.drain()
                if lost:
                    await server.read(65536)  # it is kept: the database says so, and nobody hears it
                    self.cuts += 1
                    self.notes += notes
                    return
        except OSError:
            pass
        finally:
            returning.cancel()
            back.transport.abort()
            onward.transport.abort()

    def _is_to_be_lost(self, *, notes: bool) -> bool:
        return self._rng.random() < (3 if notes else 1) / self._every

    async def _pass_on(self, server: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await server.read(65536):
                back.write(data)
                await back.drain()
            back.close()


@asynccontextmanager
async def cutting(to: int, *, every: int, rng: random.Random) -> AsyncIterator[Wire]:
    """A wire that is open while the block lasts."""
    wire = Wire(to, every=every, rng=rng)
    async with AsyncExitStack() as stack:
        listener = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
        stack.callback(listener.close)
        wire.port = listener.sockets[0].getsockname()[1]
        yield wire
