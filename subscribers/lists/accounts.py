"""The accounts of an import: what became of its rows, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from subscribers.lists.deciding import Outcome
from subscribers.lists.job import Settled, Taken
from subscribers.lists.listed import Page
from subscribers.lists.rowed import Row
from subscribers.model import ImportReport, Refusal

EXAMPLES = 20
REPEATED = "The same person stands in this file before."


def with_page(report: ImportReport, page: Page, again: Sequence[Row]) -> ImportReport:
    """The accounts with a page that was read, and whoever stood on it twice."""
    refused, rows = report.refused + len(page.refused), report.rows + page.read
    refusals = (*report.refusals, *page.refused)[:EXAMPLES]
    return _with_repeats(replace(report, rows=rows, refused=refused, refusals=refusals), again)


def with_outcomes(report: ImportReport, taken: Taken, again: Sequence[Row], before: Collection[str]) -> ImportReport:
    """The accounts with what became of rows; ``before``: whoever came on an earlier page."""
    sums = Counter(one.fate.outcome.value for one in taken.others if not _is_repetition(one, before))
    sums[Outcome.ADDED.value] += len(taken.plain)
    report = replace(report, **{name: getattr(report, name) + number for name, number in sums.items()})
    return _with_repeats(report, [*again, *(one.row for one in taken.others if _is_repetition(one, before))])


def _with_repeats(report: ImportReport, again: Sequence[Row]) -> ImportReport:
    found = (Refusal(line=row.line, field="address", value=row.address, reason=REPEATED) for row in again[:EXAMPLES])
    return replace(report, repeated=report.repeated + len(again), repeats=(*report.repeats, *found)[:EXAMPLES])


def _is_repetition(one: Settled, before: Collection[str]) -> bool:
    return one.row.canonical in before and one.fate.outcome is not Outcome.TAKEN_OFF
