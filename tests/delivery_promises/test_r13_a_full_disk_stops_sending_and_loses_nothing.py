"""R-13: where the disk is full, sending stops and health turns red; with room again it goes on, and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest
import uvicorn
from sqlalchemy import Connection

from digest import jobs, web
from digest.newsroom import Newsroom
from digest.store import connections
from tests.databases import free_port
from tests.delivery_promises.sending import at, balance_of, copies_of, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay

READERS = 150
LONG = "250 2.0.0 taken " + "x" * 480  # what is written down of each answer, so that the ledger grows


def pages(tx: Connection) -> int:
    return int(tx.exec_driver_sql("PRAGMA page_count").scalar_one())


@asynccontextmanager
async def pages_of(newsroom: Newsroom) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """The public pages on a real port; gives what asks for their health."""
    port = free_port()
    config = uvicorn.Config(web.make_app(newsroom, clock=at(NOW)), port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())

    async def health() -> int:
        async with aiohttp.ClientSession() as browser, browser.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status

    try:
        async with asyncio.timeout(10):
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
        yield health
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, 10)


async def test_full_at_some_letter_it_waits_red_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, relay=relay(sink.port, connections=2)) as newsroom,
        pages_of(newsroom) as health,
    ):
        errand = await queued(newsroom, readers=READERS)
        sink.on(".", LONG)
        full = await newsroom.pen.write(pages) + 4
        monkeypatch.setitem(connections.PRAGMAS, "max_page_count", full)  # of whoever connects from now on
        await newsroom.pen.write(lambda tx: tx.exec_driver_sql(f"PRAGMA max_page_count={full}").scalar_one())
        assert await health() == 200
        sending = asyncio.create_task(jobs.dispatch(newsroom, clock=at(), stop=asyncio.Event()))
        try:
            async with asyncio.timeout(20):
                while not newsroom.pen.stuck:  # noqa: ASYNC110 - what a health check asks
                    await asyncio.sleep(0.01)
            assert "The disk is full" in newsroom.pen.trouble
            assert await health() == 503
            taken = len(sink.accepted)
            assert 0 < taken < READERS
            await asyncio.sleep(0.3)
            assert len(sink.accepted) <= taken + 2, "no letter is begun that cannot be written down"
        finally:
            monkeypatch.delitem(connections.PRAGMAS, "max_page_count")  # nothing ends before there is room
            async with asyncio.timeout(30):
                await sending
        assert await health() == 200
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.in_doubt, balance.adds_up) == (READERS, 0, True)
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS
    with closing(sqlite3.connect(tmp_path / "digest.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
