"""The writer of the ledger: what becomes of a send when it fails in a way that nobody thought of."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from digest import jobs, store
from digest.engine import Vigil
from digest.store import connections
from tests.delivery_promises.sending import at, balance_of, queued
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay


async def test_a_dispatch_whose_ledger_breaks_in_an_unknown_way_ends_and_is_taken_up_again(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        issue = await pressed(newsroom, 20)
        note, times = store.noting.note, Counter[str]()

        def break_once(*arguments: Any, **named: Any) -> set[int]:
            times["noted"] += 1
            if times["noted"] == 3:
                raise ZeroDivisionError
            return note(*arguments, **named)

        monkeypatch.setattr(store.noting, "note", break_once)
        with pytest.raises(ZeroDivisionError):
            async with asyncio.timeout(20):
                await carry(newsroom)
        await jobs.sweep(newsroom, Vigil(), now=NOW, at=0.0)
        await carry(newsroom)
        _, balance = await accounts(newsroom, issue)
        assert balance.sent + balance.in_doubt == 20
        assert balance.in_doubt <= 5, "no more than were under way"


async def test_told_to_end_while_nothing_can_be_written_down_it_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(connections.PRAGMAS, "busy_timeout", 20)  # milliseconds
    stop = asyncio.Event()
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=1)) as newsroom:
        errand = await queued(newsroom, readers=5)
        database = sqlite3.connect(tmp_path / "digest.db", timeout=10.0, isolation_level=None, check_same_thread=False)
        with closing(database) as file:

            async def lock() -> None:
                if not stop.is_set():
                    await asyncio.to_thread(file.execute, "BEGIN EXCLUSIVE")
                    stop.set()

            sink.on(".", lock)
            sending = asyncio.create_task(jobs.dispatch(newsroom, clock=at(), stop=stop))
            try:
                async with asyncio.timeout(30):
                    while "this ends when" not in caplog.text:  # noqa: ASYNC110 - a log has no event for us
                        await asyncio.sleep(0.01)
                assert not sending.done()
            finally:
                file.execute("ROLLBACK")
                await sending
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.in_doubt) == (len(sink.accepted), 0)
