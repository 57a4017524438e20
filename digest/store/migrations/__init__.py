"""The schema's history: an ordered list of steps; the version is how many of them were taken.

A step is SQL, ``0001.sqlite.sql`` and ``0001.postgresql.sql``: what it does must not change when the declarations do.
It is written once and never touched again; the next change is the next step. The test suite shows that all steps
together make exactly the tables that ``tables.py`` and ``subscribers`` declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files

from sqlalchemy import Connection, func, insert, inspect, select

from digest.errors import SchemaBehind
from digest.store.engine import Tx
from digest.store.tables import schema_version

STEPS = ("0001",)


async def migrate(tx: Tx, *, now: datetime) -> int:
    """Take the steps that are missing; returns how many that were. The caller's transaction makes it all or nothing."""
    have = await version(tx)
    if have > len(STEPS):
        raise _behind(have)
    for number, step in enumerate(STEPS[have:], have + 1):
        await tx.run_sync(_take, step)
        await tx.execute(insert(schema_version).values(version=number, applied=now))
    return len(STEPS) - have


def _take(connection: Connection, step: str) -> None:
    for statement in statements(step, connection.dialect.name):
        connection.exec_driver_sql(statement)


def statements(step: str, dialect: str) -> Iterator[str]:
    """What a step does in a dialect ("sqlite", "postgresql"). A statement ends with a semicolon and an empty line."""
    text = files(__name__).joinpath(f"{step}.{dialect}.sql").read_text("utf-8")
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
    if have != len(STEPS):
        raise _behind(have)


def _behind(have: int) -> SchemaBehind:
    want = len(STEPS)
    words = (
        f"The database has schema {have}, this program wants {want}: run `digest migrate`."
        if have < want
        else f"The database has schema {have}, newer than this program's {want}: install the newer Digest."
    )
    return SchemaBehind(words, have=str(have), want=str(want))
