"""Newsletters: defined in digest.toml or by command, kept whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

import subscribers
from digest.errors import NotFound
from digest.model import Newsletter
from digest.store.codec import from_json, to_json
from digest.store.engine import Tx
from digest.store.tables import newsletters


async def put(tx: Tx, newsletter: Newsletter, *, now: datetime) -> Newsletter:
    """Add a newsletter, or change the one with its slug; returns it as stored."""
    known = await find(tx, newsletter.slug)
    stored = replace(newsletter, id=known.id, made=known.made) if known else _new(newsletter, now)
    values = {"definition": to_json(stored), "from_file": stored.from_file, "changed": now}
    if known:
        await tx.execute(update(newsletters).where(newsletters.c.id == stored.id).values(**values))
    else:
        await tx.execute(insert(newsletters).values(id=stored.id, slug=stored.slug, made=now, paused=False, **values))
    return stored


def _new(newsletter: Newsletter, now: datetime) -> Newsletter:
    return replace(newsletter, id=subscribers.new_id(now), made=now)


async def find(tx: Tx, slug: str) -> Newsletter | None:
    """The newsletter with this slug."""
    if not slug.isprintable():  # a NUL is more than PostgreSQL can be asked for
        return None
    row = (await tx.execute(select(newsletters).where(newsletters.c.slug == slug))).one_or_none()
    return _read(row) if row else None


async def get(tx: Tx, slug: str) -> Newsletter:
    """The newsletter with this slug.

    Raises:
        NotFound: there is none; the message names those there are.
    """
    found = await find(tx, slug)
    if found:
        return found
    names = ", ".join(n.slug for n in await every(tx)) or "none yet; `digest newsletters add` makes one"
    raise NotFound(f"There is no newsletter {slug!r}; there are: {names}.", kind="newsletter", key=slug)


async def find_by_id(tx: Tx, newsletter_id: int) -> Newsletter | None:
    """The newsletter with this id; None when it was removed."""
    row = (await tx.execute(select(newsletters).where(newsletters.c.id == newsletter_id))).one_or_none()
    return _read(row) if row else None


async def name_of(tx: Tx, newsletter_id: int) -> str:
    """Its short name; "" when it was removed."""
    query = select(newsletters.c.slug).where(newsletters.c.id == newsletter_id)
    return str((await tx.execute(query)).scalar_one_or_none() or "")


async def every(tx: Tx, *, live_only: bool = False) -> list[Newsletter]:
    """All newsletters by slug; with ``live_only`` without the paused ones."""
    query = select(newsletters).order_by(newsletters.c.slug)
    if live_only:
        query = query.where(newsletters.c.paused.is_(False))
    return [_read(row) for row in await tx.execute(query)]


async def paused(tx: Tx) -> set[int]:
    """The ids of the paused newsletters."""
    return set((await tx.execute(select(newsletters.c.id).where(newsletters.c.paused.is_(True)))).scalars())


async def set_paused(tx: Tx, newsletter_id: int, *, paused: bool, now: datetime) -> None:
    """Stop or go on printing issues on schedule."""
    await tx.execute(update(newsletters).where(newsletters.c.id == newsletter_id).values(paused=paused, changed=now))


async def remove(tx: Tx, newsletter_id: int) -> None:
    """Forget a newsletter. Its issues and accounts stay."""
    await tx.execute(delete(newsletters).where(newsletters.c.id == newsletter_id))


def _read(row: Row[Any]) -> Newsletter:
    return replace(from_json(Newsletter, row.definition), id=row.id, made=row.made, from_file=row.from_file)
