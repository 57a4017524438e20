"""Issues: what was printed, whole, so that it can be shown, exported and explained years later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, select

from digest.errors import NotFound
from digest.model import ErrandState, Issue
from digest.store.codec import from_json, to_json
from digest.store.engine import Tx
from digest.store.tables import deliveries, errands, issue_articles, issue_pages, issues, variants


async def next_number(tx: Tx, newsletter_id: int) -> int:
    """The number the next issue of a newsletter will have."""
    query = select(func.max(issues.c.number)).where(issues.c.newsletter_id == newsletter_id)
    return int((await tx.execute(query)).scalar_one_or_none() or 0) + 1


async def has_told(tx: Tx, newsletter_id: int) -> bool:
    """Whether any issue of a newsletter told anything; one that was undone did not."""
    return bool(
        (await tx.execute(select(exists().where(issue_articles.c.newsletter_id == newsletter_id)))).scalar_one()
    )


async def keep(tx: Tx, issue: Issue, *, page: str) -> None:
    """Store an issue, its web page, and which articles it tells.

    Raises (from the transaction's end):
        Taken: another press made an issue with this number meanwhile; compose anew.
    """
    await tx.execute(
        insert(issues).values(
            id=issue.id,
            newsletter_id=issue.newsletter_id,
            number=issue.number,
            cadence=issue.cadence,
            subject=issue.subject,
            made=issue.made,
            content=to_json(issue),
            page=page,
        )
    )
    rows = _told(issue)
    if rows:
        await tx.execute(insert(issue_articles), rows)


async def take_back(tx: Tx, issue_id: int) -> bool:
    """Forget an issue whose audience is not whole: no letter can have left, so it was never told to anybody.

    Returns whether it was so; its number is given again.
    """
    freezing = (errands.c.id == issue_id, errands.c.state == ErrandState.FREEZING.value)
    if not (await tx.execute(delete(errands).where(*freezing))).rowcount:
        return False
    for column in (
        deliveries.c.errand_id,
        issue_pages.c.issue_id,
        issue_articles.c.issue_id,
        variants.c.issue_id,
        issues.c.id,
    ):
        await tx.execute(delete(column.table).where(column == issue_id))
    return True


def _told(issue: Issue) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    position = 0
    for section in issue.sections:
        for item in section.items:
            for article, echo in ((item.story.article, False), *((one, True) for one in item.story.echoes)):
                rows.setdefault(
                    article.id,
                    {
                        "issue_id": issue.id,
                        "article_id": article.id,
                        "newsletter_id": issue.newsletter_id,
                        "section": section.key,
                        "position": position,
                        "echo": echo,
                    },
                )
            position += 1
    return list(rows.values())


async def get(tx: Tx, issue_id: int) -> Issue:
    """The issue with this id.

    Raises:
        NotFound: there is none.
    """
    row = (await tx.execute(select(issues).where(issues.c.id == issue_id))).one_or_none()
    return read(row, str(issue_id))


async def by_number(tx: Tx, newsletter_id: int, number: int) -> Issue:
    """An issue by its number.

    Raises:
        NotFound: there is none.
    """
    query = select(issues).where(issues.c.newsletter_id == newsletter_id, issues.c.number == number)
    return read((await tx.execute(query)).one_or_none(), str(number))


async def numbers(tx: Tx, issue_ids: Sequence[int]) -> dict[int, int]:
    """The numbers of these issues, by id."""
    query = select(issues.c.id, issues.c.number).where(issues.c.id.in_(issue_ids))
    return {row.id: row.number for row in await tx.execute(query)}


async def recent(tx: Tx, newsletter_id: int | None = None, *, limit: int = 20) -> list[Issue]:
    """The newest issues, newest first."""
    query = select(issues).order_by(issues.c.made.desc(), issues.c.id.desc()).limit(limit)
    if newsletter_id is not None:
        query = query.where(issues.c.newsletter_id == newsletter_id)
    return [read(row, "") for row in await tx.execute(query)]


async def before(tx: Tx, issue: Issue, *, since: datetime, limit: int = 100) -> list[Issue]:
    """The issues of a newsletter made since then and before this one, the newest first, no more than ``limit``."""
    query = (
        select(issues)
        .where(issues.c.newsletter_id == issue.newsletter_id, issues.c.number < issue.number, issues.c.made >= since)
        .order_by(issues.c.number.desc())
        .limit(limit)
    )
    return [read(row, "") for row in await tx.execute(query)]


async def ids_since(tx: Tx, newsletter_id: int | None, *, since: datetime, limit: int = 200) -> list[int]:
    """The ids of issues made since then, of one newsletter or of all, the newest first, no more than ``limit``."""
    query = select(issues.c.id).where(issues.c.made >= since).order_by(issues.c.made.desc()).limit(limit)
    if newsletter_id is not None:
        query = query.where(issues.c.newsletter_id == newsletter_id)
    return list((await tx.execute(query)).scalars())


def read(row: Row[Any] | None, key: str) -> Issue:
    """A row as an issue.

    Raises:
        NotFound: there is no row.
    """
    if row is None:
        raise NotFound(f"There is no issue {key}; `digest issues list` shows them.", kind="issue", key=key)
    return from_json(Issue, row.content)
