"""R-14: how SQLite is opened, and how PostgreSQL is asked for letters: looked at while it runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from digest import store
from digest.newsroom import Newsroom
from digest.store import claiming
from tests.delivery_promises.sending import queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def asked(tx: Connection) -> dict[str, object]:
    return {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (*PRAGMAS, "busy_timeout")}


async def test_every_connection_to_sqlite_is_durable_and_patient(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        found = [await newsroom.pen.write(asked)]
        async with newsroom.begin() as tx:
            found.append(await tx.run_sync(asked))
        async with newsroom.reading() as tx:
            found.append(await tx.run_sync(asked))
    for pragmas in found:
        patience = pragmas.pop("busy_timeout")
        assert isinstance(patience, int)
        assert patience >= 5000
        assert pragmas == PRAGMAS


async def test_whoever_claims_from_sqlite_holds_the_file_from_the_first_word(tmp_path: Path) -> None:
    """BEGIN IMMEDIATE: two writers wait for each other; neither reads first and fails when it wants to write."""
    async with a_newsroom(tmp_path) as newsroom:
        await queued(newsroom, readers=4)

        def nobody_else_may_begin(_: Connection) -> None:
            with closing(sqlite3.connect(tmp_path / "digest.db", timeout=0.0, isolation_level=None)) as other:
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
                assert other.execute("SELECT count(*) FROM deliveries").fetchone() == (4,), "reading is free"

        await newsroom.pen.write(nobody_else_may_begin)


async def test_two_who_claim_from_postgresql_skip_what_the_other_takes(tmp_path: Path, postgresql: str) -> None:
    _ = postgresql
    async with a_newsroom(tmp_path, database=await emptied(postgresql)) as newsroom:
        errand = await queued(newsroom, readers=10)
        first = await claim(newsroom, errand, beside=6)
        assert first == (6, 4, set())


async def emptied(postgresql: str) -> str:
    admin = store.open_engine(f"{postgresql}/postgres")
    async with admin.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("DROP DATABASE IF EXISTS r14 WITH (FORCE)")
        await connection.exec_driver_sql("CREATE DATABASE r14")
    await admin.dispose()
    return f"{postgresql}/r14"


async def claim(newsroom: Newsroom, errand: int, *, beside: int) -> tuple[int, int, set[int]]:
    """Claim ``beside`` letters, and before that is committed all others, without waiting; what both have."""
    said: list[str] = []
    async with newsroom.begin() as one, newsroom.begin() as two:
        event.listen(one.sync_connection, "before_cursor_execute", lambda *words: said.append(words[2]))
        mine = await one.run_sync(lambda tx: claiming.claim(tx, errand_id=errand, limit=beside, lease=1, upto=NOW))
        others = await two.run_sync(lambda tx: claiming.claim(tx, errand_id=errand, limit=100, lease=2, upto=NOW))
    return len(mine), len(others), {one.id for one in mine} & {one.id for one in others}
