"""The bare way: the same rows into one table with a unique address, by ``executemany`` or ``COPY``, nothing checked."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import psycopg

from bench.child import Watch, answer
from bench.figures import Cost

BLOCK = 1 << 20  # bytes
TABLE = "CREATE TABLE plain (email TEXT NOT NULL UNIQUE, name TEXT, language TEXT, zone TEXT, plan TEXT, age {number})"


async def bring_in(database: str, list_file: str) -> Cost:
    """Bring in a list; ``database`` is a URL of either kind."""
    if database.startswith("sqlite"):
        return _by_executemany(database.partition(":///")[2], Path(list_file))
    return _by_copy(database.replace("postgresql+psycopg", "postgresql"), Path(list_file))


def _by_executemany(database: str, list_file: Path) -> Cost:
    with sqlite3.connect(database) as connection, list_file.open(encoding="utf-8", newline="") as file:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(TABLE.format(number="INTEGER"))
        rows = csv.reader(file)
        next(rows)
        with Watch() as watch:
            done = connection.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.commit()
    return watch.cost(done.rowcount)


def _by_copy(database: str, list_file: Path) -> Cost:
    with psycopg.connect(database) as connection, list_file.open("rb") as file:
        connection.execute(TABLE.format(number="INT"))
        connection.commit()
        with Watch() as watch, connection.cursor() as cursor:
            with cursor.copy("COPY plain FROM STDIN (FORMAT csv, HEADER)") as copy:
                while block := file.read(BLOCK):
                    copy.write(block)
            connection.commit()
        (rows,) = connection.execute("SELECT count(*) FROM plain").fetchone() or (0,)
        return watch.cost(rows)


if __name__ == "__main__":
    answer(bring_in)
