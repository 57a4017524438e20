"""What the two databases say differently: looking into JSON, and finding a text in another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Exists,
    Integer,
    Numeric,
    String,
    case,
    cast,
    collate,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.tables import memberships, persons

Condition = ColumnElement[bool]


class Held(ABC):
    """One of a reader's attributes, in a statement that looks through them: ``key``, and what its value is."""

    key: ColumnElement[str]

    @abstractmethod
    def is_null(self) -> Condition:
        """Whether it is nothing."""

    @abstractmethod
    def text(self) -> ColumnElement[str]:
        """The text that it is, ordered by its bytes; NULL where it is none."""

    @abstractmethod
    def number(self) -> ColumnElement[Any]:
        """The number that it is; NULL where it is none."""

    @abstractmethod
    def says(self, word: str) -> Condition:
        """Whether it is this one of "true" and "false"."""

    @abstractmethod
    def lists(self, text: str) -> Condition:
        """Whether it is a list with this text in it."""

    @abstractmethod
    def source(self) -> Any:
        """Where a statement takes it from."""


class SqliteHeld(Held):
    """By SQLite's ``json_each``."""

    def __init__(self) -> None:
        self._rows = func.json_each(persons.c.attributes).table_valued("key", "value", "type", name="held")
        self.key = cast(self._rows.c.key, String)

    def is_null(self) -> Condition:
        """See ``Held``."""
        return self._rows.c.type == "null"

    def text(self) -> ColumnElement[str]:
        """See ``Held``."""
        return case((self._rows.c.type == "text", cast(self._rows.c.value, String)))

    def number(self) -> ColumnElement[Any]:
        """See ``Held``."""
        return case((self._rows.c.type.in_(("integer", "real")), self._rows.c.value))

    def says(self, word: str) -> Condition:
        """See ``Held``."""
        return self._rows.c.type == word

    def lists(self, text: str) -> Condition:
        """See ``Held``."""
        whole = case((self._rows.c.type == "array", self._rows.c.value), else_="[]")
        return _any(func.json_each(whole).table_valued("value", name="listed"), text)

    def source(self) -> Any:
        """See ``Held``."""
        return self._rows


class PostgresqlHeld(Held):
    """By PostgreSQL's ``json_each``."""

    def __init__(self) -> None:
        self._rows = func.json_each(persons.c.attributes).table_valued("key", "value", name="held")
        self.key = cast(self._rows.c.key, String)
        self._value = cast(self._rows.c.value, JSON)
        self._type = func.json_typeof(self._value)
        self._plain = func.json_build_array(self._value).op("->>", return_type=String())(cast(0, Integer))

    def is_null(self) -> Condition:
        """See ``Held``."""
        return self._type == "null"

    def text(self) -> ColumnElement[str]:
        """See ``Held``."""
        return collate(case((self._type == "string", self._plain)), "C")

    def number(self) -> ColumnElement[Any]:
        """See ``Held``."""
        return case((self._type == "number", cast(self._plain, Numeric)))

    def says(self, word: str) -> Condition:
        """See ``Held``."""
        return case((self._type == "boolean", self._plain)) == word

    def lists(self, text: str) -> Condition:
        """See ``Held``."""
        whole = case((self._type == "array", self._value), else_=cast(literal("[]", String), JSON))
        return _any(func.json_array_elements_text(whole).table_valued("value", name="listed"), text)

    def source(self) -> Any:
        """See ``Held``."""
        return self._rows


def _any(rows: Any, text: str) -> Exists:
    return exists(select(literal(1)).select_from(rows).where(rows.c.value == text))


class Dialect(ABC):
    """How a database says it."""

    @abstractmethod
    def held(self) -> Held:
        """A look through a reader's attributes."""

    @abstractmethod
    def contains(self, text: ColumnElement[str], part: str) -> Condition:
        """Whether a text has another in it, letter for letter."""

    @abstractmethod
    def domain(self) -> ColumnElement[str]:
        """What is behind the "@" of a reader's address."""

    @abstractmethod
    def left_out(self, names: str, name: str) -> Condition:
        """Whether a name is among those of this kind that a reader left out."""


class Sqlite(Dialect):
    """SQLite, with its JSON functions."""

    def held(self) -> Held:
        """See ``Dialect``."""
        return SqliteHeld()

    def contains(self, text: ColumnElement[str], part: str) -> Condition:
        """See ``Dialect``."""
        return func.instr(text, part) > 0

    def domain(self) -> ColumnElement[str]:
        """See ``Dialect``."""
        return func.substr(persons.c.canonical, func.instr(persons.c.canonical, "@") + 1)

    def left_out(self, names: str, name: str) -> Condition:
        """See ``Dialect``."""
        return _any(func.json_each(cast(memberships.c.picks, String), f"$.{names}").table_valued("value"), name)


class Postgresql(Dialect):
    """PostgreSQL."""

    def held(self) -> Held:
        """See ``Dialect``."""
        return PostgresqlHeld()

    def contains(self, text: ColumnElement[str], part: str) -> Condition:
        """See ``Dialect``."""
        return func.strpos(text, part) > 0

    def domain(self) -> ColumnElement[str]:
        """See ``Dialect``."""
        return func.split_part(persons.c.canonical, "@", -1)

    def left_out(self, names: str, name: str) -> Condition:
        """See ``Dialect``."""
        listed = cast(cast(memberships.c.picks, String), JSON)[names]
        return _any(func.json_array_elements_text(listed).table_valued("value"), name)


def dialect_of(tx: AsyncConnection) -> Dialect:
    """The one that the database of a transaction speaks."""
    return Postgresql() if tx.dialect.name == "postgresql" else Sqlite()
