"""What becomes of a row, given what is known here of whom it is about. Data in, data out.

The rule above all: nobody who left, was suppressed or forgotten comes back by a file, whatever it says; and who left
or bounced according to the file is no reader here either.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from subscribers.lists.rowed import Facts, Member, Row, Said
from subscribers.lists.saying import graver
from subscribers.lists.standings import READS, Claim
from subscribers.model import Event, Mode, Standing

GONE = frozenset({Standing.LEFT, Standing.SUPPRESSED})
AWAY = frozenset({Standing.LEFT, Standing.SUPPRESSED, Standing.REMOVED})
NOTHING = Said()


class Outcome(StrEnum):
    """How a row is counted; the names are those of ``ImportReport``."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    TAKEN_OFF = "taken_off"
    LEFT_ALONE = "left_alone"


class Known(NamedTuple):
    """Somebody who is here. ``member`` is None for who never joined this newsletter."""

    person_id: int
    facts: Facts
    member: Member | None


class Fate(NamedTuple):
    """What becomes of a row. ``member`` None: nothing is written of a membership; ``event``: what consent records.

    ``suppress``: the address goes onto the suppression list.
    """

    outcome: Outcome
    facts: Facts
    member: Member | None = None
    event: Event | None = None
    suppress: Claim | None = None


def decide(row: Row, known: Known | None, *, mode: Mode, closed: bool) -> Fate:
    """The fate of a row; ``closed``: its address is on the suppression list."""
    said = row.said or NOTHING
    claim = said.claim or READS
    member = known.member if known else None
    facts = known.facts if known else row.facts
    if claim.standing is Standing.SUPPRESSED:
        return _suppressed(said, claim, facts, member, closed=closed)
    if claim.standing in AWAY:
        return _away(said, claim.standing, facts, member, closed=closed)
    if closed or (member is not None and member.standing in GONE):
        return Fate(Outcome.LEFT_ALONE, facts)
    return _reader(row, said, claim.standing, known, mode)


def _suppressed(said: Said, claim: Claim, facts: Facts, member: Member | None, *, closed: bool) -> Fate:
    if member is None and said.member.before:
        # Our own export knows what the suppression hides; the reader, who alone may undo it, finds it again.
        return Fate(Outcome.TAKEN_OFF, facts, said.member._replace(standing=Standing.SUPPRESSED), None, claim)
    return Fate(Outcome.UNCHANGED if closed else Outcome.TAKEN_OFF, facts, None, None, claim)


def _away(said: Said, standing: Standing, facts: Facts, member: Member | None, *, closed: bool) -> Fate:
    if closed:
        return Fate(Outcome.LEFT_ALONE, facts)
    event = Event.LEAVE if standing is Standing.LEFT else Event.REMOVE
    if member is None:
        return Fate(Outcome.TAKEN_OFF, facts, said.member._replace(standing=standing), event)
    if member.standing in AWAY and not (member.standing is Standing.REMOVED and standing is Standing.LEFT):
        return Fate(Outcome.UNCHANGED, facts)
    if standing is Standing.REMOVED or (said.at and member.since and member.since > said.at):
        return Fate(Outcome.UNCHANGED, facts)  # what they said here is newer than what they said there
    return Fate(Outcome.TAKEN_OFF, facts, member._replace(standing=standing, before=""), event)


def _reader(row: Row, said: Said, standing: Standing, known: Known | None, mode: Mode) -> Fate:
    event = Event.JOIN if standing is Standing.PENDING else Event.CONFIRM
    if known is None:
        return Fate(Outcome.ADDED, row.facts, said.member._replace(standing=standing, before=""), event)
    facts = merged(known.facts, row.facts, overwrite=mode is not Mode.ADD)
    if known.member is None or known.member.standing is Standing.REMOVED:
        fresh = said.member._replace(standing=standing, before="")
        return Fate(Outcome.ADDED, facts, fresh, event)
    member = known.member
    if row.said:
        member = chosen(member, said.member, overwrite=mode is not Mode.ADD)
    if known.member.standing is Standing.PENDING and standing is not Standing.PENDING:
        return Fate(Outcome.UPDATED, facts, member._replace(standing=standing, since=said.member.since), event)
    changed = facts != known.facts or member != known.member
    return Fate(Outcome.UPDATED if changed else Outcome.UNCHANGED, facts, member)


def merged(old: Facts, new: Facts, *, overwrite: bool) -> Facts:
    """What is known, with what a file says: on top of it, or only where there was nothing. Blanks take nothing away."""
    top, under = (new, old) if overwrite else (old, new)
    return Facts(
        top.name or under.name,
        top.language or under.language,
        top.zone or under.zone,
        {**under.attributes, **top.attributes}
        if top.attributes and under.attributes
        else top.attributes or under.attributes,
    )


def chosen(old: Member, new: Member, *, overwrite: bool) -> Member:
    """A membership with what a file says of the reader's choices, by the same rule."""
    top, under = (new, old) if overwrite else (old, new)
    left_out = (one.picks for one in (top, under) if one.picks and (one is new or not one.picks.everything))
    return old._replace(
        cadence=top.cadence or under.cadence,
        hour=under.hour if top.hour is None else top.hour,
        snoozed=top.snoozed or under.snoozed,
        picks=next(left_out, old.picks),
    )


def without_repeats(rows: Iterable[Row], *, mode: Mode) -> tuple[list[Row], list[Row]]:
    """A page with everybody once, and the rows that were about the same people again.

    In the order of their addresses, because rows that are neighbours in an index are written several times faster;
    those of whose standing the file speaks come after the others.
    """
    first: dict[str, Row] = {}
    again: list[Row] = []
    for row in rows:
        before = first.setdefault(row.canonical, row)
        if before is not row:
            again.append(row)
            first[row.canonical] = _both(before, row, overwrite=mode is not Mode.ADD)
    rows = [first[key] for key in sorted(first)]
    if any(row.said for row in rows):
        rows.sort(key=lambda row: row.said is not None)
    return rows, again


def _both(one: Row, other: Row, *, overwrite: bool) -> Row:
    said = one.said or other.said
    if one.said and other.said:
        said = other.said if graver(one.said.claim, other.said.claim) is other.said.claim else one.said
    return one._replace(**merged(one.facts, other.facts, overwrite=overwrite)._asdict(), said=said)
