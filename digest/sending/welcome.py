"""Who of a batch may still be written to, at the last moment before a letter leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import subscribers
from digest import store
from digest.model import Delivery, Errand, ErrandKind


async def welcome(
    tx: store.Tx, errand: Errand, batch: Sequence[Delivery], *, now: datetime
) -> Mapping[int, subscribers.Recipient]:
    """Who may still be written to. A small mail answers what its reader did, so it goes to whoever is still known."""
    people = [delivery.recipient_id for delivery in batch]
    if errand.kind is not ErrandKind.MAIL:
        return await subscribers.still_welcome(tx, errand.newsletter_id, people, now=now)
    known = await subscribers.whoever(tx, people)
    elsewhere = {one.recipient_id: one.address for one in batch if one.address}
    return {person: replace(one, address=elsewhere.get(person, one.address)) for person, one in known.items()}
