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

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

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
    Wants,
    Within,
)
from subscribers.segments.values import value, values
from subscribers.segments.words import Cursor, words_of

DEEPEST = 20  # parentheses and "not"s within each other
MOST_TESTS = 100
LONGEST_NAME = 200  # characters of an attribute
ATTRIBUTE = "attribute."


def parse(text: str, *, now: datetime) -> Test:
    """The tree of a segment; ``now`` is what "30 days ago" counts from.

    Raises:
        SegmentError: it cannot be understood; the message points at the place.
    """
    cursor = Cursor(text, words_of(text))
    tree = _Grammar(cursor, now).either(0)
    if cursor.word.text or cursor.word.quoted:
        raise cursor.fault('Expected "and", "or", or the end')
    return tree


@dataclass(slots=True)
class _Grammar:
    cursor: Cursor
    now: datetime
    tests: int = 0

    def either(self, depth: int) -> Test:
        tests = self._joined("or", lambda: self.both(depth))
        return tests[0] if len(tests) == 1 else Some(tests)

    def both(self, depth: int) -> Test:
        tests = self._joined("and", lambda: self.one(depth))
        return tests[0] if len(tests) == 1 else All(tests)

    def _joined(self, word: str, part: Callable[[], Test]) -> tuple[Test, ...]:
        tests = [part()]
        while self.cursor.took(word):
            tests.append(part())
        return tuple(tests)

    def one(self, depth: int) -> Test:
        if depth > DEEPEST:
            raise self.cursor.fault(f"A segment is at most {DEEPEST} deep")
        if self.cursor.took("not"):
            return Not(self.one(depth + 1))
        if self.cursor.took("("):
            inner = self.either(depth + 1)
            if not self.cursor.took(")"):
                raise self.cursor.fault('Expected ")"')
            return inner
        self.tests += 1
        if self.tests > MOST_TESTS:
            raise self.cursor.fault(f"A segment has at most {MOST_TESTS} tests")
        return self.wants() or self.test(self.field())

    def wants(self) -> Test | None:
        kind, dot, name = self.cursor.word.text.partition(".")
        if self.cursor.word.quoted or not dot or not name or kind.lower() not in set(Kind):
            return None
        self.cursor.take()
        return Wants(Kind(kind.lower()), name)

    def field(self) -> Field | Attribute:
        word = self.cursor.word
        name = word.text
        if not word.quoted and name.lower().startswith(ATTRIBUTE) and len(ATTRIBUTE) < len(name) < LONGEST_NAME:
            self.cursor.take()
            return Attribute(name[len(ATTRIBUTE) :])
        if not word.quoted and name.lower() in set(Field):
            self.cursor.take()
            return Field(name.lower())
        close = get_close_matches(name.lower(), list(Field), 1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        known = f"{', '.join(Field)}, attribute.NAME, section.NAME, topic.NAME or source.NAME"
        raise self.cursor.fault(f"Expected one of {known}{hint}")

    def test(self, field: Field | Attribute) -> Test:
        if self.cursor.took("is"):
            test: Test = Not(Known(field)) if self.cursor.took("not") else Known(field)
            if not self.cursor.took("set"):
                raise self.cursor.fault('Expected "set", as in: is set, is not set')
            return test
        if self.cursor.took("in"):
            return Within(field, values(self.cursor, field, self.now))
        if self.cursor.word.says("not") and self.cursor.after.says("in"):
            self.cursor.take()
            self.cursor.take()
            return Not(Within(field, values(self.cursor, field, self.now)))
        if self.cursor.took("!="):
            return Not(self.compare(field, Op.EQUAL))
        if self.cursor.word.says(*Op):
            return self.compare(field, Op(self.cursor.take().text.lower()))
        raise self.cursor.fault(f"Expected one of {' '.join(Op)} != in, or: is set")

    def compare(self, field: Field | Attribute, op: Op) -> Test:
        at = self.cursor.at
        found = value(self.cursor, field, self.now)
        ordered = op not in (Op.EQUAL, Op.CONTAINS)
        if op is Op.CONTAINS and (not isinstance(found, str) or field in (Field.SINCE, Field.HOUR)):
            raise self.cursor.fault("Only a text can contain something; expected a text in quotation marks", at=at)
        if ordered and isinstance(found, str | bool):
            raise self.cursor.fault(f"Expected a number or a day such as 2026-11-24 after {op}", at=at)
        return Compare(field, op, found)
