"""A statement for many rows, compiled once for each database.

SQLAlchemy prepares every value of every row anew, which costs several times what the database takes to write it. What
goes through here is given as the driver wants it: numbers, texts, and times as ``micros``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update
from sqlalchemy.sql.dml import ReturningUpdate

Statement = Insert | Update | ReturningUpdate[Any]
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


@lru_cache(maxsize=32)
def _compiled(statement: Statement, dialect: Dialect) -> tuple[str, Callable[[Row], Any]]:
    """The statement's text, and what makes of a row the values that the driver wants beside it."""
    compiled = statement.compile(dialect=dialect)
    own = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
    if not compiled.positiontup:
        return compiled.string, lambda row: {**own, **row}
    in_order = itemgetter(*compiled.positiontup)
    return compiled.string, (lambda row: in_order({**own, **row})) if own else in_order
