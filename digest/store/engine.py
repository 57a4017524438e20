"""Opening the database, and the two kinds of transaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from digest.errors import SettingsError
from digest.store.connections import BUSY_TIMEOUT_MS, bad_url, database_url, prepare
from digest.store.faults import in_our_words, in_words

Tx = AsyncConnection

SCRUB_TIMEOUT_MS = 1000


def open_engine(text: str) -> AsyncEngine:
    """An engine for a database URL; connects when first used.

    Raises:
        SettingsError: the URL names no database we know, or its folder is missing.
    """
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        folder = Path(url.database or "").expanduser().resolve().parent
        if not folder.is_dir():
            raise SettingsError(f"database.url: the folder {folder} does not exist; make it first.", key="database.url")
    try:
        engine = create_async_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except NoSuchModuleError as fault:
        raise bad_url(text) from fault
    prepare(engine.sync_engine)
    return engine


async def close_engine(engine: AsyncEngine) -> None:
    """Close its connections. Whoever is cancelled meanwhile, as by Ctrl-C, is so when they are closed.

    A connection that is left half-closed is complained of with a traceback, by SQLAlchemy.
    """
    closing = asyncio.ensure_future(engine.dispose())
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await asyncio.wait({closing})
        raise


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[Tx]:
    """A transaction that may write; commits at its end, or rolls back on any error.

    Raises:
        Taken: a row that exists once exists already.
        StoreError: the database cannot be used; the message says why.
    """
    with in_our_words(engine):
        async with engine.begin() as tx:
            yield tx


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[Tx]:
    """A transaction that only reads, and sees one moment of the database.

    Raises:
        StoreError: the database cannot be used; the message says why.
    """
    async with connected(engine) as connection, transaction(connection, reading_only=True) as tx:
        yield tx


async def scrub(engine: AsyncEngine) -> None:
    """Let nothing that was deleted lie in SQLite's write-ahead log any longer; where others read, at their next chance.

    PostgreSQL throws it out by itself (autovacuum).
    """
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute(f"PRAGMA busy_timeout={SCRUB_TIMEOUT_MS}")
        await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        await driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One connection for several transactions: for work that keeps something of its own on it (a temporary table).

    Raises:
        StoreError: the database cannot be used; the message says why.
    """
    with in_our_words(engine):
        async with engine.connect() as connection:
            yield connection


@asynccontextmanager
async def transaction(connection: AsyncConnection, *, reading_only: bool = False) -> AsyncIterator[Tx]:
    """One of the transactions of a connection; as ``writing``, or as ``reading``."""
    await connection.execution_options(reading_only=reading_only)
    async with connection.begin():
        yield connection


async def attempt(tx: Tx, work: Callable[[], Awaitable[object]]) -> Exception | None:
    """Do a part of a transaction that may fail alone: what it wrote is taken back then. Returns why it failed.

    Raises:
        StoreError: it is the database that fails, and would for every part.
    """
    try:
        async with tx.begin_nested():
            await work()
    except (OperationalError, InterfaceError) as fault:
        raise in_words(fault) from fault
    except Exception as fault:  # noqa: BLE001 - nobody knows what a part may do; the others shall go on
        return fault
    return None


def insert_new(tx: Tx | Connection, table: Table, *key: str) -> Any:
    """An insert that leaves rows alone whose key is there already; both databases say it the same way.

    With the names of a unique ``key`` only that one may be there; anything else that collides is an error.
    """
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing(index_elements=key or None)
