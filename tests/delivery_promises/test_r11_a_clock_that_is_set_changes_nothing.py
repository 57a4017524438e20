"""R-11: who is dead is known by beats and a clock that nobody sets; a clock that jumps changes nothing in a send."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from digest import engine, jobs, store
from digest.engine import lease as lease_module
from digest.newsroom import Newsroom
from digest.sending import holding
from tests.delivery_promises.commands import until
from tests.delivery_promises.sending import at, balance_of, copies_of, queued, rows_of
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay

DAY = timedelta(days=1)
READERS = 60


@pytest.mark.parametrize("jump", [DAY, -DAY], ids=["ahead", "back"])
async def test_a_clock_that_jumps_a_day_in_the_middle_of_a_send(
    tmp_path: Path, database_url: str, jump: timedelta
) -> None:
    asked = count()
    vigil = engine.Vigil()

    def clock() -> datetime:
        return NOW + (jump if next(asked) > 100 else timedelta())

    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=2)) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS)

        async def look() -> None:  # as a neighbour does whose clock is a day off
            if len(sink.accepted) % 5 == 0:
                await jobs.sweep(newsroom, vigil, now=NOW + jump, at=asyncio.get_running_loop().time())

        sink.on("MAIL", look)
        await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
        assert next(asked) > 150, "the clock was asked often before and after it jumped"
        assert (await balance_of(newsroom, errand)).sent == READERS
        assert {attempts for _, attempts, _ in await rows_of(newsroom, errand)} == {1}
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS


async def test_a_clock_that_is_set_back_leaves_no_deferred_letter_waiting_for_that_day(
    tmp_path: Path, database_url: str
) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port), now=NOW) as newsroom,
    ):
        sink.on("RCPT", "451 4.7.1 greylisted", when="reader3@", times=1)
        errand = await queued(newsroom, readers=5, now=NOW)
        await jobs.dispatch(newsroom, clock=at(NOW), stop=asyncio.Event())
        await jobs.sweep(newsroom, engine.Vigil(), now=NOW, at=0.0)
        await jobs.dispatch(newsroom, clock=at(NOW + timedelta(minutes=4)), stop=asyncio.Event())
        assert (await balance_of(newsroom, errand)).deferred == 1, "what waits as it should goes on waiting"
        before = NOW - DAY
        await jobs.sweep(newsroom, engine.Vigil(), now=before, at=0.0)
        await jobs.dispatch(newsroom, clock=at(before), stop=asyncio.Event())
        assert (await balance_of(newsroom, errand)).sent == 5
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * 5


async def test_whoever_beats_is_not_taken_for_dead_however_long_its_letter_takes(tmp_path: Path) -> None:
    """The longest wait for an answer is far longer than a lease: what keeps it are beats, not a date."""
    async with a_newsroom(tmp_path) as newsroom, holding.a_lease(newsroom, now=NOW, beat=0.01) as lease:
        vigil, patience = engine.Vigil(), lease_module.PATIENCE
        for number in range(1, 7):
            await until(partial(has_beaten, newsroom, await beats(newsroom)))
            assert await jobs.sweep(newsroom, vigil, now=NOW, at=number * patience) == 0
            assert await beats(newsroom) != []
        assert 6 * patience >= 600, "as long as an answer may take (R-05)"
        assert lease


async def test_whoever_stops_beating_is_taken_for_dead_by_the_watchers_own_clock_only(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom, holding.a_lease(newsroom, now=NOW, beat=3600.0):
        vigil, patience = engine.Vigil(), lease_module.PATIENCE
        for now in (NOW, NOW + DAY, NOW - DAY, NOW + 400 * DAY):
            await jobs.sweep(newsroom, vigil, now=now, at=1000.0)
            assert await beats(newsroom) != [], "whatever the clock on the wall says"
        await jobs.sweep(newsroom, vigil, now=NOW, at=1000.0 + patience + 1)
        assert await beats(newsroom) == []


async def beats(newsroom: Newsroom) -> list[int]:
    async with newsroom.reading() as tx:
        return [lease.beat for lease in await store.leases.every(tx)]


async def has_beaten(newsroom: Newsroom, since: list[int]) -> bool:
    return await beats(newsroom) != since
