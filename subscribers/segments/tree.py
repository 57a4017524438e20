"""What a segment says, as a tree of typed nodes. No text of a user's is in it but as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | date | datetime


class Field(StrEnum):
    """What may be asked of a reader; nothing else of the database is within reach."""

    ADDRESS = "address"
    DOMAIN = "domain"
    NAME = "name"
    LANGUAGE = "language"
    ZONE = "zone"
    CADENCE = "cadence"
    HOUR = "hour"
    SINCE = "since"


class Kind(StrEnum):
    """What a reader may have left out; a test of it asks who has not."""

    SECTION = "section"
    TOPIC = "topic"
    SOURCE = "source"


class Op(StrEnum):
    """How a field is compared."""

    EQUAL = "="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a reader, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """``field op value``."""

    field: Field | Attribute
    op: Op
    value: Value


@dataclass(frozen=True, slots=True)
class Within:
    """``field in (values)``: a zone of a continent, a language of a family, a domain below another, or one of a few."""

    field: Field | Attribute
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """``field is set``."""

    field: Field | Attribute


@dataclass(frozen=True, slots=True)
class Wants:
    """``section.sport``: has not left it out."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """``not test``."""

    test: Test


@dataclass(frozen=True, slots=True)
class All:
    """``test and test``."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """``test or test``."""

    tests: tuple[Test, ...]


Test = Compare | Within | Known | Wants | Not | All | Some
