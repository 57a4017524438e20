"""Databases that can be copied: each round begins with the same rows, none of them touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.clusters import a_cluster, programs

PREPARED = "prepared"


@dataclass(frozen=True, slots=True)
class Database:
    """``prepared`` is filled once; ``copy`` makes a fresh one of it and ``drop`` throws that away."""

    name: str
    prepared: str
    copy: Callable[[], str]
    drop: Callable[[], object]


@contextmanager
def open_database(kind: str, folder: Path) -> Iterator[Database]:
    """An empty database of a kind; ``folder`` is where SQLite keeps its file."""
    if kind == "postgresql":
        with _postgresql() as database:
            yield database
    else:
        yield _sqlite(folder)


def _sqlite(folder: Path) -> Database:
    prepared, copied = folder / "prepared.db", folder / "round.db"

    def copy() -> str:
        shutil.copyfile(prepared, copied)
        return f"sqlite:///{copied}"

    def drop() -> None:
        for path in folder.glob("round.db*"):
            path.unlink()

    return Database("SQLite", f"sqlite:///{prepared}", copy, drop)


@contextmanager
def _postgresql() -> Iterator[Database]:
    where = programs()
    if where is None:
        raise SystemExit("PostgreSQL's programs are not installed; leave it out with --database sqlite.")
    # PostgreSQL's own defaults, fsync and synchronous_commit among them: what a commit promises is what is measured.
    with a_cluster(where, settings=()) as cluster:
        prepared = cluster.create(PREPARED)
        yield Database(
            "PostgreSQL",
            prepared,
            lambda: cluster.create("round", like=PREPARED),
            lambda: cluster.drop("round"),
        )
