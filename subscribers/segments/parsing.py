"""Words become a tree, by recursive descent.

::

    either   = both { "or" both }
    both     = one { "and" one }
    one      = "not" one | "(" either ")" | wants | field test
    wants    = "section.NAME" | "topic.NAME" | "source.NAME"
    field    = "zone" | "language" | … (``tree.Field``) | "attribute.NAME"
    test     = ("=" | "!=" | "<" | "<=" | ">" | ">=" | "contains") value
             | ["not"] "in" (value | "(" value { "," value } ")") | "is" ["not"] "set"
    value    = "quoted" | word | number | 2026-11-24 | yes | no | 30 days ago
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches

from subscribers.errors import SegmentError
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
from subscribers.segments.words import Word, fault, words_of

DEEPEST = 20  # parentheses and "not"s within each other
MOST_TESTS = 100
MOST_VALUES = 500  # of one list
LONGEST_NAME = 200  # characters of an attribute
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
ATTRIBUTE = "attribute."
TIMES = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


def parse(text: str, *, now: datetime) -> Test:
    """The tree of a segment; ``now`` is what "30 days ago" counts from.

    Raises:
        SegmentError: it cannot be understood; the message points at the place.
    """
    reader = _Reader(text, words_of(text), now)
    tree = reader.either(0)
    if reader.word.text or reader.word.quoted:
        raise reader.fault('Expected "and", "or", or the end')
    return tree


@dataclass(slots=True)
class _Reader:
    text: str
    words: list[Word]
    now: datetime
    at: int = 0
    tests: int = 0

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def fault(self, expected: str) -> SegmentError:
        found = f", found {self.word.text!r}" if self.word.text else ", and the segment ends"
        return fault(self.text, self.word.at, f"{expected}{found}.")

    def take(self) -> Word:
        word = self.word
        self.at = min(self.at + 1, len(self.words) - 1)
        return word

    def took(self, *words: str) -> bool:
        """Go on if the next word is one of these."""
        if self.word.says(*words):
            self.take()
            return True
        return False

    def either(self, depth: int) -> Test:
        tests = self._joined("or", lambda: self.both(depth))
        return tests[0] if len(tests) == 1 else Some(tests)

    def both(self, depth: int) -> Test:
        tests = self._joined("and", lambda: self.one(depth))
        return tests[0] if len(tests) == 1 else All(tests)

    def _joined(self, word: str, part: Callable[[], Test]) -> tuple[Test, ...]:
        tests = [part()]
        while self.took(word):
            tests.append(part())
        return tuple(tests)

    def one(self, depth: int) -> Test:
        if depth > DEEPEST:
            raise self.fault(f"A segment is at most {DEEPEST} deep")
        if self.took("not"):
            return Not(self.one(depth + 1))
        if self.took("("):
            inner = self.either(depth + 1)
            if not self.took(")"):
                raise self.fault('Expected ")"')
            return inner
        self.tests += 1
        if self.tests > MOST_TESTS:
            raise self.fault(f"A segment has at most {MOST_TESTS} tests")
        return self.wants() or self.test(self.field())

    def wants(self) -> Test | None:
        kind, dot, name = self.word.text.partition(".")
        if self.word.quoted or not dot or not name or kind.lower() not in set(Kind):
            return None
        self.take()
        return Wants(Kind(kind.lower()), name)

    def field(self) -> Field | Attribute:
        word = self.word
        name = word.text
        if not word.quoted and name.lower().startswith(ATTRIBUTE) and len(ATTRIBUTE) < len(name) < LONGEST_NAME:
            self.take()
            return Attribute(name[len(ATTRIBUTE) :])
        if not word.quoted and name.lower() in set(Field):
            self.take()
            return Field(name.lower())
        close = get_close_matches(name.lower(), list(Field), 1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        known = f"{', '.join(Field)}, attribute.NAME, section.NAME, topic.NAME or source.NAME"
        raise self.fault(f"Expected one of {known}{hint}")

    def test(self, field: Field | Attribute) -> Test:
        if self.took("is"):
            test: Test = Not(Known(field)) if self.took("not") else Known(field)
            if not self.took("set"):
                raise self.fault('Expected "set", as in: is set, is not set')
            return test
        if self.took("in"):
            return Within(field, self.values(field))
        if self.word.says("not") and self.words[self.at + 1].says("in"):
            self.at += 2
            return Not(Within(field, self.values(field)))
        if self.took("!="):
            return Not(self.compare(field, Op.EQUAL))
        if self.word.says(*Op):
            return self.compare(field, Op(self.take().text.lower()))
        raise self.fault(f"Expected one of {' '.join(Op)} != in, or: is set")

    def compare(self, field: Field | Attribute, op: Op) -> Test:
        at = self.at
        value = self.value(field)
        ordered = op not in (Op.EQUAL, Op.CONTAINS)
        if op is Op.CONTAINS and (not isinstance(value, str) or field in (Field.SINCE, Field.HOUR)):
            self.at = at
            raise self.fault("Only a text can contain something; expected a text in quotation marks")
        if ordered and isinstance(value, str | bool):
            self.at = at
            raise self.fault(f"Expected a number or a day such as 2026-11-24 after {op}")
        return Compare(field, op, value)

    def values(self, field: Field | Attribute) -> tuple[Value, ...]:
        if not self.took("("):
            return (self.value(field),)
        values = [self.value(field)]
        while self.took(","):
            values.append(self.value(field))
            if len(values) > MOST_VALUES:
                raise self.fault(f"A list has at most {MOST_VALUES} values")
        if not self.took(")"):
            raise self.fault('Expected "," or ")"')
        return tuple(values)

    def value(self, field: Field | Attribute) -> Value:
        """A value as its field wants it.

        Raises:
            SegmentError: it is none.
        """
        at, word = self.at, self.word
        if not word.quoted and (not word.text or word.says("(", ")", ",", *Op, "!=")):
            raise self.fault("Expected a value")
        self.take()
        value: Value = word.text if word.quoted else self._bare(word.text)
        fits = {Field.HOUR: int, Field.SINCE: datetime}.get(field) if isinstance(field, Field) else None
        if field is Field.SINCE:
            value = _moment(value)
        if fits and not (isinstance(value, fits) and not isinstance(value, bool)):
            self.at = at
            raise self.fault(f"Expected {'an hour from 0 to 23' if fits is int else 'a day such as 2026-11-24'}")
        return str(word.text) if isinstance(field, Field) and fits is None else value

    def _bare(self, text: str) -> Value:
        if _NUMBER.fullmatch(text):
            number = float(text) if "." in text else int(text)
            days = TIMES.get(self.word.text.lower()) if not self.word.quoted else None
            if days and self.words[min(self.at + 1, len(self.words) - 1)].says("ago"):
                self.at += 2
                return self.now - timedelta(days=min(number * days, 36_500))
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
