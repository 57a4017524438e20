"""Where a database is, and what every connection to it promises.

SQLite runs with a write-ahead log and ``synchronous=FULL``: a commit that returned survives a
power failure. Writers begin with ``BEGIN IMMEDIATE``, so that two of them wait for each other
instead of failing half-way.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from digest.errors import SettingsError, StoreError

BUSY_TIMEOUT_MS = 30_000
# What a process that hangs between two statements holds, PostgreSQL takes from it after so long: others wait for it.
IDLE_TIMEOUT_MS = 30_000
# Who waits so long for what another holds (an ALTER TABLE, a VACUUM FULL) says so and tries again. It is longer than
# the time after which a process that hangs loses what it holds.
LOCK_TIMEOUT_MS = 40_000
PASSWORD = re.compile(r"(://[^:@/]*:).*@")  # of a database's URL
# Python's driver would keep 128 of each connection. One that names a thousand readers takes a quarter of a megabyte,
# and there is one for each number of them: a long send grew by tens of megabytes.
MOST_STATEMENTS = 16
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
        raise bad_url(text) from fault
    drivers = DRIVERS.get(url.drivername.partition("+")[0])
    if drivers is None:
        raise bad_url(text)
    return url.set(drivername=drivers[0 if asynchronous else 1])


def bad_url(text: str) -> SettingsError:
    """What is wrong with a URL; its password is not shown."""
    shown = PASSWORD.sub(r"\1***@", text)
    return SettingsError(
        f"database.url {shown!r} is not a database; expected sqlite:///path/to/file.db or postgresql://user@host/name "
        f"(several hosts: postgresql://user@/name?host=one:5432&host=two:5432&target_session_attrs=read-write).",
        key="database.url",
    )


def prepare(engine: Engine, *, alone: bool = False) -> None:
    """Let every connection promise what we promise, and none keep others waiting for ever.

    With ``alone`` a statement outside a transaction is one by itself, as it always is with SQLite.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _keep_few_statements)
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


def _keep_few_statements(_dialect: Any, _record: object, _words: object, options: dict[str, Any]) -> None:
    options["cached_statements"] = MOST_STATEMENTS


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
