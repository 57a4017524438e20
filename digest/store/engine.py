"""Opening the database, and the two kinds of transaction.

SQLite runs with a write-ahead log and ``synchronous=FULL``: a commit that returned survives a
power failure. Writers begin with ``BEGIN IMMEDIATE``, so that two of them wait for each other
instead of failing half-way. Drivers' errors become a StoreError in words here, and nowhere else.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from digest.errors import SettingsError, StoreError, Taken

Tx = AsyncConnection

BUSY_TIMEOUT_MS = 30_000
# What a process that hangs between two statements holds, PostgreSQL takes from it after so long: others wait for it.
IDLE_TIMEOUT_MS = 30_000
# Who waits so long for what another holds (an ALTER TABLE, a VACUUM FULL) says so and tries again. It is longer than
# the time after which a process that hangs loses what it holds.
LOCK_TIMEOUT_MS = 40_000
SCRUB_TIMEOUT_MS = 1000
PASSWORD = re.compile(r"(://[^:@/]*:).*@")  # of a database's URL
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": BUSY_TIMEOUT_MS,
    "foreign_keys": 1,
    "secure_delete": 1,  # what is deleted is overwritten: who is forgotten is not found in the file
}
# (for the event loop, for a thread of its own)
DRIVERS = {
    "sqlite": ("sqlite+aiosqlite", "sqlite+pysqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
    "postgres": ("postgresql+psycopg", "postgresql+psycopg"),
}


def database_url(text: str, *, asynchronous: bool = True) -> URL:
    """A database URL with the driver we use; a bare path means an SQLite file.

    Raises:
        SettingsError: it is neither.
    """
    try:
        url = make_url(text if "://" in text else f"sqlite:///{text}")
    except (ArgumentError, ValueError) as fault:  # a port that is no number, as where several hosts are named
        raise _bad_url(text) from fault
    drivers = DRIVERS.get(url.drivername.partition("+")[0])
    if drivers is None:
        raise _bad_url(text)
    return url.set(drivername=drivers[0 if asynchronous else 1])


def _bad_url(text: str) -> SettingsError:
    shown = PASSWORD.sub(r"\1***@", text)
    return SettingsError(
        f"database.url {shown!r} is not a database; expected sqlite:///path/to/file.db or postgresql://user@host/name "
        f"(several hosts: postgresql://user@/name?host=one:5432&host=two:5432&target_session_attrs=read-write).",
        key="database.url",
    )


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
        raise _bad_url(text) from fault
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


def prepare(engine: Engine, *, alone: bool = False) -> None:
    """Let every connection promise what we promise, and none keep others waiting for ever.

    With ``alone`` a statement outside a transaction is one by itself, as it always is with SQLite.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        return
    event.listen(engine, "connect", _set_timeout)
    if alone:
        event.listen(engine, "connect", _begin_nothing)
        event.listen(engine, "begin", _begin)


def _begin_nothing(connection: Any, _record: object) -> None:
    connection.autocommit = True


def _set_timeout(connection: Any, _record: object) -> None:
    before, connection.autocommit = connection.autocommit, True
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE_TIMEOUT_MS}")
    cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
    cursor.close()
    connection.autocommit = before


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; see _begin
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
        cursor.execute(f"PRAGMA {name}")
        found = cursor.fetchone()
        if found is None or found[0] != value:
            raise StoreError(f"SQLite would not set {name} to {value}; it says {found}.")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Said to the driver: SQLAlchemy makes ready for results, which takes as long as the rest of a small transaction.
    cursor = connection.connection.cursor()
    plain = connection.dialect.name != "sqlite" or connection.get_execution_options().get("reading_only", False)
    cursor.execute("BEGIN" if plain else "BEGIN IMMEDIATE")
    cursor.close()


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[Tx]:
    """A transaction that may write; commits at its end, or rolls back on any error.

    Raises:
        Taken: a row that exists once exists already.
        StoreError: the database cannot be used; the message says why.
    """
    with _in_our_words(engine):
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
    with _in_our_words(engine):
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


@contextmanager
def _in_our_words(engine: AsyncEngine) -> Iterator[None]:
    # The driver's own errors too: it is spoken to directly where many rows are written.
    try:
        yield
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as fault:
        raise in_words(fault) from fault


def insert_new(tx: Tx | Connection, table: Table, *key: str) -> Any:
    """An insert that leaves rows alone whose key is there already; both databases say it the same way.

    With the names of a unique ``key`` only that one may be there; anything else that collides is an error.
    """
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing(index_elements=key or None)


def in_words(fault: Exception) -> StoreError:
    """A driver's error as a sentence, whether it comes as SQLAlchemy's or as the driver's own."""
    if isinstance(fault, IntegrityError):
        return Taken(f"It exists already ({_first_line(fault)}).")
    text = _first_line(fault)
    for sign, words in _SIGNS.items():
        if sign in text.lower():
            return StoreError(f"{words} ({text})")
    return StoreError(f"The database failed: {text}")


def _first_line(fault: Exception) -> str:
    origin = fault.orig if isinstance(fault, DBAPIError) and fault.orig else fault
    return str(origin).strip().splitlines()[0] if str(origin).strip() else type(origin).__name__


_SIGNS = {
    "database or disk is full": "The disk is full; nothing was half-written. Make room, then start again.",
    "no space left": "The disk is full; nothing was half-written. Make room, then start again.",
    "database is locked": "Another process holds the database for too long; try again when it has finished.",
    "unable to open database": "The database file cannot be opened; check database.url and the folder's permissions.",
    "readonly database": "The database file is read-only for this user; check its permissions.",
    "no such table": "The database is empty or too old; run `digest migrate`.",
    "does not exist": "The database, user or table does not exist; check database.url, then run `digest migrate`.",
    "lock timeout": "Another session holds the database's rows or tables for too long; it is waited for.",
    "too many clients": "PostgreSQL takes no further connection; end what holds them, or raise its max_connections.",
    "remaining connection slots": "PostgreSQL takes no further connection; end what holds them, or raise its "
    "max_connections.",
    "read-only transaction": "PostgreSQL lets nobody write: it is a standby, or was set so (target_session_attrs="
    "read-write in database.url looks for another).",
    "database system is": "PostgreSQL is starting or ending.",
    "connection refused": "PostgreSQL does not answer; is it running, and is database.url right?",
    "file is not a database": "The file of database.url is not an SQLite database.",
}
