"""A refusal at send time is a bounce: what a server said for good is told to the people's side, once a copy.

It is told when the refusal is in the ledger, and again for all of an errand before that is closed: whatever a crash
left untold is caught up then, and the rest is known by its event id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digest import store
from digest.mailroom import Mailroom
from digest.model import Copy, Delivery
from digest.sending import counting

PAGE = 200


async def tell(mailroom: Mailroom, refused: Sequence[Delivery], *, now: datetime) -> None:
    """Count these refused or expired deliveries as the bounces they are; a test's addressee has none."""
    for start in range(0, len(refused), PAGE):
        async with mailroom.begin() as tx:
            for one in refused[start : start + PAGE]:
                if one.recipient_id > 0 and one.code:
                    copy = Copy(errand_id=one.errand_id, person_id=one.recipient_id)
                    await counting.refused(
                        tx, mailroom, copy, code=one.code, enhanced=one.enhanced, text=one.text, now=now
                    )


async def close(mailroom: Mailroom, errand_id: int, *, now: datetime) -> bool:
    """Close an errand of which nothing is queued or under way. Returns whether it is closed now.

    One that others closed, while a letter of it was in doubt and its server then said "later", is open again.
    """
    async with mailroom.reading() as tx:
        going = await store.errands.is_going(tx, errand_id)
        page = [] if going else await store.ledger.failed(tx, errand_id, said=True, limit=PAGE)
    if going:
        async with mailroom.begin() as tx:
            await store.steering.open_again_if_queued(tx, errand_id, now=now)
        return False
    while page:
        await tell(mailroom, page, now=now)
        async with mailroom.reading() as tx:
            page = await store.ledger.failed(tx, errand_id, said=True, after=page[-1].recipient_id, limit=PAGE)
    async with mailroom.begin() as tx:
        closed = await store.steering.finish_if_done(tx, errand_id)
        if closed:
            await counting.note_delivered(tx, errand_id, now=now)
    return closed
