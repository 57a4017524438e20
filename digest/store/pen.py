"""The pen that writes the ledger while letters leave: one connection, one transaction after the other.

A piece of work here is a plain function over a connection. For SQLite the asynchronous engine hops to another thread
and back for every statement, which is nothing for a command and too much for thousands of letters a second; the pen
hops once.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from digest.store.connections import database_url, prepare
from digest.store.faults import in_words
from digest.store.turns import InLoop, InThread, Turns

T = TypeVar("T")
Work = Callable[[Connection], Any]

LONG_IDLE = 10.0  # seconds, after which a server may have left: it is asked before anything is written


class Pen:
    """Writes; ``open_pen`` makes one. It keeps its connection from one piece of work to the next.

    ``stuck`` is for whoever tries again and again to write one thing: why that fails, "" when it is done. Meanwhile
    smaller things may well succeed, on a disk that is nearly full.
    """

    def __init__(self, engine: Engine, turns: Turns) -> None:
        self.stuck = ""
        self._failed = ""
        self._engine = engine
        self._faults = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self._connection: Connection | None = None
        self._used = 0.0
        self._turns = turns

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
        return await self._turns.run(partial(self._write, work))

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

    def _leave(self) -> None:
        self._forget()
        self._engine.dispose()

    async def close(self) -> None:
        """Finish what is being written, and close the connection."""
        try:
            await self._turns.run(self._leave)
        finally:
            await self._turns.close()


@asynccontextmanager
async def open_pen(text: str) -> AsyncIterator[Pen]:
    """A pen for a database URL; connects when it first writes.

    Raises:
        SettingsError: the URL names no database we know.
    """
    pen = _in_thread(text) if _takes_one_writer(text) else _in_loop(text)
    try:
        yield pen
    finally:
        await pen.close()


@asynccontextmanager
async def open_beside(pen: Pen, text: str) -> AsyncIterator[Pen]:
    """Another pen for the same database, for long work on many rows: no letter waits for that, and the loop does not.

    The same one where the database takes one writer at a time.
    """
    if _takes_one_writer(text):
        yield pen
        return
    other = _in_thread(text)
    try:
        yield other
    finally:
        await other.close()


def _takes_one_writer(text: str) -> bool:
    return database_url(text).get_backend_name() == "sqlite"


def _in_thread(text: str) -> Pen:
    engine = create_engine(database_url(text, asynchronous=False), pool_size=1, max_overflow=0)
    prepare(engine, alone=True)
    return Pen(engine, InThread())


def _in_loop(text: str) -> Pen:
    engine = create_async_engine(database_url(text), pool_size=1, max_overflow=0).sync_engine
    prepare(engine, alone=True)
    return Pen(engine, InLoop())
