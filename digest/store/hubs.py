"""Hubs: which source has one, and how far it is with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from digest.model import Hub, HubState
from digest.store.engine import Tx
from digest.store.pool import hubs

_FIELDS = tuple(field.name for field in fields(Hub))


async def find(tx: Tx, source_id: int) -> Hub | None:
    """The hub of a source."""
    row = (await tx.execute(select(hubs).where(hubs.c.source_id == source_id))).one_or_none()
    return _read(row) if row else None


async def every(tx: Tx) -> dict[int, Hub]:
    """All hubs, by source."""
    return {row.source_id: _read(row) for row in await tx.execute(select(hubs))}


async def due(tx: Tx, *, now: datetime, limit: int) -> list[Hub]:
    """Hubs about which something is to be done, the longest waiting first."""
    query = select(hubs).where(hubs.c.next_step <= now).order_by(hubs.c.next_step).limit(limit)
    return [_read(row) for row in await tx.execute(query)]


def offer(tx: Connection, offered: Mapping[int, tuple[str, str]], *, now: datetime) -> None:
    """What sources name now, a hub and its topic each, or "": new hubs are asked soon; the others tell us nothing.

    A plain function over a connection, as the pen wants it.
    """
    known = {row.source_id: _read(row) for row in tx.execute(select(hubs).where(hubs.c.source_id.in_(offered)))}
    for source_id, (url, topic) in offered.items():
        before = known.get(source_id)
        if before and (before.url, before.topic) == (url, topic) and before.state is not HubState.LEAVING:
            continue
        if before:
            tx.execute(delete(hubs).where(hubs.c.source_id == source_id))
        if url and topic:
            values = _values(Hub(source_id=source_id, url=url, topic=topic, next_step=now))
            tx.execute(insert(hubs).values(**values))


async def save(tx: Tx, hub: Hub, *, before: Hub) -> bool:
    """Write how far it is with a hub, unless that changed since; returns whether it was written."""
    unchanged = (
        hubs.c.source_id == before.source_id,
        hubs.c.url == before.url,
        hubs.c.state == before.state.value,
        hubs.c.next_step == before.next_step,
    )
    return bool((await tx.execute(update(hubs).where(*unchanged).values(**_values(hub)))).rowcount)


async def leave(tx: Tx, source_id: int, *, now: datetime) -> None:
    """A source is removed: its hub is asked to stop, if it was asked to begin."""
    hub = await find(tx, source_id)
    if hub is None:
        return
    if hub.state in (HubState.ASKED, HubState.PUSHING):
        values = {"state": HubState.LEAVING.value, "next_step": now, "failures": 0}
        await tx.execute(update(hubs).where(hubs.c.source_id == source_id).values(**values))
    else:
        await forget(tx, source_id)


async def forget(tx: Tx, source_id: int) -> None:
    """Nothing is wished of a source's hub any more, and it knows."""
    await tx.execute(delete(hubs).where(hubs.c.source_id == source_id))


def _values(hub: Hub) -> dict[str, Any]:
    return {name: getattr(hub, name) for name in _FIELDS} | {"state": hub.state.value}


def _read(row: Row[Any]) -> Hub:
    return Hub(**({name: getattr(row, name) for name in _FIELDS} | {"state": HubState(row.state)}))
