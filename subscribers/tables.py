"""The tables of ``subscribers``: its own metadata, no foreign key to or from anybody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from subscribers.picks import Picks, packed, unpacked

metadata = MetaData()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# SQLite makes an INTEGER primary key the row itself; PostgreSQL wants eight bytes said aloud.
Id = BigInteger().with_variant(Integer(), "sqlite")


def micros(moment: datetime) -> int:
    """An aware time as it is stored: microseconds since 1970.

    Raises:
        ValueError: for a naive time, which could mean anything.
    """
    if moment.tzinfo is None:
        raise ValueError(f"A naive time ({moment}) cannot be stored; give it a zone.")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(stored: int) -> datetime:
    """A stored time as an aware one."""
    return _EPOCH + timedelta(microseconds=stored)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time as microseconds since 1970, the same eight bytes on every database.

    Raises:
        ValueError: for a naive time, which could mean anything.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Python to database."""
        return None if value is None else micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Database to Python."""
        return None if value is None else moment_of(int(value))


class PicksText(TypeDecorator[Picks]):
    """Picks as JSON text; NULL for everything."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Picks | None, dialect: Dialect) -> str | None:
        """Python to database."""
        return None if value is None else packed(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Picks:
        """Database to Python."""
        return unpacked(value)


def set_aside_columns() -> tuple[Column[Any], ...]:
    """The columns of whatever may be set aside: see ``aside.py``."""
    return (
        Column("tries", Integer, nullable=False, default=0),  # that failed
        Column("later", UtcDateTime),  # when it is tried again
        Column("trouble", Text, nullable=False, default=""),  # why it is set aside
    )


persons = Table(
    "persons",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("address", String(320), nullable=False),
    Column("canonical", String(320), nullable=False, unique=True),
    Column("name", Text, nullable=False, default=""),
    Column("language", String(35), nullable=False, default=""),
    Column("zone", String(64), nullable=False, default=""),
    Column("attributes", JSON, nullable=False, default=dict),
    Column("made", UtcDateTime, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    # A person's memberships lie together, and the key itself is the way to them: one index less to write.
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("newsletter_id", BigInteger, primary_key=True, autoincrement=False),
    Column("standing", String(12), nullable=False),
    Column("before", String(12), nullable=False, default=""),  # the standing that a suppression hides
    Column("cadence", String(64), nullable=False, default=""),
    Column("picks", PicksText),
    Column("hour", Integer),
    Column("snoozed_until", UtcDateTime),
    Column("since", UtcDateTime, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
    # Pages of recipients walk along this one, whatever the size of the list.
    Index("memberships_by_standing", "newsletter_id", "standing", "person_id"),
    sqlite_with_rowid=False,
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, autoincrement=True),  # counted by the database
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("newsletter_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(12), nullable=False),
    Column("how", String(32), nullable=False),
    Column("wording", Text, nullable=False, default=""),
    Column("client", String(64), nullable=False, default=""),
    # Nobody asks for a consent by its id, which only tells the order: where the key is not the row, none is kept.
    PrimaryKeyConstraint("id").ddl_if(dialect="sqlite"),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("at", UtcDateTime, nullable=False),
)

bounces = Table(
    "bounces",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("last", UtcDateTime, nullable=False),
    Column("accepted", UtcDateTime),
    Column("words", Text, nullable=False, default=""),
)

# What somebody asked for at a form, until it is confirmed, answered or forgotten.
requests = Table(
    "requests",
    metadata,
    Column("id", Id, primary_key=True),  # counted by the database
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("asked", UtcDateTime),  # when the last mail about it was written
    Column("times", Integer, nullable=False, default=0),  # how many mails that were
    Column("address", Text, nullable=False, default=""),  # as long as no person has it
    Column("person_id", BigInteger, index=True),
    Column("newsletters", JSON, nullable=False, default=list),
    Column("wishes", JSON, nullable=False, default=dict),
    Column("how", String(32), nullable=False, default=""),
    Column("wording", Text, nullable=False, default=""),
    Column("client", String(64), nullable=False, default=""),
    *set_aside_columns(),
    Index("requests_by_state", "state", "asked", "id"),
)

# What readers changed: append-only. To take a change back is a change too, which names the one that it undoes.
changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),  # counted by the database
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("newsletter_id", BigInteger, nullable=False, default=0),  # 0: about the person
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(16), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("how", String(32), nullable=False, default=""),
    Column("undoes", BigInteger),
)

segments = Table(
    "segments",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
)
