"""What a newsletter owes its readers: what came since its last issue and was not told, never the back catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from digest.model import Article, FirstRun, Newsletter

FIRST_REACH = {FirstRun.LAST_24_HOURS: timedelta(hours=24), FirstRun.LAST_7_DAYS: timedelta(days=7)}


def horizon(newsletter: Newsletter, *, now: datetime) -> datetime:
    """The moment before which nothing can be owed."""
    return now - max(newsletter.taste.max_age, *FIRST_REACH.values())


def owed(
    articles: Iterable[Article],
    newsletter: Newsletter,
    *,
    first: bool,
    told_urls: Collection[str] = (),
    now: datetime,
) -> list[Article]:
    """The articles that may be told, newest first.

    ``articles`` are those in the pool that this newsletter has not told; ``told_urls`` the addresses of what it has,
    so that a second source's copy of a told article is not told again. On the ``first`` issue only what the
    newsletter's first-run rule reaches back to is owed. Later everything is that is young enough: what was held back,
    had no place, or came from a cadence that was late carries over until it is older than the maximum age. A source
    added later does not bring its history with it, because its old articles are too old by their own dates.
    """
    fresh = [
        article
        for article in articles
        if now - age_from(article) <= newsletter.taste.max_age and not (article.url and article.url in told_urls)
    ]
    fresh.sort(key=lambda article: (age_from(article), article.id), reverse=True)
    if not first:
        return fresh
    if newsletter.taste.first_run is FirstRun.NEWEST:
        return fresh[: newsletter.taste.first_run_count]
    reach = FIRST_REACH[newsletter.taste.first_run]
    return [article for article in fresh if now - age_from(article) <= reach]


def age_from(article: Article) -> datetime:
    """What an article's age counts from: its date, or when it was first seen where it has none."""
    return article.published or article.seen
