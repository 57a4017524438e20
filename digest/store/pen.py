"""The pen that writes the ledger while letters leave: one thread, one connection, one transaction after the other.

The asynchronous engine hops to another thread and back for every statement, which is nothing for a command and too
much for thousands of letters a second. A piece of work here is a plain function over a connection: it hops once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from digest.store.engine import database_url, in_words, prepare

T = TypeVar("T")
Work = Callable[[Connection], Any]

LONG_IDLE = 10.0  # seconds, after which a server may have left: it is asked before anything is written


class Pen:
    """Writes; ``open_pen`` makes one. It keeps its connection from one piece of work to the next.

    ``stuck`` is for whoever tries again and again to write one thing: why that fails, "" when it is done. Meanwhile
    smaller things may well succeed, on a disk that is nearly full.
    """

    def __init__(self, engine: Engine) -> None:
        self.stuck = ""
        self._failed = ""
        self._engine = engine
        self._faults = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self._connection: Connection | None = None
        self._used = 0.0
        self._waiting: SimpleQueue[tuple[Work, asyncio.Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write_on, name="pen", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """Why something could not be written, "" while all is well."""
        return self.stuck or self._failed

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do a piece of work in a transaction of its own; it is durable when this returns.

        Raises:
            StoreError: the database cannot be used; whether the transaction was kept may be unknown.
        """

        def begun(connection: Connection) -> T:
            with connection.begin():
                return work(connection)

        return await self.lend(begun)

    async def lend(self, work: Callable[[Connection], T]) -> T:
        """Do a piece of work that begins its own transaction, or is one statement and needs none.

        Raises:
            StoreError: as ``write``.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put((work, done))
        return await done

    def _write_on(self) -> None:
        """The thread: one piece of work after the other, until there is none."""
        while (item := self._waiting.get()) is not None:
            work, done = item
            try:
                result, fault = self._write(work), None
            except BaseException as trouble:  # noqa: BLE001 - whoever waits is told, whatever it was
                result, fault = None, trouble
            with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
                done.get_loop().call_soon_threadsafe(_tell, done, result, fault)
        self._forget()
        self._engine.dispose()

    def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            done = work(self._ready())
        except self._faults as fault:
            self._forget()
            told = in_words(fault)
            self._failed = told.message
            raise told from fault
        finally:
            self._used = time.monotonic()
        self._failed = ""
        return done

    def _ready(self) -> Connection:
        """The connection, made anew where it is gone."""
        if self._connection is not None and time.monotonic() - self._used > LONG_IDLE:
            try:
                with self._connection.begin():
                    self._connection.execute(select(1))
            except self._faults:
                self._forget()
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _forget(self) -> None:
        """Close the connection, in whatever state it is."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*self._faults):
                connection.invalidate()
                connection.close()

    async def close(self) -> None:
        """Finish what is being written, and close the connection."""
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)


def _tell(done: asyncio.Future[Any], result: object, fault: BaseException | None) -> None:
    if done.done():
        return  # whoever waited was cancelled
    if fault is None:
        done.set_result(result)
    else:
        done.set_exception(fault)


@asynccontextmanager
async def open_pen(text: str) -> AsyncIterator[Pen]:
    """A pen for a database URL; connects when it first writes.

    Raises:
        SettingsError: the URL names no database we know.
    """
    engine = create_engine(database_url(text, asynchronous=False), pool_size=1, max_overflow=0)
    prepare(engine, alone=True)
    pen = Pen(engine)
    try:
        yield pen
    finally:
        await pen.close()
