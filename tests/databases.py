"""Databases for the tests: SQLite in a file, and a PostgreSQL of our own (``tests.clusters``).

Without PostgreSQL its tests skip with that reason; with CI=true
they fail.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digest import store
from tests.clusters import Cluster, a_cluster, programs
from tests.clusters import free_port as free_port
from tests.makers import NOW


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL for the whole run."""
    where = programs()
    if where is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("PostgreSQL's programs are not installed.")
    with a_cluster(where) as running:
        yield running


@pytest.fixture(scope="session")
def postgresql(cluster: Cluster) -> str:
    """The address of a running PostgreSQL, without a database name."""
    return cluster.url


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
