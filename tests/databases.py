"""Databases for the tests: SQLite in a file, and a PostgreSQL of our own on a free port in a temporary folder.

Never a server that happens to run on the machine. Without PostgreSQL its tests skip with that reason; with CI=true
they fail.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digest import store
from tests.makers import NOW

SETTINGS = ("max_connections=60", "shared_buffers=64MB", "log_min_messages=panic")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parent.parent.name))
    if found:
        return found[0].parent
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


def as_somebody(folder: Path) -> list[str]:
    """PostgreSQL will not run as root; there it runs as nobody, who then owns the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A running PostgreSQL; its address without a database name."""
    where = programs()
    if where is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("PostgreSQL's programs are not installed.")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: a socket's name may have 107 bytes
    somebody = as_somebody(folder)
    data, port = folder / "data", free_port()
    run = [*somebody, str(where / "initdb"), "-D", str(data), "-U", "digest", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(run, check=True, capture_output=True, cwd=folder)
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    control = [*somebody, str(where / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-l", str(folder / "log"), "-o", f"-p {port} -k {folder} -h 127.0.0.1 {options}", "start"]
    subprocess.run(start, check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql://digest@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/digest.db"
        return
    server = request.getfixturevalue("postgresql")
    name = f"t{abs(hash(request.node.nodeid + str(tmp_path)))}"
    admin = store.open_engine(f"{server}/postgres")
    async with admin.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    async with admin.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.dispose()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine over a database with all tables."""
    opened = store.open_engine(database_url)
    async with store.writing(opened) as tx:
        await store.migrate(tx, now=NOW)
    yield opened
    await opened.dispose()


@pytest.fixture
async def tx(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that may write; committed at the end."""
    async with store.writing(engine) as opened:
        yield opened
