"""The archive: issues that left, and each of them online as it was printed."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select

from digest.model import ErrandState, Issue
from digest.store.engine import Tx
from digest.store.issues import read
from digest.store.tables import errands, issue_pages, issues


async def sent(tx: Tx, newsletter_id: int, *, before: int = 0, limit: int, now: datetime) -> list[Issue]:
    """Issues that left, the newest first; with ``before`` those with a lower number."""
    query = select(issues).where(*_left(newsletter_id, now)).order_by(issues.c.number.desc()).limit(limit)
    if before:
        query = query.where(issues.c.number < before)
    return [read(row, "") for row in await tx.execute(query)]


async def sent_when(tx: Tx, newsletter_id: int, *, now: datetime, limit: int = 5000) -> list[tuple[int, datetime]]:
    """The numbers of issues that left, and when they were made, the newest first."""
    query = select(issues.c.number, issues.c.made).where(*_left(newsletter_id, now))
    return [(row.number, row.made) for row in await tx.execute(query.order_by(issues.c.number.desc()).limit(limit))]


def _left(newsletter_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether an issue is on its way: not one that is being made, was called back, or waits for second thoughts."""
    under_way = (ErrandState.OPEN.value, ErrandState.PAUSED.value, ErrandState.DONE.value)
    begun = or_(errands.c.opens.is_(None), errands.c.opens <= now)
    of_issue = exists().where(errands.c.id == issues.c.id, errands.c.state.in_(under_way), begun)
    return (issues.c.newsletter_id == newsletter_id, of_issue)


async def keep_pages(tx: Tx, issue_id: int, pages: Mapping[str, str]) -> None:
    """Store an issue's page in other languages than the newsletter's; those that are there are replaced."""
    await tx.execute(delete(issue_pages).where(issue_pages.c.issue_id == issue_id))
    rows = [
        {"issue_id": issue_id, "language": language, "page": zlib.compress(page.encode())}
        for language, page in pages.items()
    ]
    if rows:
        await tx.execute(insert(issue_pages), rows)


async def page_of(tx: Tx, issue_id: int, *, language: str = "") -> str | None:
    """The issue online, as it was printed, in this language if it was; None if there is no such issue."""
    other = select(issue_pages.c.page).where(issue_pages.c.issue_id == issue_id, issue_pages.c.language == language)
    packed = (await tx.execute(other)).scalar_one_or_none() if language else None
    if packed is not None:
        return zlib.decompress(packed).decode()
    return (await tx.execute(select(issues.c.page).where(issues.c.id == issue_id))).scalar_one_or_none()
