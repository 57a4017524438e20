"""Values of a segment: texts, numbers, days, yes and no, as the field beside them wants them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from subscribers.segments.tree import Attribute, Field, Op, Value
from subscribers.segments.words import Cursor

MOST_VALUES = 500  # of one list
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
TIMES = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


def values(cursor: Cursor, field: Field | Attribute, now: datetime) -> tuple[Value, ...]:
    """One value, or a list of them in parentheses.

    Raises:
        SegmentError: it is neither.
    """
    if not cursor.took("("):
        return (value(cursor, field, now),)
    found = [value(cursor, field, now)]
    while cursor.took(","):
        found.append(value(cursor, field, now))
        if len(found) > MOST_VALUES:
            raise cursor.fault(f"A list has at most {MOST_VALUES} values")
    if not cursor.took(")"):
        raise cursor.fault('Expected "," or ")"')
    return tuple(found)


def value(cursor: Cursor, field: Field | Attribute, now: datetime) -> Value:
    """A value as its field wants it.

    Raises:
        SegmentError: it is none.
    """
    at, word = cursor.at, cursor.word
    if not word.quoted and (not word.text or word.says("(", ")", ",", *Op, "!=")):
        raise cursor.fault("Expected a value")
    cursor.take()
    found: Value = word.text if word.quoted else _bare(cursor, word.text, now)
    fits = {Field.HOUR: int, Field.SINCE: datetime}.get(field) if isinstance(field, Field) else None
    if field is Field.SINCE:
        found = _moment(found)
    if fits and not (isinstance(found, fits) and not isinstance(found, bool)):
        raise cursor.fault(f"Expected {'an hour from 0 to 23' if fits is int else 'a day such as 2026-11-24'}", at=at)
    return str(word.text) if isinstance(field, Field) and fits is None else found


def _bare(cursor: Cursor, text: str, now: datetime) -> Value:
    if _NUMBER.fullmatch(text):
        number = float(text) if "." in text else int(text)
        days = TIMES.get(cursor.word.text.lower()) if not cursor.word.quoted else None
        if days and cursor.after.says("ago"):
            cursor.at += 2
            return now - timedelta(days=min(number * days, 36_500))
        return number
    if text.lower() in YES_NO:
        return YES_NO[text.lower()]
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-24") else text
    except ValueError:
        return text


def _moment(value: Value) -> Value:
    """A day as the moment at which it begins, in UTC."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return value
    return datetime.combine(value, time(), UTC) if type(value) is date else value
