"""Segments by name. What is kept is the words: they are read anew each time, so that "30 days ago" moves on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.errors import SegmentError
from subscribers.segments.parsing import parse
from subscribers.tables import segments

MOST = 1000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment with a name."""

    name: str
    text: str
    made: datetime


def looks_like_a_name(text: str) -> bool:
    """Whether this can only be the name of a segment: the words of one have spaces or dots."""
    return _NAME.fullmatch(text) is not None


async def save(tx: AsyncConnection, name: str, text: str, *, now: datetime) -> None:
    """Keep a segment under a name; one that is there is replaced.

    Raises:
        SegmentError: it cannot be understood, the name is none, or there are too many.
    """
    if not looks_like_a_name(name):
        raise SegmentError(f"{name!r} is no name for a segment; expected small letters, digits and hyphens.")
    parse(text, now=now)
    if (await tx.execute(update(segments).where(segments.c.name == name).values(text=text))).rowcount:
        return
    if len(await saved(tx)) >= MOST:
        raise SegmentError(f"There are {MOST:,} segments already; remove one first.")
    await tx.execute(insert(segments).values(name=name, text=text, made=now))


async def saved(tx: AsyncConnection) -> list[Segment]:
    """All of them, by name."""
    rows = await tx.execute(select(segments).order_by(segments.c.name))
    return [Segment(name=row.name, text=row.text, made=row.made) for row in rows]


async def find(tx: AsyncConnection, text: str) -> str:
    """The words of the segment with this name; what is no name is words itself.

    Raises:
        SegmentError: there is none with this name.
    """
    if not looks_like_a_name(text):
        return text
    words = (await tx.execute(select(segments.c.text).where(segments.c.name == text))).scalar_one_or_none()
    if words is None:
        known = ", ".join(one.name for one in await saved(tx)) or "none yet"
        raise SegmentError(f"There is no segment called {text!r}; there are: {known}.")
    return str(words)


async def forget(tx: AsyncConnection, name: str) -> bool:
    """Remove a segment. Returns whether there was one."""
    return (await tx.execute(delete(segments).where(segments.c.name == name))).rowcount == 1
