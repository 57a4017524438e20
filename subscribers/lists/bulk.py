"""Many rows at once, as the driver wants them: ``executemany`` on SQLite, ``COPY`` on PostgreSQL.

SQLAlchemy prepares every value of every row anew, which costs several times what the database takes to write it. Values
here are what is stored: numbers, texts, times as ``micros``, JSON as its text.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table
from sqlalchemy.ext.asyncio import AsyncConnection

BLOCK = 1000  # rows
# PostgreSQL 15, COPY, "Text Format": what has a meaning of its own there.
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
IN_A_LIST = 10_000  # values that one statement compares with; SQLite takes 32,766


async def insert_rows(tx: AsyncConnection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows; a value each for these columns.

    Raises:
        the driver's own IntegrityError: one of them is there already; none is written.
    """
    if tx.dialect.name == "postgresql":
        await copy_rows(tx, table, columns, as_copied(rows))
        return
    # All names are those of our own tables.
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    raw: Any = (await tx.get_raw_connection()).driver_connection
    await raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of our own tables


async def copy_rows(tx: AsyncConnection, table: Table, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Write rows as ``as_copied`` makes them; the server takes one block in while we make the next.

    Raises:
        the driver's own IntegrityError: one of them is there already; none is written.
    """
    raw: Any = (await tx.get_raw_connection()).driver_connection
    async with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
        for block in blocks:
            await copy.write(block)


def as_copied(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows in the text format of PostgreSQL's ``COPY``, in blocks."""
    left = iter(rows)
    while block := list(islice(left, BLOCK)):
        line = "\t".join(["%s"] * len(block[0])) + "\n"
        text = "".join([line % row for row in block])
        # Nearly no value needs to be escaped, and to look for one that does is much quicker than to escape all.
        if None in chain.from_iterable(block) or not _is_plain(text, len(block), len(block[0])):
            text = "".join([line % tuple(map(_escaped, row)) for row in block])
        yield text.encode()


def as_copied_alike(ids: Iterable[int], alike: Sequence[Any]) -> bytes:
    """Rows that differ by an id, their first value, alone."""
    after = "".join(f"\t{_escaped(value)}" for value in alike) + "\n"
    return (after.join(map(str, ids)) + after).encode()


def _is_plain(text: str, rows: int, width: int) -> bool:
    """Whether nothing in a text means more than itself but the tabs and line ends between so many values."""
    return not ("\\" in text or "\r" in text) and (text.count("\t"), text.count("\n")) == (rows * (width - 1), rows)


def _escaped(value: Any) -> Any:
    if value is None:
        return r"\N"
    return value.translate(ESCAPES) if isinstance(value, str) else value


async def pages_of(
    tx: AsyncConnection, query: Select[Any], column: Column[Any] | ColumnElement[Any], values: Sequence[Any]
) -> AsyncIterator[Any]:
    """The rows of a query for those of its rows in which ``column`` is one of many ``values``."""
    for start in range(0, len(values), IN_A_LIST):
        for row in await tx.execute(query.where(column.in_(values[start : start + IN_A_LIST]))):
            yield row
