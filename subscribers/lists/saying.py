"""What a row says of somebody's standing, and of what they chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from subscribers.errors import RowRefused
from subscribers.lists.cells import as_client, as_text, as_yes_no, is_nothing
from subscribers.lists.meanings import Column, Meaning
from subscribers.lists.membership import as_cadence, as_history, as_hour, as_picks, as_standing
from subscribers.lists.rowed import Agreed, Member, Said
from subscribers.lists.standings import BOUNCED, COMPLAINED, LEFT, READS, Claim, claim_of
from subscribers.lists.times import as_happened, as_moment, past
from subscribers.model import Standing

M = Meaning
HAPPENED = frozenset({M.SINCE, M.LEFT, M.BOUNCED, M.COMPLAINED})  # where NULL says that it did not
# The worst that a row says of somebody counts.
GRAVITY: Mapping[Standing, int] = {Standing.SUPPRESSED: 3, Standing.LEFT: 2, Standing.REMOVED: 1}


def graver(one: Claim | None, other: Claim | None) -> Claim | None:
    """Of two claims the one that lets us write less."""
    if one is None or other is None:
        return one or other
    return other if GRAVITY.get(other.standing, 0) > GRAVITY.get(one.standing, 0) else one


@dataclass(slots=True)
class _Draft:
    """What was read of one row so far."""

    claim: Claim | None = None
    values: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    reason: str = ""
    at: datetime | None = None
    client: str = ""
    history: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """How a table speaks of standings: in its program's words, and for all its rows where its kind says so."""

    now: datetime
    states: Mapping[str, Claim] = field(default_factory=dict)
    everybody: Claim | None = None

    def of(self, columns: Sequence[Column], cells: Sequence[str]) -> Said | None:
        """What a row says; None for nothing.

        Raises:
            RowRefused: a cell makes no sense, and its column is not lenient.
        """
        draft = _Draft()
        for column in columns:
            cell = cells[column.at].strip()
            if cell and not (column.meaning in HAPPENED and is_nothing(cell)):
                _READ[column.meaning](self, draft, column, cell)
        draft.claim = graver(draft.claim, self.everybody)
        if draft.claim is None and (unsaid := [one for one in columns if _unsaid(one, cells)]):
            title = unsaid[0].title
            raise RowRefused(f"{title} is blank here, so nothing says that they want mail.", field=title)
        if draft == _Draft():
            return None
        if draft.claim and draft.reason and draft.claim.standing is Standing.SUPPRESSED:
            draft.claim = Claim(Standing.SUPPRESSED, draft.reason)
        return Said(
            claim=draft.claim,
            member=Member(**draft.values),
            note=draft.note,
            at=draft.at,
            client=draft.client,
            history=draft.history,
        )


_Reader = Callable[[Saying, _Draft, Column, str], None]


def _unsaid(column: Column, cells: Sequence[str]) -> bool:
    """Whether somebody was asked and gave no answer: a box that nobody ticked is no consent."""
    return column.meaning is M.TAKES_MAIL and not column.lenient and not cells[column.at].strip()


def as_other(column: Column) -> str:
    """How somebody says that a column has nothing to do with a standing."""
    return f"--column '{column.title}=attribute.{column.title}'"


def _refused(column: Column, cell: str, expected: str) -> RowRefused:
    return RowRefused(f"{cell[:100]!r} is no {expected}.", field=column.meaning.value)


def _standing(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    claim = claim_of(cell, saying.states)
    if claim is None:
        words = ", ".join(saying.states) or "active, pending, paused, unsubscribed, bounced, complained, blocked"
        raise RowRefused(
            f"{cell[:100]!r} is no standing; expected one of {words}. If it is something else: {as_other(column)}.",
            field=column.title,
        )
    draft.claim = graver(draft.claim, claim)


def _takes_mail(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    word = as_yes_no(cell)
    if word is None:
        raise RowRefused(f"{cell[:100]!r} is neither yes nor no.", field=column.title)
    draft.claim = graver(draft.claim, READS if word else LEFT)


def _gone(claim: Claim) -> _Reader:
    def read(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
        happened, when = as_happened(cell)
        if happened is None and not column.lenient:
            raise RowRefused(f"{cell[:100]!r} is neither yes or no nor a time.", field=column.title)
        if happened is not False:  # whatever else it says, it says something
            draft.claim = graver(draft.claim, claim)
            draft.at = past(when, saying.now)

    return read


def _member(name: str, understood: Callable[[str, datetime], Any], expected: str) -> _Reader:
    def read(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
        value = understood(cell, saying.now)
        if value is not None:
            draft.values[name] = value
        elif not column.lenient:
            raise _refused(column, cell, expected)

    return read


def _consent(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    history = as_history(cell, saying.now)
    if history is not None:
        draft.history = history
    elif not column.lenient:
        raise _refused(column, cell, "history of consent")


def _client(_saying: Saying, draft: _Draft, _column: Column, cell: str) -> None:
    draft.client = as_client(cell)


def _reason(_saying: Saying, draft: _Draft, _column: Column, cell: str) -> None:
    draft.reason = as_text(cell)[:32]


def _note(_saying: Saying, draft: _Draft, _column: Column, cell: str) -> None:
    draft.note = as_text(cell)[:500]


_READ: Mapping[Meaning, _Reader] = {
    M.STANDING: _standing, M.TAKES_MAIL: _takes_mail, M.LEFT: _gone(LEFT), M.BOUNCED: _gone(BOUNCED),
    M.COMPLAINED: _gone(COMPLAINED), M.REASON: _reason, M.NOTE: _note, M.CLIENT: _client, M.CONSENT: _consent,
    M.BEFORE: _member("before", lambda cell, _: as_standing(cell), "standing"),
    M.SINCE: _member("since", lambda cell, now: past(as_moment(cell), now), "time in the past"),
    M.SNOOZED: _member("snoozed", lambda cell, _: as_moment(cell), "time"),
    M.CADENCE: _member("cadence", lambda cell, _: as_cadence(cell), "cadence"),
    M.HOUR: _member("hour", lambda cell, _: as_hour(cell), "hour from 0 to 23"),
    M.PICKS: _member("picks", lambda cell, _: as_picks(cell), "JSON object of what is left out"),
}  # fmt: skip
SAYING = frozenset(_READ)
