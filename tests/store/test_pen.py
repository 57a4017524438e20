"""The pens: in order, each piece whole or not at all, and nobody else waits for a database that takes its time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text

from digest import store
from digest.errors import StoreError
from digest.newsroom import Newsroom
from tests.newsrooms import a_newsroom

NOTES = "CREATE TABLE IF NOT EXISTS notes (number INTEGER)"


def note(number: int) -> store.pen.Work:
    return lambda tx: tx.execute(text("INSERT INTO notes VALUES (:number)"), {"number": number})


def slowly(tx: Connection) -> int:
    """Half a second of the server's time."""
    tx.execute(select(func.pg_sleep(0.5)))
    return 7


async def noted(newsroom: Newsroom) -> list[int]:
    async with newsroom.reading() as tx:
        return [number for (number,) in await tx.execute(text("SELECT number FROM notes ORDER BY number"))]


async def test_what_is_asked_first_is_done_first_also_when_nobody_waits_for_it(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        await newsroom.pen.write(lambda tx: tx.execute(text(NOTES)))
        given_up = [asyncio.create_task(newsroom.pen.write(note(number))) for number in range(20)]
        await asyncio.sleep(0)
        for task in given_up:
            task.cancel()
        await newsroom.pen.write(note(20))
        assert await noted(newsroom) == list(range(21))


async def test_a_piece_that_fails_is_undone_and_the_next_ones_are_written(tmp_path: Path, database_url: str) -> None:
    def half(tx: Connection) -> None:
        note(1)(tx)
        tx.execute(text("SELECT nothing FROM nowhere"))

    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        await newsroom.pen.write(lambda tx: tx.execute(text(NOTES)))
        with pytest.raises(StoreError):
            await newsroom.pen.write(half)
        assert newsroom.pen.trouble
        await newsroom.pen.write(note(2))
        assert (await noted(newsroom), newsroom.pen.trouble) == ([2], "")
        with pytest.raises(ZeroDivisionError):
            await newsroom.pen.write(lambda _: 1 // 0)
        await newsroom.pen.write(note(3))
        assert await noted(newsroom) == [2, 3]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_loop_goes_on_while_the_server_works(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        for pen in (newsroom.pen, newsroom.pool_pen):
            turns, writing = 0, asyncio.create_task(pen.write(slowly))
            while not writing.done():
                await asyncio.sleep(0.001)
                turns += 1
            assert await writing == 7
            assert turns > 20


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_no_letter_waits_for_what_was_gathered(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        await newsroom.pen.write(lambda tx: tx.execute(text(NOTES)))
        round_ = asyncio.create_task(newsroom.pool_pen.write(slowly))
        await asyncio.sleep(0.05)
        await newsroom.pen.write(note(1))
        assert not round_.done()
        assert await round_ == 7


async def test_sqlite_takes_one_writer_at_a_time_and_has_one(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        assert newsroom.pool_pen is newsroom.pen
