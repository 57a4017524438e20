"""What a row says of somebody's standing, and of what they chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from subscribers.errors import RowRefused
from subscribers.lists.cells import LONGEST, as_client, as_json, as_text, as_yes_no, is_nothing
from subscribers.lists.meanings import Column, Meaning
from subscribers.lists.rowed import Agreed, Member, Said
from subscribers.lists.standings import BOUNCED, COMPLAINED, LEFT, READS, Claim, claim_of
from subscribers.lists.times import as_happened, as_moment, past
from subscribers.model import Consent, Event, Standing
from subscribers.picks import picks_from

LONGEST_WORD = 64  # characters of a cadence
LONGEST_HISTORY = 1000  # lines
M = Meaning
# The worst that a row says of somebody counts.
HAPPENED = frozenset({M.SINCE, M.LEFT, M.BOUNCED, M.COMPLAINED})  # where NULL says that it did not
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


def _unsaid(column: Column, cells: Sequence[str]) -> bool:
    """Whether somebody was asked and gave no answer: a box that nobody ticked is no consent."""
    return column.meaning is M.TAKES_MAIL and not column.lenient and not cells[column.at].strip()


def as_other(column: Column) -> str:
    """How somebody says that a column has nothing to do with a standing."""
    return f"--column '{column.title}=attribute.{column.title}'"


def _refuse(column: Column, cell: str, expected: str) -> None:
    if not column.lenient:
        raise RowRefused(f"{cell[:100]!r} is no {expected}.", field=column.meaning.value)


def _standing(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    claim = claim_of(cell, saying.states)
    if claim is None:
        words = ", ".join(saying.states) or "active, pending, paused, unsubscribed, bounced, complained, blocked"
        raise RowRefused(
            f"{cell[:100]!r} is no standing; expected one of {words}. If it is something else: {as_other(column)}.",
            field=column.title,
        )
    draft.claim = graver(draft.claim, claim)


def _before(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    if cell in set(Standing):
        draft.values["before"] = cell
    else:
        _refuse(column, cell, "standing")


def _takes_mail(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    word = as_yes_no(cell)
    if word is None:
        raise RowRefused(f"{cell[:100]!r} is neither yes nor no.", field=column.title)
    draft.claim = graver(draft.claim, READS if word else LEFT)


def _gone(claim: Claim) -> Callable[[Saying, _Draft, Column, str], None]:
    def read(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
        happened, when = as_happened(cell)
        if happened is None and not column.lenient:
            raise RowRefused(f"{cell[:100]!r} is neither yes or no nor a time.", field=column.title)
        if happened is not False:  # whatever else it says, it says something
            draft.claim = graver(draft.claim, claim)
            draft.at = past(when, saying.now)

    return read


def _since(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    moment = past(as_moment(cell), saying.now)
    if moment is None:
        _refuse(column, cell, "time in the past")
    else:
        draft.values["since"] = moment


def _snoozed(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    moment = as_moment(cell)
    if moment is None:
        _refuse(column, cell, "time")
    else:
        draft.values["snoozed"] = moment


def _cadence(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    if len(cell) > LONGEST_WORD or not cell.isprintable():
        _refuse(column, cell, "cadence")
    else:
        draft.values["cadence"] = cell


def _hour(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    if cell.isascii() and cell.isdecimal() and int(cell) < 24:
        draft.values["hour"] = int(cell)
    else:
        _refuse(column, cell, "hour from 0 to 23")


def _picks(_saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    value = as_json(cell) if len(cell) <= LONGEST else None
    if isinstance(value, dict) and all(isinstance(names, list) for names in value.values()):
        draft.values["picks"] = picks_from(value)
    else:
        _refuse(column, cell, "JSON object of what is left out")


def _client(_saying: Saying, draft: _Draft, _column: Column, cell: str) -> None:
    draft.client = as_client(cell)


def _reason(_saying: Saying, draft: _Draft, _column: Column, cell: str) -> None:
    draft.reason = as_text(cell)[:32]


def _note(_saying: Saying, draft: _Draft, _column: Column, cell: str) -> None:
    draft.note = as_text(cell)[:500]


def _consent(saying: Saying, draft: _Draft, column: Column, cell: str) -> None:
    value = as_json(cell) if len(cell) <= LONGEST * 10 else None
    lines = [_agreed(one, saying.now) for one in value] if isinstance(value, list) else []
    if not lines or None in lines or len(lines) > LONGEST_HISTORY:
        _refuse(column, cell, "history of consent")
    else:
        draft.history = tuple(one for one in lines if one is not None)


def _agreed(line: Any, now: datetime) -> Agreed | None:
    try:
        at = past(as_moment(line["at"]), now)
        consent = Consent(how=line["how"][:32], wording=line.get("wording", ""), client=line.get("client", "")[:64])
        return Agreed(at, Event(line["event"]), consent) if at else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


_READ: Mapping[Meaning, Callable[[Saying, _Draft, Column, str], None]] = {
    M.STANDING: _standing, M.BEFORE: _before, M.REASON: _reason, M.NOTE: _note, M.SINCE: _since, M.CADENCE: _cadence,
    M.HOUR: _hour, M.SNOOZED: _snoozed, M.PICKS: _picks, M.CONSENT: _consent, M.CLIENT: _client,
    M.TAKES_MAIL: _takes_mail, M.LEFT: _gone(LEFT), M.BOUNCED: _gone(BOUNCED),
    M.COMPLAINED: _gone(COMPLAINED),
}  # fmt: skip
SAYING = frozenset(_READ)
