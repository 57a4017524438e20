"""Many rows at once, as the driver wants them: ``executemany`` on SQLite, ``COPY`` on PostgreSQL.

SQLAlchemy prepares every value of every row anew, which costs several times what the database takes to write it. Values
here are what is stored: numbers, texts, bytes, times as ``micros``, JSON as its text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table
from sqlalchemy.ext.asyncio import AsyncConnection

BLOCK = 1000  # rows
IN_A_LIST = 10_000  # values that one statement compares with; SQLite takes 32,766


async def insert_rows(tx: AsyncConnection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows; a value each for these columns.

    Raises:
        the driver's own IntegrityError: one of them is there already; none is written.
    """
    names = ", ".join(columns)
    raw: Any = (await tx.get_raw_connection()).driver_connection
    if tx.dialect.name == "postgresql":
        # All names are those of our own tables.
        texts = ", ".join(name for name in columns if not table.c[name].nullable)
        await _copy(raw, f"COPY {table.name} ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}))", rows)
    else:
        marks = ", ".join("?" * len(columns))
        await raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - see above


async def _copy(raw: Any, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    left = iter(rows)
    async with raw.cursor() as cursor, cursor.copy(statement) as copy:
        # In blocks: the server takes one in while we write the next.
        while block := _as_csv(islice(left, BLOCK)):
            await copy.write(block)


def _as_csv(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


async def pages_of(
    tx: AsyncConnection, query: Select[Any], column: Column[Any] | ColumnElement[Any], values: Sequence[Any]
) -> AsyncIterator[Any]:
    """The rows of a query for those of its rows in which ``column`` is one of many ``values``."""
    for start in range(0, len(values), IN_A_LIST):
        for row in await tx.execute(query.where(column.in_(values[start : start + IN_A_LIST]))):
            yield row
