"""What bounces and complaints do to a reader, and how a person takes it back.

A hard bounce suppresses at once. Soft ones are remembered: three in a row over at least two weeks suppress.
A letter that arrives ends the row; but "accepted" is not "arrived", because a relay accepts everything and the
bounce comes back days later. So an acceptance counts as a success when ``GRACE`` went by without a bounce.
Only people who have soft bounces have a row here, so a sent letter costs nearly nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import consent as consents
from subscribers.address import canonical_key, parse_address
from subscribers.errors import NotPermitted
from subscribers.model import Consent, Event, SoftBounces, Standing
from subscribers.persons import find, person_by_id
from subscribers.roll import leave
from subscribers.standing import step
from subscribers.suppression import BOUNCE, BY_BOUNCES, SOFT_BOUNCES, suppress_canonical, suppression_of, unsuppress
from subscribers.tables import bounces, memberships
from subscribers.tokens import Keys

IN_A_ROW = 3
OVER = timedelta(weeks=2)
GRACE = timedelta(days=6)  # mail servers give up after five days at most (RFC 5321 §4.5.4.1)
LONGEST_WORDS = 500
PAGE = 500


async def hard_bounce(tx: AsyncConnection, person_id: int, *, keys: Keys, now: datetime, words: str = "") -> bool:
    """The address is none: never write to it again. Returns whether there is such a person."""
    return await _suppress(tx, person_id, BOUNCE, keys=keys, now=now, words=words)


async def soft_bounce(
    tx: AsyncConnection, person_id: int, *, keys: Keys, now: datetime, words: str = ""
) -> SoftBounces | None:
    """Count a failure that is not for good; suppress when it was the third in a row over two weeks.

    Returns the row of bounces as it is now; None if there is no such person.
    """
    if await person_by_id(tx, person_id) is None:
        return None
    row = await soft_bounces(tx, person_id)
    over = row is not None and row.accepted is not None and now - row.accepted >= GRACE
    count, first = (1, now) if row is None or over else (row.count + 1, row.first)
    said = words[:LONGEST_WORDS]
    values = {"number": count, "since": first, "last": now, "accepted": None, "words": said}
    if row is None:
        await tx.execute(insert(bounces).values(person_id=person_id, **values))
    else:
        await tx.execute(update(bounces).where(bounces.c.person_id == person_id).values(**values))
    if count >= IN_A_ROW and now - first >= OVER:
        await _suppress(tx, person_id, SOFT_BOUNCES, keys=keys, now=now, words=words)
    return SoftBounces(count=count, first=first, last=now, words=said)


async def complaint(
    tx: AsyncConnection, person_id: int, *, newsletter_id: int | None, keys: Keys, now: datetime, words: str = ""
) -> bool:
    """The reader called it spam: off the newsletter, and never written to again. Returns whether they are here."""
    if newsletter_id is not None:
        await leave(tx, person_id=person_id, newsletter_id=newsletter_id, why="complaint", now=now)
    return await _suppress(tx, person_id, "complaint", keys=keys, now=now, words=words)


async def _suppress(tx: AsyncConnection, person_id: int, reason: str, *, keys: Keys, now: datetime, words: str) -> bool:
    person = await person_by_id(tx, person_id)
    if person is None:
        return False
    await suppress_canonical(tx, person.canonical, reason=reason, keys=keys, now=now, note=words[:LONGEST_WORDS])
    return True


async def delivered(tx: AsyncConnection, person_ids: Sequence[int], *, now: datetime) -> None:
    """Letters to these people were accepted. Touches only those who have soft bounces.

    The first acceptance after a bounce is noted; one that comes ``GRACE`` later, with no bounce between, ends the row.
    """
    for start in range(0, len(person_ids), PAGE):
        among = bounces.c.person_id.in_(person_ids[start : start + PAGE])
        await tx.execute(delete(bounces).where(among, bounces.c.accepted <= now - GRACE))
        await tx.execute(update(bounces).where(among, bounces.c.accepted.is_(None)).values(accepted=now))


async def with_soft_bounces(tx: AsyncConnection, *, after: int = 0, limit: int = PAGE) -> list[int]:
    """A page of the people who have soft bounces, by ascending id beyond ``after``."""
    query = select(bounces.c.person_id).where(bounces.c.person_id > after).order_by(bounces.c.person_id).limit(limit)
    return list((await tx.execute(query)).scalars())


async def soft_bounces(tx: AsyncConnection, person_id: int) -> SoftBounces | None:
    """Somebody's soft bounces in a row; None if the last letter arrived, as far as anybody knows."""
    row = (await tx.execute(select(bounces).where(bounces.c.person_id == person_id))).one_or_none()
    if row is None:
        return None
    return SoftBounces(count=row.number, first=row.since, last=row.last, words=row.words, accepted=row.accepted)


async def restore(tx: AsyncConnection, address: str, *, keys: Keys, now: datetime, how: str) -> bool:
    """Undo what bounces did: the standings are again what they were, and counting begins anew.

    Returns whether there was anything to undo.

    Raises:
        AddressError: ``address`` is none.
        NotPermitted: it was no bounce that suppressed the address, but the reader's own word or an administrator.
    """
    key = canonical_key(parse_address(address).canonical, keys)
    suppression, person = await suppression_of(tx, key), await find(tx, address)
    if suppression is not None and suppression.reason not in BY_BOUNCES:
        raise NotPermitted(
            f"{address} is suppressed because of: {suppression.reason}. Only the reader can undo that, by confirming.",
            why=suppression.reason,
        )
    await unsuppress(tx, key)
    forgotten = 0
    if person is not None:
        forgotten = (await tx.execute(delete(bounces).where(bounces.c.person_id == person.id))).rowcount
        if suppression is not None:
            await restore_standings(tx, person.id, Consent(how=how, wording=suppression.reason), now)
    return suppression is not None or forgotten > 0


async def restore_standings(tx: AsyncConnection, person_id: int, consent: Consent, now: datetime) -> None:
    """What was hidden by a suppression is so again, with each newsletter."""
    where = (memberships.c.person_id == person_id, memberships.c.standing == Standing.SUPPRESSED.value)
    for row in (await tx.execute(select(memberships).where(*where))).all():
        before = Standing(row.before) if row.before else None
        after = step(Standing.SUPPRESSED, Event.RESTORE, before=before)
        await tx.execute(
            update(memberships)
            .where(*where, memberships.c.newsletter_id == row.newsletter_id)
            .values(standing=after.value, before="", changed=now)
        )
        await consents.record(tx, [person_id], row.newsletter_id, Event.RESTORE, consent, now=now)
