"""R-24: what an old backup still thinks is to be sent waits for a person; what was sent when it was made stays sent."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from digest import jobs, store
from digest.model import ErrandState
from tests.clusters import Cluster
from tests.delivery_promises.sending import at, balance_of, carry, copies_of, errand_of, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom, add_stories
from tests.smtp_servers import Sink, serve_sink
from tests.torture.scene import relay

READERS = 30
LATER = NOW + timedelta(days=2)


async def half_sent(folder: Path, database: str, sink: Sink) -> tuple[int, int]:
    """One issue is sent, and half of a second one; their errands."""
    async with a_newsroom(folder, database=database, relay=relay(sink.port, connections=1)) as newsroom:
        past = await queued(newsroom, readers=READERS)
        await carry(newsroom)
        newsletter = (await errand_of(newsroom, past)).newsletter_id
        stop = asyncio.Event()
        async with newsroom.begin() as tx:
            source = (await store.sources.every(tx))[0]
            await add_stories(tx, source.id, range(10, 14), NOW)
            found = await store.newsletters.find_by_id(tx, newsletter)
            assert found is not None
        run = await jobs.press(newsroom, found, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        assert run.issue_id is not None, run.reason

        async def half() -> None:
            if len(sink.accepted) == READERS + READERS // 2:
                stop.set()

        sink.on(".", half)
        await jobs.dispatch(newsroom, clock=at(), stop=stop)
        return past, run.issue_id


async def restored(folder: Path, database: str, sink: Sink, past: int, present: int) -> None:
    """Start on a backup, days later: nobody is written to before a person says so."""
    before = len(sink.accepted)
    async with a_newsroom(folder, database=database, relay=relay(sink.port), now=LATER) as newsroom:
        await carry(newsroom, now=LATER)
        assert len(sink.accepted) == before
        assert (await errand_of(newsroom, past)).state is ErrandState.DONE
        errand, balance = await errand_of(newsroom, present), await balance_of(newsroom, present)
        assert errand.state is ErrandState.PAUSED
        assert "was a backup restored?" in errand.reason
        assert 0 < balance.pending < READERS
        assert await jobs.steering.resume(newsroom, present, now=LATER)
        await carry(newsroom, now=LATER)
        assert len(sink.accepted) == before + balance.pending, "the rest, and only if a person wants it"
        assert (await balance_of(newsroom, present)).sent == READERS


async def test_sqlite_copied_while_it_is_used(tmp_path: Path) -> None:
    live, copy = tmp_path / "digest.db", tmp_path / "restored.db"
    async with serve_sink() as sink:
        past, present = await half_sent(tmp_path, f"sqlite:///{live}", sink)
        async with a_newsroom(tmp_path, database=f"sqlite:///{live}", relay=relay(sink.port)) as newsroom:
            with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            await carry(newsroom)  # life goes on after the backup
            assert (await balance_of(newsroom, present)).sent == READERS
        copies = copies_of(sink)
        assert {len(found) for found in copies.values()} == {2}, "one of each issue"
        await restored(tmp_path, f"sqlite:///{copy}", sink, past, present)
        assert {len({one.message_id for one in found}) for found in copies_of(sink).values()} == {2}


async def test_postgresql_put_back_as_it_was(tmp_path: Path, cluster: Cluster) -> None:
    live = cluster.create("r24_live")
    async with serve_sink() as sink:
        past, present = await half_sent(tmp_path, live, sink)
        copy = cluster.create("r24_copy", like="r24_live")
        async with a_newsroom(tmp_path, database=live, relay=relay(sink.port)) as newsroom:
            await carry(newsroom)
        await restored(tmp_path, copy, sink, past, present)
