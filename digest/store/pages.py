"""What was read on pages, by keys that change with the pages: whoever gets the same bytes again need not read them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from digest.store.engine import Tx, insert_new
from digest.store.pool import pages

AGE = timedelta(hours=48)  # pages are read again within a day of their first sight
MOST = 2_000  # pages
LARGEST = 50_000  # bytes of one; with all of them that large, 100 MB


async def find(tx: Tx, key: bytes) -> bytes | None:
    """What was kept under a key."""
    return (await tx.execute(select(pages.c.content).where(pages.c.key == key))).scalar_one_or_none()


async def keep(tx: Tx, key: bytes, content: bytes, *, now: datetime) -> None:
    """Keep a page, unless it is too large or there already."""
    if len(content) <= LARGEST:
        await tx.execute(insert_new(tx, pages), {"key": key, "content": content, "read": now})


async def prune(tx: Tx, *, now: datetime, most: int = MOST) -> None:
    """Throw out what is old, and of the rest all but the ``most`` newest."""
    await tx.execute(delete(pages).where(pages.c.read < now - AGE))
    last = select(pages.c.read).order_by(pages.c.read.desc()).offset(most).limit(1)
    oldest = (await tx.execute(last)).scalar_one_or_none()
    if oldest is not None:
        await tx.execute(delete(pages).where(pages.c.read <= oldest))
