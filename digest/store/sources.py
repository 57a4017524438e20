"""Sources, and what is remembered between two looks at one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Text,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

import subscribers
from digest.errors import NotFound, Taken
from digest.model import Source, SourceKind, SourceState
from digest.store.batch import Batch
from digest.store.engine import Tx
from digest.store.tables import sources
from subscribers import micros

_FIELDS = tuple(field.name for field in fields(Source))
PUSH_PAUSE = timedelta(minutes=1)  # between two looks that a hub may cause
_DEFINED = ("url", "kind", "title", "section", "topics", "weight", "links", "from_file")
_REMEMBERED = tuple(name for name in _FIELDS if name not in (*_DEFINED, "slug", "id", "pushed"))
_TIMES = ("last_look", "next_look", "certificate")
_TITLE = bindparam("new_title", type_=Text())
# Its hub may have told of news while it was looked at: that counts.
_NEXT_LOOK = case(
    (
        type_coerce(sources.c.pushed, BigInteger) > bindparam("looked", type_=BigInteger()),
        bindparam("soon", type_=BigInteger()),
    ),
    else_=bindparam("new_next_look", type_=BigInteger()),
)
_SAVE = Batch(
    update(sources)
    .where(sources.c.id == bindparam("which"))
    .values(title=case((_TITLE == "", sources.c.title), else_=_TITLE))
    .values({name: bindparam(f"new_{name}", type_=sources.c[name].type) for name in _REMEMBERED})
    .values(next_look=_NEXT_LOOK)
)


async def add(tx: Tx, source: Source, *, now: datetime) -> Source:
    """Add a source; it is due at once.

    Raises:
        Taken: its slug or URL is there already.
    """
    same = or_(sources.c.slug == source.slug, sources.c.url == source.url)
    if known := (await tx.execute(select(sources.c.slug, sources.c.url).where(same).limit(1))).one_or_none():
        raise Taken(f"The source {known.slug!r} ({known.url}) is there already.")
    stored = replace(source, id=subscribers.new_id(now), next_look=source.next_look or now)
    await tx.execute(insert(sources).values(made=now, **_values(stored)))
    return stored


async def rename(tx: Tx, before: str, slug: str) -> None:
    """Call a source otherwise; its articles and what is remembered of it stay."""
    await tx.execute(update(sources).where(sources.c.slug == before).values(slug=slug))


async def define(tx: Tx, source: Source, *, now: datetime) -> Source:
    """Add a source or change what is defined of the one with its slug; what is remembered of it stays."""
    known = await find(tx, source.slug)
    if known is None:
        return await add(tx, source, now=now)
    values = {name: value for name, value in _values(source).items() if name in _DEFINED}
    if source.url != known.url:  # another place: forget what we knew of the old one
        values |= dict.fromkeys(("etag", "last_modified", "body_hash", "moved_to"), "")
        values |= {"next_look": now, "state": "active"}
    await tx.execute(update(sources).where(sources.c.id == known.id).values(**values))
    return await get(tx, source.slug)


async def find(tx: Tx, slug: str) -> Source | None:
    """The source with this slug or URL; also the URL that it has moved to, which is the one that lists show."""
    same = (sources.c.slug == slug, sources.c.url == slug)
    query = select(sources).where(or_(*same, sources.c.moved_to == slug)).order_by(case((or_(*same), 0), else_=1))
    row = (await tx.execute(query.limit(1))).one_or_none() if slug else None
    return _read(row) if row else None


async def get(tx: Tx, slug: str) -> Source:
    """The source with this slug or URL.

    Raises:
        NotFound: there is none; the message says how to list them.
    """
    found = await find(tx, slug)
    if found is None:
        raise NotFound(f"There is no source {slug!r}; `digest sources list` shows them.", kind="source", key=slug)
    return found


async def every(tx: Tx) -> list[Source]:
    """All sources by slug."""
    return [_read(row) for row in await tx.execute(select(sources).order_by(sources.c.slug))]


async def due(tx: Tx, *, now: datetime, limit: int) -> list[Source]:
    """Active sources whose next look has come, the longest waiting first."""
    query = (
        select(sources)
        .where(
            sources.c.state == SourceState.ACTIVE.value,
            sources.c.next_look <= now,
            sources.c.kind != SourceKind.PUSHED.value,
        )
        .order_by(sources.c.next_look)
        .limit(limit)
    )
    return [_read(row) for row in await tx.execute(query)]


async def save(tx: Tx, *looked_at: Source) -> None:
    """Write what is remembered of sources after a look."""
    await tx.run_sync(remember, looked_at)


def remember(tx: Connection, looked_at: Sequence[Source]) -> None:
    """The same as a plain function over a connection, as the pen wants it."""
    _SAVE.run(tx, [_remembered(source) for source in looked_at])


def _remembered(source: Source) -> dict[str, Any]:
    values = {f"new_{name}": getattr(source, name) for name in (*_REMEMBERED, "title")}
    times = {name: values[f"new_{name}"] for name in _TIMES}
    stored = {f"new_{name}": moment and micros(moment) for name, moment in times.items()}
    soon = min(source.next_look, source.last_look + PUSH_PAUSE) if source.last_look and source.next_look else None
    pushed = {"looked": source.last_look and micros(source.last_look), "soon": soon and micros(soon)}
    return values | stored | pushed | {"new_state": source.state.value, "which": source.id}


async def note_push(tx: Tx, source_id: int, *, now: datetime) -> None:
    """Its hub says that there is news: a source is due at once, but not more often than its hub may call."""
    row = (await tx.execute(select(sources).where(sources.c.id == source_id))).one_or_none()
    if row is None or row.state != SourceState.ACTIVE.value:
        return
    soon = max(now, row.last_look + PUSH_PAUSE) if row.last_look else now
    look = min(soon, row.next_look) if row.next_look else soon
    await tx.execute(update(sources).where(sources.c.id == source_id).values(pushed=now, next_look=look))


async def remove(tx: Tx, source_id: int) -> None:
    """Forget a source. Its articles stay in the pool and in the archive."""
    await tx.execute(delete(sources).where(sources.c.id == source_id))


def _values(source: Source) -> dict[str, Any]:
    values = {name: getattr(source, name) for name in _FIELDS}
    return values | {"kind": source.kind.value, "state": source.state.value, "topics": list(source.topics)}


def _read(row: Row[Any]) -> Source:
    values = {name: getattr(row, name) for name in _FIELDS}
    values |= {"kind": SourceKind(row.kind), "state": SourceState(row.state), "topics": tuple(row.topics)}
    return Source(**values)
