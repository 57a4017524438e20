"""A page made ready before the database is asked anything, so that it is done while the page before is being written.

Everybody once, in the order of the index, and of whose standing the file speaks after the others; an id for each,
should they be new. For PostgreSQL also the very bytes: it takes them in by itself, while SQLite goes through rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from subscribers.lists.bulk import as_copied
from subscribers.lists.deciding import without_repeats
from subscribers.lists.job import Import
from subscribers.lists.listed import Page
from subscribers.lists.rowed import Row
from subscribers.lists.writing import person_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """``rows`` are those of the page without ``again``, which were about the same people; ``ids`` has one for each.

    ``copied``: all rows as new people, for ``COPY``; empty where they are to be looked at one by one.
    """

    page: Page
    rows: Sequence[Row]
    again: Sequence[Row]
    ids: range
    copied: Sequence[bytes] = ()


def ready(job: Import, pages: Iterable[Page]) -> Iterator[Ready]:
    """Pages, ready to be taken one after the other. May run in a thread, one page ahead of ``take``."""
    for page in pages:
        rows, again = without_repeats(page.rows, mode=job.mode)
        one = Ready(page=replace(page, rows=()), rows=rows, again=again, ids=job.new_ids(len(rows)))
        if job.copying and not job.careful and not (rows and rows[-1].said):
            one = replace(one, copied=list(as_copied(person_rows(job, zip(one.ids, rows, strict=True)))))
        yield one
