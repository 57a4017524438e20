"""Leaving by a mail's link, or getting less instead."""

from __future__ import annotations

from datetime import datetime, timedelta

import subscribers
from digest import store
from digest.jobs.answering import HERE
from digest.jobs.confirming import farewell
from digest.model import Newsletter
from digest.newsroom import Newsroom
from subscribers import Claims

ONE_CLICK, PAGE = "one-click", "page"
A_MONTH = timedelta(days=30)


async def leave(newsroom: Newsroom, token: str, *, how: str, now: datetime) -> None:
    """Leave, at once. Whoever left by the page gets a goodbye; a mail program's own button is answered by silence."""
    async with newsroom.begin() as tx:
        left = await subscribers.leave_by_token(tx, token, keys=newsroom.keys, now=now, why=how)
        if left and left.changed and how == PAGE:
            newsletter = await store.newsletters.find_by_id(tx, left.newsletter_id)
            await farewell(tx, left.person_id, newsletter, left.change_id, now=now)


async def less(newsroom: Newsroom, claims: Claims, newsletter: Newsletter, wish: str, *, now: datetime) -> bool:
    """Get less: only one of its rhythms, by its key, or nothing for a "month". Returns whether there is such a wish.

    Raises:
        NotPermitted: they get nothing of it.
    """
    if wish != "month" and wish not in {rhythm.key for rhythm in newsletter.cadences}:
        return False
    async with newsroom.begin() as tx:
        found = await subscribers.preferences(tx, claims.person_id)
        chosen = found.choices.get(newsletter.id) if found else None
        if chosen is None or chosen.standing not in HERE:
            raise subscribers.NotPermitted("Whoever gets nothing cannot get less.", why="away")
        wishes: dict[str, object] = {"cadence": wish}
        if wish == "month":  # a longer rest stays as long as it is
            wishes = {"snoozed_until": max(chosen.snoozed_until or now, now + A_MONTH)}
        await subscribers.change(
            tx, claims.person_id, wishes, newsletter_id=newsletter.id, how="less, not leave", now=now
        )
    return True
