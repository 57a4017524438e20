"""An import under way: what it is told, and what it remembers from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from subscribers.lists.deciding import Fate, Known
from subscribers.lists.rowed import Row
from subscribers.model import ImportReport, Mode
from subscribers.tokens import Keys


@dataclass(slots=True, kw_only=True)
class Import:
    """``source`` is what consent records as the wording: the file's name. ``careful``: look before writing.

    ``copying``: the database takes in whole tables as text, as PostgreSQL does.
    """

    newsletter_id: int
    mode: Mode
    source: str
    keys: Keys
    now: datetime
    dry_run: bool
    first_id: int
    next_id: int
    careful: bool = False
    copying: bool = False
    report: ImportReport = field(default_factory=ImportReport)

    def made_here(self, person_id: int) -> bool:
        """Whether this import made that person: then a further row about them is a repetition."""
        return self.first_id <= person_id < self.next_id

    def new_ids(self, count: int) -> range:
        """So many ids, ascending without a gap; who turns out to be here already has no use for theirs."""
        begin = self.next_id
        self.next_id += count
        return range(begin, self.next_id)


class Settled(NamedTuple):
    """One row, decided. ``person_id`` 0: nobody is kept."""

    row: Row
    known: Known | None
    fate: Fate
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A page whose people are written and whose memberships are not.

    ``plain``: the ids, in order, of new readers with nothing special. Nobody who is special has an id between them.
    """

    plain: Sequence[int] = ()
    others: Sequence[Settled] = ()
