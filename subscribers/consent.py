"""The record of consent: append-only. It says when, how and to which wording somebody agreed or took it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.model import Consent, Event
from subscribers.tables import consents


async def record(
    tx: AsyncConnection, person_ids: Iterable[int], newsletter_id: int, event: Event, consent: Consent, *, now: datetime
) -> None:
    """Write down the same event for many people."""
    people = list(person_ids)
    if not people:
        return
    rows = [
        {
            "person_id": person,
            "newsletter_id": newsletter_id,
            "at": now,
            "event": event.value,
            "how": consent.how,
            "wording": consent.wording,
            "client": consent.client,
        }
        for person in people
    ]
    await tx.execute(insert(consents), rows)


async def history(tx: AsyncConnection, person_id: int) -> list[tuple[datetime, int, str, Consent]]:
    """What one person agreed to and took back: (when, newsletter id, event, consent), oldest first."""
    rows = await tx.execute(select(consents).where(consents.c.person_id == person_id).order_by(consents.c.id))
    return [
        (row.at, row.newsletter_id, row.event, Consent(how=row.how, wording=row.wording, client=row.client))
        for row in rows
    ]
