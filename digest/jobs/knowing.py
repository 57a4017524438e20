"""All that is known of one person: shown to them, and erased."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import subscribers
from digest import store
from digest.model import Taken
from digest.newsroom import Newsroom

MOST_RETURNS = 1000


async def everything_known(newsroom: Newsroom, person_id: int) -> dict[str, Any] | None:
    """All that is known of a reader, for their own eyes; None for somebody who is not here."""
    async with newsroom.reading() as tx:
        names = {one.id: one.title for one in await store.newsletters.every(tx)}
        known = await subscribers.dossier(tx, person_id, names=names, keys=newsroom.keys)
        if known is not None:
            known["letters"] = await store.ledger.letters_of(tx, person_id, names=names)
            came_back = await store.returns.newest(tx, person_id=person_id, limit=MOST_RETURNS)
            known["returns"] = [_returned(one) for one in came_back]
    return known


async def forget(newsroom: Newsroom, person_id: int, *, now: datetime) -> bool:
    """Erase a reader: all that is known of them but sums and one keyed hash. Returns whether there was anybody."""
    async with newsroom.begin() as tx:
        person = await subscribers.person_by_id(tx, person_id)
        if person is None:
            return False
        await store.mails.forget(tx, person_id)
        await store.ledger.forget(tx, person_id)
        await store.returns.forget(tx, person_id, person.address)
        await subscribers.forget(tx, person_id, keys=newsroom.keys, now=now)
    await store.scrub(newsroom.engine)
    return True


def _returned(one: Taken) -> dict[str, Any]:
    values = asdict(one)
    return {name: values[name] for name in ("kind", "effect", "domain", "code", "enhanced", "text")} | {
        "at": one.at.isoformat()
    }
