"""What databases complain of, in words: drivers' errors become a StoreError here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from digest.errors import Away, StoreError, Taken


@contextmanager
def in_our_words(engine: AsyncEngine) -> Iterator[None]:
    """Raise what the database raises as a StoreError."""
    # The driver's own errors too: it is spoken to directly where many rows are written.
    try:
        yield
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as fault:
        raise in_words(fault) from fault


def in_words(fault: Exception) -> StoreError:
    """A driver's error as a sentence, whether it comes as SQLAlchemy's or as the driver's own."""
    if isinstance(fault, IntegrityError):
        return Taken(f"It exists already ({_first_line(fault)}).")
    text = _first_line(fault)
    if words := _meant(text, _AWAY):
        return Away(f"{words} ({text})")
    if words := _meant(text, _SIGNS):
        return StoreError(f"{words} ({text})")
    return StoreError(f"The database failed: {text}")


def _meant(text: str, signs: Mapping[str, str]) -> str:
    return next((words for sign, words in signs.items() if sign in text.lower()), "")


def _first_line(fault: Exception) -> str:
    origin = fault.orig if isinstance(fault, DBAPIError) and fault.orig else fault
    return str(origin).strip().splitlines()[0] if str(origin).strip() else type(origin).__name__


_AWAY = {
    "database system is": "PostgreSQL is starting or ending.",
    "connection refused": "PostgreSQL does not answer; is it running, and is database.url right?",
    "failed: no such file or directory": "PostgreSQL does not answer; is it running, and is database.url right?",
    "failed to resolve host": "The host of PostgreSQL is not known by that name; is it running, and is database.url "
    "right?",
    "no route to host": "The host of PostgreSQL cannot be reached; is it running?",
    "network is unreachable": "The host of PostgreSQL cannot be reached; is the network there?",
    "timeout expired": "PostgreSQL does not answer; is it running, and is database.url right?",
}
_SIGNS = {
    "database or disk is full": "The disk is full; nothing was half-written. Make room on it.",
    "no space left": "The disk is full; nothing was half-written. Make room on it.",
    "disk i/o error": "The database file cannot be read or written; look at its disk, and at limits for files "
    "(ulimit -f).",
    "database is locked": "Another process holds the database for too long; try again when it has finished.",
    "unable to open database": "The database file cannot be opened; check database.url and the folder's permissions.",
    "readonly database": "The database file is read-only for this user; check its permissions.",
    "no such table": "The database is empty or too old; run `digest migrate`.",
    "password authentication failed": "PostgreSQL refuses the user or the password; check both in database.url.",
    "no password supplied": "PostgreSQL wants a password; put it into database.url (postgresql://user:password@host/name).",
    "no pg_hba.conf entry": "PostgreSQL lets nobody in from here by that name; check database.url and its pg_hba.conf.",
    "does not exist": "The database, user or table does not exist; check database.url, then run `digest migrate`.",
    "lock timeout": "Another session holds the database's rows or tables for too long; it is waited for.",
    "too many clients": "PostgreSQL takes no further connection; end what holds them, or raise its max_connections.",
    "remaining connection slots": "PostgreSQL takes no further connection; end what holds them, or raise its "
    "max_connections.",
    "read-only transaction": "PostgreSQL lets nobody write: it is a standby, or was set so (target_session_attrs="
    "read-write in database.url looks for another).",
    "file is not a database": "The file of database.url is not an SQLite database.",
}
