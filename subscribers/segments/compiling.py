"""A tree becomes a condition: columns from a fixed map, every value bound, the same answer on both databases.

A test has two answers, never three: what is not known of a reader does not pass, and so its "not" does. So
``attribute.plan != "pro"`` is true of readers without a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import eq, ge, gt, le, lt
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.segments.dialects import Condition, Dialect, Held, dialect_of
from subscribers.segments.tree import (
    All,
    Attribute,
    Compare,
    Field,
    Kind,
    Known,
    Not,
    Op,
    Some,
    Test,
    Value,
    Wants,
    Within,
)
from subscribers.tables import memberships, persons

COLUMNS: Mapping[Field, ColumnElement[Any]] = {
    Field.ADDRESS: persons.c.canonical,
    Field.DOMAIN: persons.c.canonical,  # what is behind its "@"
    Field.NAME: persons.c.name,
    Field.LANGUAGE: persons.c.language,
    Field.ZONE: persons.c.zone,
    Field.CADENCE: memberships.c.cadence,
    Field.HOUR: memberships.c.hour,
    Field.SINCE: memberships.c.since,
}
LOWER = (Field.ADDRESS, Field.DOMAIN)  # as addresses are compared
BELOW: Mapping[Field, str] = {Field.ZONE: "/", Field.LANGUAGE: "-"}  # "Europe/Riga" is in "Europe"
LEFT_OUT: Mapping[Kind, str] = {Kind.SECTION: "sections", Kind.TOPIC: "topics", Kind.SOURCE: "sources"}
COMPARE: Mapping[Op, Callable[[Any, Any], Any]] = {
    Op.EQUAL: eq, Op.LESS: lt, Op.LESS_OR_EQUAL: le, Op.GREATER: gt, Op.GREATER_OR_EQUAL: ge,
}  # fmt: skip


def condition(tx: AsyncConnection, test: Test) -> Condition:
    """What a statement over ``persons`` and ``memberships`` asks for, in the words of this database."""
    return _compiled(test, dialect_of(tx))


def _compiled(test: Test, dialect: Dialect) -> Condition:
    match test:
        case All(tests):
            return and_(*(_compiled(one, dialect) for one in tests))
        case Some(tests):
            return or_(*(_compiled(one, dialect) for one in tests))
        case Not(inner):
            return not_(_compiled(inner, dialect))
        case Wants(kind, name):
            wanted = name.lower() if kind is Kind.TOPIC else name
            return not_(dialect.left_out(LEFT_OUT[kind], wanted))
    asked = _of_attribute(test, test.field, dialect) if isinstance(test.field, Attribute) else None
    return _sure(_of_field(test, test.field, dialect) if isinstance(test.field, Field) else asked)


def _sure(asked: Any) -> Condition:
    """Yes or no, where the database might say that it does not know."""
    return func.coalesce(asked, false())


def _of_field(test: Compare | Within | Known, field: Field, dialect: Dialect) -> Condition:
    column = COLUMNS[field]
    match test:
        case Known():
            return column.is_not(None) if field in (Field.HOUR, Field.SINCE) else column != ""
        case Within(_, values):
            return or_(*(_within(field, value) for value in values))
        case Compare(_, Op.CONTAINS, value):
            return dialect.contains(dialect.domain() if field is Field.DOMAIN else column, _as_stored(field, value))
        case Compare(_, op, value):
            return _compare(field, op, value)


def _compare(field: Field, op: Op, value: Value) -> Condition:
    column, wanted = COLUMNS[field], _as_stored(field, value)
    if field is Field.DOMAIN:
        return column.endswith(f"@{wanted}", autoescape=True)
    asked: Condition = COMPARE[op](column, wanted)
    return asked


def _within(field: Field, value: Value) -> Condition:
    column, wanted = COLUMNS[field], _as_stored(field, value)
    exactly = _compare(field, Op.EQUAL, value)
    if field is Field.DOMAIN:
        return or_(exactly, column.endswith(f".{wanted}", autoescape=True))
    if field in BELOW:
        # Compared letter by letter, which LIKE does not do everywhere.
        beginning = f"{wanted}{BELOW[field]}"
        return or_(exactly, func.substr(column, 1, len(beginning)) == beginning)
    return exactly


def _as_stored(field: Field, value: Any) -> Any:
    return value.lower() if field in LOWER else value


def _of_attribute(test: Compare | Within | Known, field: Attribute, dialect: Dialect) -> Condition:
    """Whether somebody has an attribute of this name of which the test is true."""
    held = dialect.held()
    match test:
        case Known():
            asked = not_(held.is_null())
        case Within(_, values):
            asked = or_(*(_equal(held, value) for value in values))
        case Compare(_, Op.CONTAINS, value):
            asked = _sure(dialect.contains(held.text(), str(value)))
        case Compare(_, Op.EQUAL, value):
            asked = _equal(held, value)
        case Compare(_, op, value):
            asked = _sure(COMPARE[op](_as_kind(held, value), _plain(value)))
    return exists(select(literal(1)).select_from(held.source()).where(held.key == field.name, asked))


def _equal(held: Held, value: Value) -> Condition:
    """Of a list: whether any of its texts is it."""
    if isinstance(value, bool):
        return _sure(held.says(str(value).lower()))
    same = _sure(_as_kind(held, value) == _plain(value))
    return same if isinstance(value, int | float) else or_(same, held.lists(str(_plain(value))))


def _as_kind(held: Held, value: Value) -> ColumnElement[Any]:
    return held.number() if isinstance(value, int | float) else held.text()


def _plain(value: Value) -> Any:
    """A day as an import keeps it; whatever else it is, as it is."""
    return value.isoformat()[:10] if isinstance(value, date) else value
