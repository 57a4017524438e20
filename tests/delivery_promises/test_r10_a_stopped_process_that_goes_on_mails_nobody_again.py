"""R-10: two processes at once, or one that is stopped past its lease and goes on, still give each reader one letter."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.model import Cadence, DeliveryState, ErrandState
from tests.delivery_promises.commands import running, until
from tests.delivery_promises.sending import copies_of, is_done, judged
from tests.newsrooms import a_newsroom, furnish
from tests.nursery import Child, Nursery
from tests.smtp_servers import Sink, serve_sink
from tests.torture.ordeal import Presumed
from tests.torture.scene import a_stage, relay, utc_now

SERVE = ("serve", "--port", "0")
READERS = 60


@pytest.mark.parametrize("step", ["MAIL", "."])
async def test_stopped_past_its_lease_in_the_middle_of_a_letter(
    nursery: Nursery, tmp_path: Path, database_url: str, step: str
) -> None:
    """At MAIL nothing of its letter has left: somebody else sends it. At the dot nobody knows: it is in doubt."""
    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=database_url, relay=relay(sink.port, connections=1), readers=READERS) as stage,
        stopped_at(nursery, tmp_path, sink, step) as sleeper,
    ):
        await jobs.sweep(stage.newsroom, Presumed(sleeper.pid), now=utc_now(), at=0.0)
        doubted = [one for one in await stage.readers() if one.state is DeliveryState.IN_DOUBT]
        assert len(doubted) == (step == ".")
        async with running(nursery, tmp_path, "work"):
            await until(lambda: is_done(stage))
            before = copies_of(sink)
            sleeper.send_signal(signal.SIGCONT)
            sleeper.send_signal(signal.SIGTERM)
            assert await sleeper.wait() == 0
        assert [who for who, copies in copies_of(sink).items() if len(copies) > 1] == []
        assert copies_of(sink).keys() - before.keys() <= {one.address for one in doubted}
        assert (await judged(stage, sink, doubts=1)).wrong == []
        states = Counter(one.state for one in await stage.readers())
        assert states == {DeliveryState.SENT: READERS}, "the true owner of the doubt had the answer"


@asynccontextmanager
async def stopped_at(nursery: Nursery, folder: Path, sink: Sink, step: str) -> AsyncIterator[Child]:
    """A sender that is stopped (SIGSTOP) in the middle of its tenth letter, with others in hand."""
    stopped = asyncio.Event()

    async def stop() -> None:
        while len(sink.accepted) >= 10 and not stopped.is_set():
            await asyncio.sleep(0.05)  # whatever it writes, it has written: it waits for an answer
            os.kill(sender.pid, signal.SIGSTOP)
            if holds_the_file(folder / "digest.db"):
                os.kill(sender.pid, signal.SIGCONT)
            else:
                stopped.set()

    async with running(nursery, folder, "work", log=folder / "sleeper.log") as sender:
        sink.on(step, stop)
        async with asyncio.timeout(30):
            await stopped.wait()
        yield sender


def holds_the_file(path: Path) -> bool:
    """Whether somebody is in the middle of a transaction of SQLite's, where nobody else may write then."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=0.0, isolation_level=None)) as file:
        try:
            file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        file.execute("ROLLBACK")
        return False


async def test_two_schedulers_started_together_make_one_issue_and_share_its_letters(
    nursery: Nursery, tmp_path: Path, database_url: str
) -> None:
    now = utc_now()
    due = (now - timedelta(minutes=2)).strftime("%H:%M")
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=2), now=now) as newsroom,
    ):
        daily = Cadence(key="daily", rule=f"daily {due}", zone="UTC")
        newsletter = await furnish(newsroom, readers=READERS, now=now - timedelta(hours=1), cadences=(daily,))
        async with running(nursery, tmp_path, *SERVE), running(nursery, tmp_path, *SERVE):

            async def done() -> bool:
                async with newsroom.reading() as tx:
                    made = await store.issues.recent(tx)
                    return bool(made) and (await store.errands.get(tx, made[0].id)).state is ErrandState.DONE

            await until(done)
        async with newsroom.reading() as tx:
            (issue,) = await store.issues.recent(tx)
            balance = await store.ledger.balance(tx, issue.id)
        assert (balance.candidates, balance.sent, issue.newsletter_id) == (READERS, READERS, newsletter.id)
        assert {len(copies) for copies in copies_of(sink).values()} == {1}
        assert len(copies_of(sink)) == READERS


async def test_three_processes_share_a_send(nursery: Nursery, tmp_path: Path, database_url: str) -> None:
    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=database_url, relay=relay(sink.port, connections=2), readers=90) as stage,
        running(nursery, tmp_path, "work") as one,
        running(nursery, tmp_path, "work") as two,
        running(nursery, tmp_path, "work") as three,
    ):
        await until(lambda: is_done(stage))
        assert {one.returncode, two.returncode, three.returncode} == {None}
        assert (await judged(stage, sink)).wrong == []
        assert (await stage.balance()).sent == 90
