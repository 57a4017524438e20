"""Steps that readers take with a newsletter: pause, resume, leave, come back. Each is written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import changes
from subscribers import consent as consents
from subscribers.errors import TokenError
from subscribers.model import Consent, Event, Left, Standing
from subscribers.roll import move, standing_of, write_standing
from subscribers.standing import AWAY, step
from subscribers.tokens import Keys, Purpose, read


async def take_step(
    tx: AsyncConnection, event: Event, *, person_id: int, newsletter_id: int, consent: Consent, now: datetime
) -> int | None:
    """Pause, resume or leave. Returns the number of the change, None where nothing changed.

    Raises:
        NotPermitted: the standing has no such step.
    """
    before = await standing_of(tx, newsletter_id, person_id)
    about = {"person_id": person_id, "newsletter_id": newsletter_id}
    if before is None or not await move(tx, event, **about, consent=consent, now=now):
        return None
    after = await standing_of(tx, newsletter_id, person_id)
    return await changes.record(
        tx,
        person_id=person_id,
        newsletter_id=newsletter_id,
        what=changes.STANDING,
        before=before.value,
        after=after.value if after else None,
        how=consent.how,
        now=now,
    )


async def step_in(
    tx: AsyncConnection, *, person_id: int, newsletter_id: int, consent: Consent, now: datetime
) -> int | None:
    """Somebody who never joined, left, or was taken off the list comes in by their own page.

    Returns the number of the change; None for whoever is there, or must confirm first: somebody pending or suppressed.
    """
    before = await standing_of(tx, newsletter_id, person_id)
    if before is not None and before not in AWAY:
        return None
    about = {"person_id": person_id, "newsletter_id": newsletter_id}
    await come_back(tx, **about, consent=consent, now=now)
    return await changes.record(
        tx,
        **about,
        what=changes.STANDING,
        before=Standing.LEFT.value if before else None,  # whoever takes it back leaves by their own hand
        after=Standing.ACTIVE.value,
        how=consent.how,
        now=now,
    )


async def leave_by_token(tx: AsyncConnection, token: str, *, keys: Keys, now: datetime, why: str) -> Left | None:
    """Leave by the link of a mail, however old (RFC 8058). None for a token that is not ours; never an error."""
    try:
        claims = read(token, Purpose.LEAVE, keys=keys, now=now)
    except TokenError:
        return None
    about = {"person_id": claims.person_id, "newsletter_id": claims.newsletter_id}
    done = await take_step(tx, Event.LEAVE, **about, consent=Consent(how=why), now=now)
    return Left(**about, changed=done is not None, change_id=done)


async def come_back(
    tx: AsyncConnection, *, person_id: int, newsletter_id: int, consent: Consent, now: datetime
) -> None:
    """Somebody who was away is active again: by a link that only their mail held, which is as good as a confirmation.

    Raises:
        NotPermitted: the standing has no such step.
    """
    after = step(step(await standing_of(tx, newsletter_id, person_id), Event.JOIN), Event.CONFIRM)
    await write_standing(tx, newsletter_id, person_id, after, now=now)
    await consents.record(tx, [person_id], newsletter_id, Event.CONFIRM, consent, now=now)
