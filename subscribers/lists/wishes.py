"""What somebody says that columns mean: ``Plan=attribute.plan:number``, ``Nr=ignored``, ``#3=name``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from subscribers.errors import ListRefused
from subscribers.lists.cells import Kind
from subscribers.lists.columns import as_attribute
from subscribers.lists.meanings import KEPT, SINGLE, Column, Meaning, plain, split_kind


def apply_wishes(columns: Sequence[Column], wishes: Iterable[str], *, others: bool = True) -> list[Column]:
    """The columns with what somebody says of them: ``Plan=attribute.plan:number``, ``Nr=ignored``, ``#3=name``.

    Without ``others`` every attribute that is not named is ignored.

    Raises:
        ListRefused: a wish names no column, or no meaning.
    """
    named = list(columns)
    asked = set()
    for wish in wishes:
        at = _column_of(columns, wish)
        named[at] = _wished(columns[at], wish)
        asked.add(at)
    for at in asked:
        if named[at].meaning in SINGLE:
            twins = [n for n in range(len(named)) if n not in asked and named[n].meaning is named[at].meaning]
            for twin in twins:
                named[twin] = replace(as_attribute(twin, named[twin].title, []), guessed=True)
    if others:
        return named
    ignored = Meaning.IGNORED
    return [
        replace(one, meaning=ignored) if one.meaning is Meaning.ATTRIBUTE and one.at not in asked else one
        for one in named
    ]


def _column_of(columns: Sequence[Column], wish: str) -> int:
    title = wish.rpartition("=")[0].strip()
    if re.fullmatch(r"#\d{1,4}", title) and 0 < int(title[1:]) <= len(columns):
        return int(title[1:]) - 1
    for one in columns:
        if plain(one.title) == plain(title) and title:
            return one.at
    known = ", ".join(one.title for one in columns[:20])
    raise ListRefused(f"{wish!r} names no column of this file; expected COLUMN=MEANING, with a column of: {known}.")


def _wished(column: Column, wish: str) -> Column:
    word = wish.rpartition("=")[2].strip()
    if word.startswith(KEPT):
        name, kind = split_kind(word.removeprefix(KEPT))
        if not name or (kind is None and ":" in name):
            raise ListRefused(
                f"{wish!r}: expected attribute.NAME, or attribute.NAME:KIND with a kind of {_said(Kind)}."
            )
        return replace(
            column, meaning=Meaning.ATTRIBUTE, name=name, kind=kind or column.kind, guessed=kind is None, named=True
        )
    if word not in set(Meaning) - {Meaning.ATTRIBUTE}:
        raise ListRefused(f"{wish!r}: {word!r} is no meaning; expected attribute.NAME or one of {_said(Meaning)}.")
    return replace(column, meaning=Meaning(word), name="", lenient=False, named=True)


def _said(words: type[StrEnum]) -> str:
    return ", ".join(one.value for one in words if one != Meaning.ATTRIBUTE)
