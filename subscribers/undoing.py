"""Taking a change back: up to thirty days after it, by the reader's own hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import changes
from subscribers.errors import NotPermitted
from subscribers.model import Consent, Event, Standing
from subscribers.moving import write_address
from subscribers.preferences import current_values, write_value
from subscribers.roll import move, standing_of
from subscribers.stepping import come_back

_BACK_TO = {
    None: Event.LEAVE,  # they had not joined
    Standing.ACTIVE.value: Event.RESUME,
    Standing.PAUSED.value: Event.PAUSE,
    Standing.LEFT.value: Event.LEAVE,
}
_NEVER_IN = {  # whoever left from there was no reader, and taking it back makes none
    Standing.PENDING.value: (Event.JOIN,),
    Standing.REMOVED.value: (Event.JOIN, Event.REMOVE),
}


async def undo(tx: AsyncConnection, person_id: int, change_id: int, *, how: str, now: datetime) -> bool:
    """Take a change back, up to ``changes.UNDOABLE`` after it. Returns whether that changed anything.

    Doing it twice is doing it once; somebody else's change, or one that is too old, is left alone.

    Raises:
        NotPermitted: it would bring back somebody who was suppressed since, or an address that is somebody else's now.
    """
    mine = await changes.changes_of(tx, person_id, since=now - changes.UNDOABLE)
    found = next((one for one in changes.undoable(mine, now=now) if one.id == change_id), None)
    if found is None:
        return False
    if found.what == changes.STANDING:
        before: Any = await _step_back(tx, found, how=how, now=now)
    else:
        before = await _write_back(tx, found, now=now)
    if before is None:
        return False
    await changes.record(
        tx,
        person_id=person_id,
        newsletter_id=found.newsletter_id,
        what=found.what,
        before=before[0],
        after=found.before,
        how=how,
        now=now,
        undoes=found.id,
    )
    return True


async def is_taken_back(tx: AsyncConnection, person_id: int, change_id: int) -> bool:
    """Whether everything is now as it was before one of somebody's changes."""
    found = await changes.change_of(tx, change_id)
    if found is None or found.person_id != person_id:
        return False
    if found.what == changes.STANDING:
        standing = await standing_of(tx, found.newsletter_id, person_id)
        return standing is not None and standing.value == (found.before or Standing.LEFT.value)
    current = await current_values(tx, person_id, found.newsletter_id)
    return bool(current) and current[found.what] == found.before


async def _write_back(tx: AsyncConnection, found: changes.Change, *, now: datetime) -> tuple[Any] | None:
    """The value that was there until now; None where it is what it shall be already."""
    current = await current_values(tx, found.person_id, found.newsletter_id)
    if not current or current[found.what] == found.before:
        return None
    if found.what == "address":
        await write_address(tx, found.person_id, found.before, now=now)
    else:
        await write_value(tx, found.person_id, found.newsletter_id, found.what, found.before, now=now)
    return (current[found.what],)


async def _step_back(tx: AsyncConnection, found: changes.Change, *, how: str, now: datetime) -> tuple[Any] | None:
    """Where somebody stood before they paused, resumed or left: by their own hand, so it is a consent too."""
    standing = await standing_of(tx, found.newsletter_id, found.person_id)
    if standing is None or standing.value == found.before:
        return None
    if standing in (Standing.SUPPRESSED, Standing.PENDING, Standing.REMOVED):
        raise NotPermitted(f"Somebody who is {standing.value} has to confirm anew.", why=standing.value)
    about = {"person_id": found.person_id, "newsletter_id": found.newsletter_id}
    consent = Consent(how=how)
    if found.before in _NEVER_IN:
        steps = _NEVER_IN[found.before] if standing is Standing.LEFT else ()
        for event in steps:
            await move(tx, event, **about, consent=consent, now=now)
        return (standing.value,) if steps else None
    if standing is Standing.LEFT:
        await come_back(tx, **about, consent=consent, now=now)
    if standing is not Standing.LEFT or found.before != Standing.ACTIVE.value:
        await move(tx, _BACK_TO[found.before], **about, consent=consent, now=now)
    return (standing.value,)
