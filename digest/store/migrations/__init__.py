"""The schema's history: steps that lead from version to version.

A step is SQL, ``0002.sqlite.sql`` and ``0002.postgresql.sql`` for the one that leads to version 2: what it does must
not change when the declarations do. It is written once and never touched again; the next change is the next step. The
test suite shows that all steps together make exactly the tables that ``tables.py`` and ``subscribers`` declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files

from sqlalchemy import Connection, func, insert, inspect, select

from digest.errors import SchemaBehind
from digest.store.engine import Tx
from digest.store.tables import schema_version

MOVING = 1  # what databases say that were made while the first step still changed: their tables may be any
LATEST = 2


async def migrate(tx: Tx, *, now: datetime) -> int:
    """Take the steps that are missing; returns how many that were. The caller's transaction makes it all or nothing.

    Raises:
        SchemaBehind: the database is newer than this program, or from before the history.
    """
    have = await version(tx)
    if have == MOVING or have > LATEST:
        raise _behind(have)
    missing = range(max(have, MOVING) + 1, LATEST + 1)
    for number in missing:
        await tx.run_sync(_take, number)
        await tx.execute(insert(schema_version).values(version=number, applied=now))
    return len(missing)


def _take(connection: Connection, step: int) -> None:
    for statement in statements(step, connection.dialect.name):
        connection.exec_driver_sql(statement)


def statements(step: int, dialect: str) -> Iterator[str]:
    """What a step does in a dialect ("sqlite", "postgresql"). A statement ends with a semicolon and an empty line."""
    text = files(__name__).joinpath(f"{step:04}.{dialect}.sql").read_text("utf-8")
    return (one.strip().removesuffix(";") for one in text.split(";\n\n"))


async def version(tx: Tx) -> int:
    """The version of the schema in the database; 0 for an empty one."""
    if not await tx.run_sync(lambda connection: inspect(connection).has_table("schema_version")):
        return 0
    return int((await tx.execute(select(func.max(schema_version.c.version)))).scalar_one_or_none() or 0)


async def check_schema(tx: Tx) -> None:
    """Make sure that program and database speak of the same tables.

    Raises:
        SchemaBehind: they do not; the message says what to do.
    """
    have = await version(tx)
    if have != LATEST:
        raise _behind(have)


def _behind(have: int) -> SchemaBehind:
    if have == MOVING:
        words = "and is from before there were steps: by the program that made it run `digest export` and "
        words += "`digest subscribers export`, then make it anew."
    elif have < LATEST:
        words = f"this program wants {LATEST}: run `digest migrate`."
    else:
        words = f"newer than this program's {LATEST}: install the newer Digest."
    return SchemaBehind(f"The database has schema {have}, {words}", have=str(have), want=str(LATEST))
