"""The accounts: candidates = sent + failed + suppressed + excluded + pending + deferred + in doubt, at every moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select, update

from digest.model import Balance, Delivery, DeliveryState
from digest.store.engine import Tx
from digest.store.rows import BEFORE_ALL, of
from digest.store.tables import deliveries, errands

FAILED = (DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.PARKED)

_ACCOUNT = case(
    (deliveries.c.state == DeliveryState.SENT.value, "sent"),
    (deliveries.c.state.in_([state.value for state in FAILED]), "failed"),
    (deliveries.c.state == DeliveryState.SUPPRESSED.value, "suppressed"),
    (deliveries.c.state == DeliveryState.EXCLUDED.value, "excluded"),
    (deliveries.c.state == DeliveryState.IN_DOUBT.value, "in_doubt"),
    (and_(deliveries.c.state == DeliveryState.QUEUED.value, deliveries.c.attempts > 0), "deferred"),
    else_="pending",
)


async def balance(tx: Tx, errand_id: int) -> Balance:
    """The accounts of an errand, counted from its rows."""
    query = select(_ACCOUNT, func.count()).where(of(errand_id)).group_by(_ACCOUNT)
    counts: dict[str, int] = dict((await tx.execute(query)).all())
    frozen = select(errands.c.candidates).where(errands.c.id == errand_id)
    candidates = (await tx.execute(frozen)).scalar_one_or_none() or sum(counts.values())
    return Balance(candidates=candidates, **counts)


async def replies(
    tx: Tx, errand_id: int, states: Sequence[DeliveryState], *, limit: int = 20
) -> list[tuple[int, str, str, int, str, str]]:
    """(recipient id, domain, state, code, enhanced code, text) of deliveries in these states, newest first."""
    columns = ("recipient_id", "domain", "state", "code", "enhanced", "text")
    query = (
        select(*(deliveries.c[name] for name in columns))
        .where(of(errand_id), deliveries.c.state.in_([state.value for state in states]))
        .order_by(deliveries.c.settled.desc())
        .limit(limit)
    )
    return [tuple(row) for row in await tx.execute(query)]


async def failed(tx: Tx, errand_id: int, *, said: bool = False, after: int = BEFORE_ALL, limit: int) -> list[Delivery]:
    """A page of the letters that failed, by ascending reader beyond ``after``.

    ``said``: only those that a server refused, or deferred for too long.
    """
    ended = FAILED if not said else (DeliveryState.REFUSED, DeliveryState.EXPIRED)
    names = ("id", "errand_id", "recipient_id", "domain", "code", "enhanced", "text")
    query = (
        select(deliveries.c.state, *(deliveries.c[name] for name in names))
        .where(of(errand_id, after=after), deliveries.c.state.in_([state.value for state in ended]))
        .where(deliveries.c.code >= int(said))
        .order_by(deliveries.c.recipient_id)
        .limit(limit)
    )
    rows = (await tx.execute(query)).all()
    return [Delivery(state=DeliveryState(row.state), **{name: getattr(row, name) for name in names}) for row in rows]


async def next_try(tx: Tx, errand_id: int) -> datetime | None:
    """When the next letter of an errand is due; None if none is queued."""
    query = select(func.min(deliveries.c.not_before)).where(
        deliveries.c.errand_id == errand_id, deliveries.c.state == DeliveryState.QUEUED.value
    )
    earliest: datetime | None = (await tx.execute(query)).scalar_one()
    return earliest


async def first_keys(tx: Tx, errand_id: int, *, limit: int) -> dict[int, bytes]:
    """The keyed hashes of the addresses that a few readers had when an errand's audience was written, by reader."""
    query = (
        select(deliveries.c.recipient_id, deliveries.c.address_key)
        .where(deliveries.c.errand_id == errand_id)
        .order_by(deliveries.c.recipient_id)
        .limit(limit)
    )
    return {row.recipient_id: bytes(row.address_key) for row in await tx.execute(query)}


async def by_domain(tx: Tx, errand_id: int, *, limit: int = 12) -> list[tuple[str, Balance]]:
    """The accounts of the receiving domains with the most readers."""
    number = func.count()
    largest = (
        select(deliveries.c.domain, number.label("readers"))
        .where(of(errand_id))
        .group_by(deliveries.c.domain)
        .order_by(number.desc(), deliveries.c.domain)
        .limit(limit)
    )
    sizes: dict[str, int] = dict((await tx.execute(largest)).all())
    query = (
        select(deliveries.c.domain, _ACCOUNT, number)
        .where(of(errand_id), deliveries.c.domain.in_(list(sizes)))
        .group_by(deliveries.c.domain, _ACCOUNT)
    )
    counts: dict[str, dict[str, int]] = {domain: {} for domain in sizes}
    for domain, account, letters in await tx.execute(query):
        counts[domain][account] = letters
    return [(domain, Balance(candidates=sizes[domain], **found)) for domain, found in counts.items()]


async def letters_of(tx: Tx, person_id: int, *, names: Mapping[int, str], limit: int = 1000) -> list[dict[str, Any]]:
    """The newest letters to one reader, for their own eyes; ``names`` are the newsletters' by id. ISO 8601, UTC."""
    columns = (errands.c.kind, errands.c.newsletter_id, errands.c.made, deliveries.c.state, deliveries.c.settled)
    query = (
        select(*columns)
        .join(deliveries, deliveries.c.errand_id == errands.c.id)
        .where(deliveries.c.recipient_id == person_id)
        .order_by(errands.c.id.desc())
        .limit(limit)
    )
    return [
        {
            "kind": row.kind,
            "newsletter": names.get(row.newsletter_id, str(row.newsletter_id)),
            "made": row.made.isoformat(),
            "state": row.state,
            "settled": row.settled.isoformat() if row.settled else None,
        }
        for row in await tx.execute(query)
    ]


async def forget(tx: Tx, person_id: int) -> None:
    """What servers said of somebody's letters may name them; that there were letters stays in the accounts."""
    # By errand, for the index over errand and recipient: rows of a million readers are not read one by one.
    mine = (deliveries.c.errand_id.in_(select(errands.c.id)), deliveries.c.recipient_id == person_id)
    await tx.execute(update(deliveries).where(*mine).values(text="", address=""))
