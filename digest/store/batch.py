"""A statement for many rows, compiled once for each database.

SQLAlchemy prepares every value of every row anew, which costs several times what the database takes to write it. What
goes through here is given as the driver wants it: numbers, texts, and times as ``micros``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Update
from sqlalchemy.sql.dml import ReturningUpdate

Statement = Update | ReturningUpdate[Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """An update whose bound names are given row by row; what the statement itself binds stays as it says."""

    statement: Statement

    def run(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute it for all rows; returns how many rows it changed."""
        if not rows:
            return 0
        text, values = self._bound(tx, rows)
        return tx.exec_driver_sql(text, values).rowcount

    def rows(self, tx: Connection, row: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Execute it once; returns what it returns, as the driver gives it."""
        text, values = self._bound(tx, [row])
        return tx.exec_driver_sql(text, values[0]).all()

    def _bound(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[Any]]:
        text, names, constants = _compiled(self.statement, tx.dialect)
        if names is None:
            return text, [{**constants, **row} for row in rows]
        return text, [tuple([row[name] if name in row else constants[name] for name in names]) for row in rows]


@lru_cache(maxsize=32)
def _compiled(
    statement: Update | ReturningUpdate[Any], dialect: Dialect
) -> tuple[str, tuple[str, ...] | None, Mapping[str, Any]]:
    """The statement's text, the names of its values in order (None where the driver takes names), its own values."""
    compiled = statement.compile(dialect=dialect)
    names = tuple(compiled.positiontup) if compiled.positiontup else None
    return compiled.string, names, dict(compiled.params)
