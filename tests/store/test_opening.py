"""Opening a database: what it promises, and in which words it is told that it cannot be used."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from digest import store
from digest.errors import SettingsError, StoreError
from digest.store import connections, faults
from digest.store.connections import PRAGMAS
from tests.clusters import Cluster
from tests.newsrooms import a_newsroom


async def test_sqlite_runs_with_the_pragmas_that_promise_durability(tmp_path: Path) -> None:
    opened = store.open_engine(f"sqlite:///{tmp_path}/p.db")
    async with opened.connect() as connection:
        for name, value in PRAGMAS.items():
            assert (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() == value
    await opened.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x:low tide@y/z",
        "://",
        "sqlite:////nowhere/at/all/x.db",
        "postgresql://x:low tide@one:5432,two:5432/z",
        "postgresql://x:low t@ide@one:port/z",
    ],
)
def test_a_database_that_cannot_be_is_refused_in_words_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match=r"database\.url") as refused:
        store.open_engine(url)
    assert "low t" not in str(refused.value)


async def test_whoever_is_interrupted_while_a_newsroom_closes_reads_no_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        async with a_newsroom(tmp_path) as newsroom:
            async with newsroom.reading() as tx:
                await tx.exec_driver_sql("SELECT 1")
            event.listen(newsroom.engine.sync_engine, "close", lambda *_: task.cancel())

    task = asyncio.create_task(work())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


async def test_of_several_hosts_the_one_is_found_that_answers(cluster: Cluster) -> None:
    cluster.create("several")
    hosts = f"host=127.0.0.1:9&host=127.0.0.1:{cluster.port}&target_session_attrs=read-write"
    opened = store.open_engine(f"postgresql://digest@/several?{hosts}")
    async with store.writing(opened) as tx:
        assert (await tx.exec_driver_sql("SELECT 1")).scalar_one() == 1
    await opened.dispose()


async def test_what_postgresql_waits_for_is_said_in_words(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LOCK_TIMEOUT_MS", 100)
    url = cluster.create("waits")
    opened, standby = store.open_engine(url), store.open_engine(f"{url}?options=-c default_transaction_read_only=on")
    async with store.writing(opened) as tx:
        await tx.exec_driver_sql("CREATE TABLE held (x int)")
    async with opened.connect() as holder:
        await holder.exec_driver_sql("LOCK TABLE held")
        with pytest.raises(StoreError, match="Another session holds"):
            async with store.reading(opened) as tx:
                await tx.exec_driver_sql("SELECT * FROM held")
    with pytest.raises(StoreError, match="lets nobody write"):
        async with store.writing(standby) as tx:
            await tx.exec_driver_sql("INSERT INTO held VALUES (1)")
    await opened.dispose()
    await standby.dispose()
    told = faults.in_words(psycopg.OperationalError("FATAL:  sorry, too many clients already"))
    assert "takes no further connection" in told.message


async def test_a_database_that_does_not_answer_is_named_in_words() -> None:
    opened = store.open_engine("postgresql://digest@127.0.0.1:9/none")
    with pytest.raises(StoreError, match="PostgreSQL does not answer"):
        async with store.reading(opened) as tx:
            await store.newsletters.every(tx)
    await opened.dispose()
