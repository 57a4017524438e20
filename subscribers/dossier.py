"""Everything that is known of one person, as they may ask for it (GDPR article 15), ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import canonical_key
from subscribers.bounces import soft_bounces
from subscribers.changes import Change, changes_of
from subscribers.consent import history
from subscribers.model import Person
from subscribers.picks import KINDS
from subscribers.preferences import Choices, preferences
from subscribers.suppression import suppression_of
from subscribers.tables import requests
from subscribers.tokens import Keys


async def dossier(
    tx: AsyncConnection, person_id: int, *, names: Mapping[int, str], keys: Keys
) -> dict[str, Any] | None:
    """All of it; None for somebody who is not here. ``names`` are the newsletters' by id; times are ISO 8601, UTC."""
    found = await preferences(tx, person_id)
    if found is None:
        return None
    suppression = await suppression_of(tx, canonical_key(found.person.canonical, keys))
    bounces = await soft_bounces(tx, person_id)
    asked = await tx.execute(select(requests).where(requests.c.person_id == person_id).order_by(requests.c.id))
    return {
        "person": _person(found.person),
        "newsletters": [_choices(names, chosen) for chosen in found.choices.values()],
        "consent": [
            {"at": _iso(at), "newsletter": _named(names, of), "event": event} | asdict(consent)
            for at, of, event, consent in await history(tx, person_id)
        ],
        "changes": [_change(names, one) for one in reversed(await changes_of(tx, person_id))],
        "requests": [_request(names, row) for row in asked],
        "suppression": _plain(asdict(suppression)) if suppression else None,
        "soft_bounces": _plain(asdict(bounces)) if bounces else None,
    }


def _person(person: Person) -> dict[str, Any]:
    texts = {name: getattr(person, name) for name in ("address", "name", "language", "zone")}
    return {"id": str(person.id), **texts, "attributes": dict(person.attributes), "since": _iso(person.made)}


def _choices(names: Mapping[int, str], chosen: Choices) -> dict[str, Any]:
    return {
        "newsletter": _named(names, chosen.newsletter_id),
        "standing": chosen.standing.value,
        "since": _iso(chosen.since),
        "cadence": chosen.cadence,
        "hour": chosen.hour,
        "snoozed_until": _iso(chosen.snoozed_until),
        "left_out": {kind: sorted(getattr(chosen.picks, kind)) for kind in KINDS if getattr(chosen.picks, kind)},
    }


def _change(names: Mapping[int, str], one: Change) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in ("what", "before", "after", "how")}
    return {"at": _iso(one.at), "newsletter": _named(names, one.newsletter_id), **values}


def _request(names: Mapping[int, str], row: Row[Any]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("kind", "state", "address", "wishes", "client")}
    return {"at": _iso(row.at), "newsletters": [_named(names, of) for of in row.newsletters], **values}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _iso(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _named(names: Mapping[int, str], newsletter_id: int) -> str:
    return names.get(newsletter_id, str(newsletter_id)) if newsletter_id else ""


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
