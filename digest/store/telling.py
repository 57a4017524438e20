"""What a newsletter told: by this stories are chosen. What a reader was told, their deliveries say (``variants``)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Exists, Select, exists, select

from digest.store.tables import errands, issue_articles, issues


def articles_told(
    newsletter_id: int, *, to: Collection[str] = (), segment: str = "", since: datetime | None = None
) -> Select[tuple[int]]:
    """The ids of the articles that its issues told: those for all readers, and those for this ``segment`` of them.

    An issue for another segment told them to other readers, and so did, with ``to``, one of another cadence than these.
    """
    query = (
        select(issue_articles.c.article_id)
        .join(issues, issues.c.id == issue_articles.c.issue_id)
        .where(issue_articles.c.newsletter_id == newsletter_id, ~_for_others(segment))
    )
    if to:
        query = query.where(issues.c.cadence.in_(to))
    return query if since is None else query.where(issues.c.made >= since)


def _for_others(segment: str) -> Exists:
    """Whether an issue was for a segment, and that another one."""
    return exists().where(errands.c.id == issues.c.id, errands.c.segment.not_in({"", segment}))
