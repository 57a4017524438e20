"""Variants of issues, and who got which: what was told to whom is the ledger's own rows and nothing beside them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from digest.model import DeliveryState, Variant
from digest.store.codec import from_json, to_json
from digest.store.engine import Tx
from digest.store.tables import deliveries, variants

# Accepted, or it may be yet: nothing of it is told again before it is known that it was not.
TOLD = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.QUEUED, DeliveryState.IN_DOUBT)

History = tuple[tuple[int, int], ...]  # (issue, number of the variant), by ascending issue


async def of_issue(tx: Tx, issue_id: int) -> list[Variant]:
    """An issue's variants, by their numbers from 0 on."""
    query = select(variants.c.content).where(variants.c.issue_id == issue_id).order_by(variants.c.number)
    return [from_json(Variant, content) for content in (await tx.execute(query)).scalars()]


async def keep(tx: Tx, issue_id: int, found: Sequence[Variant], *, first: int = 0) -> None:
    """Write variants down, numbered from ``first`` on; those with the same number are replaced."""
    numbers = range(first, first + len(found))
    await tx.execute(delete(variants).where(variants.c.issue_id == issue_id, variants.c.number >= first))
    rows = [
        {"issue_id": issue_id, "number": number, "content": to_json(one)}
        for number, one in zip(numbers, found, strict=True)
    ]
    if rows:
        await tx.execute(insert(variants), rows)


async def told_by(tx: Tx, issue_ids: Sequence[int]) -> dict[tuple[int, int], frozenset[int]]:
    """The articles that each variant of these issues tells, by issue and number."""
    query = select(variants).where(variants.c.issue_id.in_(issue_ids))
    rows = (await tx.execute(query)).all()
    return {(row.issue_id, row.number): frozenset(from_json(Variant, row.content).told) for row in rows}


async def histories(tx: Tx, issue_ids: Sequence[int], *, first: int, last: int) -> dict[int, History]:
    """Which variants of these issues were sent, or are still to be, to the readers with ids from ``first`` to ``last``.

    Whoever got none of them is not there.
    """
    query = (
        select(deliveries.c.recipient_id, deliveries.c.errand_id, deliveries.c.variant)
        .where(
            deliveries.c.errand_id.in_(issue_ids),
            deliveries.c.recipient_id.between(first, last),
            deliveries.c.state.in_([state.value for state in TOLD]),
        )
        .order_by(deliveries.c.recipient_id, deliveries.c.errand_id)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for recipient_id, issue_id, number in (await tx.execute(query)).all():
        found.setdefault(recipient_id, []).append((issue_id, number))
    return {recipient_id: tuple(rows) for recipient_id, rows in found.items()}
