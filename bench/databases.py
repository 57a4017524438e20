"""Databases that can be copied: each round begins with the same rows, none of them touched."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.yardsticks import free_port

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
    from tests.databases import as_somebody, programs  # noqa: PLC0415 - needs pytest, and only PostgreSQL needs it

    where = programs()
    if where is None:
        raise SystemExit("PostgreSQL's programs are not installed; leave it out with --database sqlite.")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: a socket's name may have 107 bytes
    somebody, data, port = as_somebody(folder), folder / "data", free_port()

    def run(program: str, *arguments: str) -> None:
        command = [*somebody, str(where / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    def client(program: str, *arguments: str) -> None:
        run(program, "-h", "127.0.0.1", "-p", str(port), "-U", "digest", *arguments)

    def copy() -> str:
        client("createdb", "-T", PREPARED, "round")
        return f"{address}/round"

    address = f"postgresql://digest@127.0.0.1:{port}"
    run("initdb", "-D", str(data), "-U", "digest", "-A", "trust", "-E", "UTF8", "--no-sync")
    # PostgreSQL's own defaults, fsync and synchronous_commit among them: what a commit promises is what is measured.
    listen = f"-p {port} -k {folder} -h 127.0.0.1"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", listen, "start")
    try:
        client("createdb", PREPARED)
        yield Database("PostgreSQL", f"{address}/{PREPARED}", copy, lambda: client("dropdb", "--force", "round"))
    finally:
        run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
