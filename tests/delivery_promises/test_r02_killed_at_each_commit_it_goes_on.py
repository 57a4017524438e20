"""R-02: killed at its first commit, its second, its third …, before the database has it and behind, it goes on."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from digest import jobs
from tests.delivery_promises.commands import running, until
from tests.delivery_promises.sending import is_done, judged
from tests.nursery import Nursery
from tests.smtp_servers import serve_sink
from tests.torture.scene import Stage, a_stage, relay, utc_now

CONNECTIONS = 2
COMMITS = 10
SYNCS, WRITES = "fdatasync", "write,writev,pwrite64,sendto,sendmsg,ftruncate,fsync,fdatasync"


async def until_dead_or_done(nursery: Nursery, folder: Path, stage: Stage, dies: dict[str, int] | None = None) -> bool:
    """Let a sender work. Returns whether it died."""
    async with running(nursery, folder, "work", dies=dies) as sender:

        async def over() -> bool:
            return sender.returncode is not None or await is_done(stage)

        await until(over)
        return sender.returncode is not None


async def test_killed_at_every_commit_in_turn_nobody_is_missed_and_only_what_was_under_way_is_in_doubt(
    nursery: Nursery, tmp_path: Path, database_url: str
) -> None:
    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=database_url, relay=relay(sink.port, connections=CONNECTIONS), readers=80) as stage,
    ):
        deaths = 0
        for number in range(2 * COMMITS):
            dies = {"commit": 1 + number // 2, "behind": number % 2}
            deaths += await until_dead_or_done(nursery, tmp_path, stage, dies)
        await until_dead_or_done(nursery, tmp_path, stage)
        # Whoever was alone in hand when its process died, three times, is parked until a person says: again.
        await jobs.steering.retry_failed(stage.newsroom, stage.errand_id, now=utc_now())
        await until_dead_or_done(nursery, tmp_path, stage)
        assert deaths == 2 * COMMITS, "it died at each of them, before and behind"
        assert (await judged(stage, sink, doubts=deaths * CONNECTIONS)).wrong == []


async def test_killed_by_the_kernels_own_count_of_disk_syncs(nursery: Nursery, tmp_path: Path) -> None:
    await killed_at(nursery, tmp_path, f"sqlite:///{tmp_path}/digest.db", SYNCS, (2, 7, 12))


async def test_killed_by_the_kernels_own_count_of_writes(nursery: Nursery, tmp_path: Path, database_url: str) -> None:
    await killed_at(nursery, tmp_path, database_url, WRITES, (11, 29, 43, 58, 77))


async def killed_at(nursery: Nursery, folder: Path, database: str, calls: str, numbers: tuple[int, ...]) -> None:
    """Kill a sender at each of these calls of the kernel, and read the accounts."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed; the test above kills at the same places by other means")
    async with (
        serve_sink() as sink,
        a_stage(folder, database=database, relay=relay(sink.port, connections=CONNECTIONS), readers=80) as stage,
    ):
        deaths = 0
        for number in numbers:
            async with calls_kill(nursery, calls, number):
                deaths += await until_dead_or_done(nursery, folder, stage)
        await until_dead_or_done(nursery, folder, stage)
        await jobs.steering.retry_failed(stage.newsroom, stage.errand_id, now=utc_now())
        await until_dead_or_done(nursery, folder, stage)
        assert deaths >= 2
        assert (await judged(stage, sink, doubts=deaths * CONNECTIONS)).wrong == []


@asynccontextmanager
async def calls_kill(nursery: Nursery, calls: str, number: int) -> AsyncIterator[None]:
    """Whoever is started meanwhile is killed at a thread's so manieth one of these calls of the kernel."""
    words = ("-f", "-p", str(nursery.pid), "-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when={number}")
    tracer = await asyncio.create_subprocess_exec(
        "strace", *words, "-o", "/dev/null", stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    assert tracer.stderr is not None
    try:
        async with asyncio.timeout(10):
            said = await tracer.stderr.readline()
        if b"attached" not in said:
            pytest.skip(f"strace may not look into processes here: {said.decode().strip()}")
        yield
    finally:
        with suppress(ProcessLookupError):
            tracer.terminate()
        await asyncio.wait_for(tracer.communicate(), 10)
