"""A statement that takes many rows as one value, and is one step for the database.

Row by row, the driver lets go of the interpreter's lock and fights for it again for each of them, which costs a send
more than the writing does. So rows go over as one JSON array of arrays, which both databases read as a table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, JSON, BigInteger, Column, ColumnElement, Connection, Update, any_, bindparam, cast, func
from sqlalchemy.types import TypeEngine

from digest.store.batch import Batch


class Given(NamedTuple):
    """The rows as SQL sees them: ``cell(1, Text())`` is the second value of each; ``meant(id)`` are those they are for.

    The first value of a row is the id of what it is for.
    """

    cell: Callable[[int, TypeEngine[Any]], ColumnElement[Any]]
    meant: Callable[[Column[int]], Sequence[ColumnElement[bool]]]


def _in_sqlite() -> Given:
    rows = func.json_each(bindparam("rows")).table_valued("value", name="given")

    def cell(number: int, _: TypeEngine[Any]) -> ColumnElement[Any]:
        return func.json_extract(rows.c.value, f"$[{number}]")

    return Given(cell, lambda key: [key == cell(0, key.type)])


def in_postgresql() -> Given:
    """The rows as PostgreSQL sees them; what is bound is named ``rows``, and their ids ``ids``."""
    rows = func.json_array_elements(cast(bindparam("rows"), JSON)).table_valued("value", name="given")

    def cell(number: int, kind: TypeEngine[Any]) -> ColumnElement[Any]:
        return cast(rows.c.value.op("->>")(number), kind)

    # It takes every JSON for a hundred rows, and would rather read the whole table; an array it counts.
    return Given(
        cell, lambda key: [key == any_(bindparam("ids", type_=ARRAY(BigInteger))), key == cell(0, BigInteger())]
    )


class Bulk:
    """An update over given rows; ``make`` says what of them goes where."""

    def __init__(self, make: Callable[[Given], Update]) -> None:
        self._batches: Mapping[str, Batch] = {
            "sqlite": Batch(make(_in_sqlite())),
            "postgresql": Batch(make(in_postgresql())),
        }

    def run(self, tx: Connection, rows: Sequence[Sequence[Any]], **shared: Any) -> int:
        """Execute it once for all rows; returns how many it changed. Values are numbers and texts without NUL."""
        if not rows:
            return 0
        return self._batches[tx.dialect.name].run(tx, [shared | as_value(rows)])


def as_value(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """What is bound for these rows."""
    return {"ids": [row[0] for row in rows], "rows": json.dumps(rows)}
