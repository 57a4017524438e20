"""What came back: written down once, however often it comes, with what was done about it.

A row keeps the address only where it proves nothing; of a reader it knows the number, and forgets the rest when
the reader is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Select, delete, func, or_, select, text, update

from digest.model import Copy, DeliveryState, Effect, Rate, Return, ReturnKind, Taken
from digest.store.engine import Tx, insert_new
from digest.store.rows import of
from digest.store.tables import deliveries, errands, returns

LONGEST_TEXT = 500
AT_ONCE = "smtp"  # the source of what was said when the letter was handed over
UNPROVEN = text("effect = 'unproven'")  # in the words of its index
ACTED = (Effect.SUPPRESSED.value, Effect.REMEMBERED.value)


async def record(tx: Tx, one: Return, *, person_id: int | None, domain: str, now: datetime) -> int | None:
    """Write a Return down; None if it was written down before. Until somebody says more, it is only noted."""
    values = {
        "event_key": sha256(one.event_id.encode()).digest(),
        "kind": one.kind.value,
        "source": one.source[:16],
        "effect": (Effect.NOTED if one.proven else Effect.UNPROVEN).value,
        "proven": one.proven,
        "errand_id": one.copy.errand_id if one.copy else None,
        "person_id": person_id,
        "domain": domain[:255],
        "address": "" if person_id else one.address[:320],
        "code": one.code,
        "enhanced": one.enhanced[:12],
        "text": one.text[:LONGEST_TEXT],
        "at": one.when or now,
    }
    written: int | None = (
        await tx.execute(insert_new(tx, returns, "event_key").values(values).returning(returns.c.id))
    ).scalar_one_or_none()
    return written


async def note_effect(tx: Tx, row_id: int, effect: Effect) -> None:
    """Write down what was done."""
    await tx.execute(update(returns).where(returns.c.id == row_id).values(effect=effect.value))


async def has_counted(tx: Tx, copy: Copy, *kinds: ReturnKind) -> bool:
    """Whether a Return of one of these kinds about this copy was acted upon already."""
    query = select(func.count()).where(
        returns.c.errand_id == copy.errand_id,
        returns.c.person_id == copy.person_id,
        returns.c.kind.in_([kind.value for kind in kinds]),
        returns.c.effect.in_(ACTED),
    )
    return int((await tx.execute(query)).scalar_one()) > 0


async def domain_of(tx: Tx, copy: Copy) -> str:
    """The domain a copy was sent to; "" where no such delivery is known."""
    query = select(deliveries.c.domain).where(
        deliveries.c.errand_id == copy.errand_id, deliveries.c.recipient_id == copy.person_id
    )
    return str((await tx.execute(query)).scalar_one_or_none() or "")


async def newsletter_of(tx: Tx, errand_id: int) -> int | None:
    """The newsletter that an errand was of."""
    query = select(errands.c.newsletter_id).where(errands.c.id == errand_id)
    found: int | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def sent_among(tx: Tx, errand_id: int, person_ids: Sequence[int]) -> list[int]:
    """Those of these people whose copy of an errand was accepted."""
    query = select(deliveries.c.recipient_id).where(
        deliveries.c.errand_id == errand_id,
        deliveries.c.recipient_id.in_(person_ids),
        deliveries.c.state == DeliveryState.SENT.value,
    )
    return list((await tx.execute(query)).scalars())


async def newest(
    tx: Tx, *, kind: ReturnKind | None = None, unproven: bool = False, person_id: int | None = None, limit: int = 50
) -> list[Taken]:
    """What came back, the newest first: all of it, or of one kind, unproven, or about one reader."""
    query: Select[Any] = select(returns).order_by(returns.c.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(returns.c.kind == kind.value)
    if unproven:
        query = query.where(UNPROVEN)
    if person_id is not None:
        query = query.where(returns.c.person_id == person_id)
    return [_read(row) for row in await tx.execute(query)]


async def came_back(tx: Tx, errand_id: int) -> dict[ReturnKind, int]:
    """Of how many readers' copies something of each kind came back after they were accepted."""
    query = (
        select(returns.c.kind, func.count(func.distinct(returns.c.person_id)))
        .where(returns.c.errand_id == errand_id, returns.c.proven.is_(True), returns.c.source != AT_ONCE)
        .group_by(returns.c.kind)
    )
    return {ReturnKind(kind): number for kind, number in (await tx.execute(query)).all()}


async def rates(tx: Tx, errand_id: int) -> list[Rate]:
    """What came back for an errand, by receiving domain, the domain with most letters first.

    Only what is proven counts, and each copy once for each kind.
    """
    taken = deliveries.c.state == DeliveryState.SENT.value
    sent = select(deliveries.c.domain, func.count()).where(of(errand_id), taken)
    accepted: dict[str, int] = dict((await tx.execute(sent.group_by(deliveries.c.domain))).all())
    came = (
        select(returns.c.domain, returns.c.kind, func.count(func.distinct(returns.c.person_id)))
        .where(returns.c.errand_id == errand_id, returns.c.proven.is_(True))
        .group_by(returns.c.domain, returns.c.kind)
    )
    counts: dict[str, dict[str, int]] = {domain: {} for domain in accepted}
    for domain, kind, number in (await tx.execute(came)).all():
        counts.setdefault(domain, {})[kind] = number
    found = [_rate(domain, accepted.get(domain, 0), kinds) for domain, kinds in counts.items()]
    return sorted(found, key=lambda rate: (-rate.sent, rate.domain))


def _rate(domain: str, sent: int, kinds: dict[str, int]) -> Rate:
    return Rate(
        domain=domain,
        sent=sent,
        hard=kinds.get(ReturnKind.HARD, 0),
        soft=kinds.get(ReturnKind.SOFT, 0),
        policy=kinds.get(ReturnKind.POLICY, 0),
        complaints=kinds.get(ReturnKind.COMPLAINT, 0),
        left=kinds.get(ReturnKind.LEAVE, 0),
    )


async def forget(tx: Tx, person_id: int, address: str = "") -> None:
    """Forget what servers wrote about somebody; that something came back stays in the accounts.

    With the ``address``, that of what anybody wrote about it too.
    """
    about = returns.c.person_id == person_id
    if address:
        about = or_(about, func.lower(returns.c.address) == address.lower())
    await tx.execute(update(returns).where(about).values(address="", text="", person_id=None))


async def prune_unproven(tx: Tx, *, keep: int) -> int:
    """Throw out unproven returns beyond the newest ``keep``: anybody can send as many as they like."""
    oldest = select(returns.c.id).where(returns.c.proven.is_(False)).order_by(returns.c.id.desc()).offset(keep).limit(1)
    last = (await tx.execute(oldest)).scalar_one_or_none()
    if last is None:
        return 0
    done = await tx.execute(delete(returns).where(UNPROVEN, returns.c.id <= last))
    return done.rowcount


def _read(row: Row[Any]) -> Taken:
    names = ("source", "at", "proven", "address", "domain", "code", "enhanced", "text", "errand_id", "person_id")
    values = {name: getattr(row, name) for name in names}
    return Taken(kind=ReturnKind(row.kind), effect=Effect(row.effect), **values)
