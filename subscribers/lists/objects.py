"""The objects of JSON Lines become rows: their values have kinds already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from subscribers.errors import RowRefused
from subscribers.lists.cells import LONGEST, sound
from subscribers.lists.meanings import Column, Meaning
from subscribers.lists.reading import RowReader, warned
from subscribers.lists.rowed import Row
from subscribers.lists.saying import Saying
from subscribers.lists.standings import warning

KEPT = (Meaning.ATTRIBUTE, Meaning.ATTRIBUTES)


class ObjectReader:
    """Reads objects by the columns that their keys are; with ``others`` a key that no column knows is an attribute."""

    def __init__(self, columns: Sequence[Column], saying: Saying, *, exact: bool = False, others: bool = True) -> None:
        meant = [one for one in columns if one.meaning not in KEPT]
        self._titles = [one.title for one in meant]
        self._rows = RowReader([replace(one, at=at) for at, one in enumerate(meant)], saying, exact=exact)
        self._others, self._exact = others, exact
        self._names: Mapping[str, Column] = {one.title: one for one in columns}

    def read(self, line: int, value: dict[str, Any]) -> Row:
        """The row of this object.

        Raises:
            RowRefused: it cannot be used.
        """
        row = self._rows.read(line, [self.as_cell(value.get(title)) for title in self._titles])
        kept: dict[str, Any] = {}
        for key, one in value.items():
            column = self._names.get(key)
            self._watch(line, row, column or Column(at=0, title=key, meaning=Meaning.ATTRIBUTE), one)
            if column is None:
                kept |= {key: one} if self._others and one is not None else {}
            elif column.meaning is Meaning.ATTRIBUTE:
                kept |= {column.name: one} if one is not None else {}
            elif column.meaning is Meaning.ATTRIBUTES and isinstance(one, dict):
                kept |= one
        if not sound(kept) or len(str(kept)) > LONGEST * 10:
            raise RowRefused(
                "Its attributes hold what no database can keep, or too much.",
                line=line,
                field="attributes",
                address=row.canonical,
            )
        return row._replace(attributes=kept)

    def _watch(self, line: int, row: Row, column: Column, value: object) -> None:
        """Leave a row out in whose own field somebody says that they want no mail."""
        if self._exact or column.named or column.meaning not in (Meaning.ATTRIBUTE, Meaning.IGNORED):
            return
        if word := warning(value):
            fault = warned(column, word)
            fault.line, fault.address = line, row.canonical
            raise fault

    @staticmethod
    def as_cell(value: object) -> str:
        """A value as the cell of a table."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)
