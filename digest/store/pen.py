"""The pen that writes the ledger while letters leave: one thread, one connection, one transaction after the other.

The asynchronous engine hops to another thread and back for every statement, which is nothing for a command and too
much for thousands of letters a second. A piece of work here is a plain function over a connection: it hops once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from digest.store.engine import database_url, in_words, prepare

T = TypeVar("T")


class Pen:
    """Writes; ``open_pen`` makes one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pen")

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do a piece of work in a transaction of its own; it is durable when this returns.

        Raises:
            StoreError: the database cannot be used; whether the transaction was kept may be unknown.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._write, work)

    def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as tx:
                return work(tx)
        except SQLAlchemyError as fault:
            raise in_words(fault) from fault

    async def close(self) -> None:
        """Finish what is being written, and close the connection."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


@asynccontextmanager
async def open_pen(text: str) -> AsyncIterator[Pen]:
    """A pen for a database URL; connects when it first writes.

    Raises:
        SettingsError: the URL names no database we know.
    """
    url = database_url(text, asynchronous=False)
    engine = create_engine(url, pool_size=1, max_overflow=0, pool_pre_ping=url.get_backend_name() != "sqlite")
    prepare(engine)
    pen = Pen(engine)
    try:
        yield pen
    finally:
        await pen.close()
