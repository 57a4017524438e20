"""A statement for many rows, compiled once for each database.

SQLAlchemy prepares every value of every row anew, which costs several times what the database takes to write it. What
goes through here is given as the driver wants it: numbers, texts, and times as ``micros``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Table, Update, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import ReturningUpdate

AT_ONCE = (50, 10, 1)  # rows in one statement; each size is compiled once, which takes a millisecond a row
Statement = Insert | Select[Any] | Update | ReturningUpdate[Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """A statement whose bound names are given row by row; what the statement itself binds stays as it says.

    It goes to the driver directly, so that the driver's own errors come out.
    """

    statement: Statement

    def run(self, tx: Connection, rows: Sequence[Row]) -> int:
        """Execute it for all rows; returns how many rows it changed."""
        if not rows:
            return 0
        text, bound = _compiled(self.statement, tx.dialect)
        cursor = tx.connection.cursor()
        try:
            if len(rows) == 1:  # psycopg opens a pipeline for many, which costs more than the statement
                cursor.execute(text, bound(rows[0]))
            else:
                cursor.executemany(text, [bound(row) for row in rows])
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def rows(self, tx: Connection, row: Row) -> Sequence[Sequence[Any]]:
        """Execute it once; returns what it returns, as the driver gives it."""
        text, bound = _compiled(self.statement, tx.dialect)
        cursor = tx.connection.cursor()
        try:
            cursor.execute(text, bound(row))
            return cursor.fetchall()
        finally:
            cursor.close()


@dataclass(frozen=True, slots=True)
class Rows:
    """New rows, many in one statement, for SQLite.

    Row by row its driver lets go of the interpreter's lock and waits for it again, up to 5 ms where another thread is
    busy. What is there already is left alone.
    """

    table: Table

    def run(self, tx: Connection, rows: Sequence[Row]) -> int:
        """Insert them all; returns how many were new. A row has all columns that the database does not count itself."""
        if not rows:
            return 0
        names = tuple(column.name for column in self.table.c if column.name in rows[0])
        in_order, new, start = itemgetter(*names), 0, 0
        cursor = tx.connection.cursor()
        try:
            while start < len(rows):
                size = next(size for size in AT_ONCE if size <= len(rows) - start)
                values = chain.from_iterable(map(in_order, rows[start : start + size]))
                cursor.execute(_insert(self.table, names, size), tuple(values))
                new += cursor.rowcount
                start += size
        finally:
            cursor.close()
        return new


@lru_cache(maxsize=32)
def _insert(table: Table, names: tuple[str, ...], size: int) -> str:
    values: list[dict[str, Any]] = [{name: bindparam(f"{name}_{row}") for name in names} for row in range(size)]
    return str(sqlite.insert(table).values(values).on_conflict_do_nothing().compile(dialect=sqlite.dialect()))


@lru_cache(maxsize=32)
def _compiled(statement: Statement, dialect: Dialect) -> tuple[str, Callable[[Row], Any]]:
    """The statement's text, and what makes of a row the values that the driver wants beside it."""
    compiled = statement.compile(dialect=dialect)
    own = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
    if not compiled.positiontup:
        return compiled.string, lambda row: {**own, **row}
    in_order = itemgetter(*compiled.positiontup)
    return compiled.string, (lambda row: in_order({**own, **row})) if own else in_order
