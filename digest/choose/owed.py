"""What a newsletter owes its readers: what came since its last issue and was not told, never the back catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from digest.choose.address import one_page
from digest.model import Article, FirstRun, Newsletter

A_DAY = timedelta(hours=24)  # many sources date by the day, so what is of today may look older than we are
FADED = timedelta(days=30)  # by then the same words would not make one story of two, see ``pool.HALF_LIFE``
FIRST_REACH = {FirstRun.LAST_24_HOURS: A_DAY, FirstRun.LAST_7_DAYS: timedelta(days=7)}


def horizon(newsletter: Newsletter, *, now: datetime) -> datetime:
    """The moment before which nothing can be owed."""
    return now - max(newsletter.taste.max_age, *FIRST_REACH.values())


def same_story_since(*, now: datetime) -> datetime:
    """The moment before which nothing that was told can be the story of what is owed now."""
    return now - FADED


def owed(
    articles: Iterable[Article],
    newsletter: Newsletter,
    *,
    first: bool,
    told_urls: Collection[str] = (),
    pinned: Collection[int] = (),
    now: datetime,
) -> list[Article]:
    """The articles that may be told, newest first.

    ``articles`` are those in the pool that this newsletter has not told; ``told_urls`` the addresses of what it has,
    so that a second source's copy of a told article is not told again. What appeared since the newsletter was made is
    owed until it is older than the maximum age, however often it was held back or had no place. What is older than the
    newsletter itself is its back catalogue: of that only what the first-run rule reaches back to, and "n newest" asks
    for articles whatever their age, once, for the ``first`` issue. What an editor ``pinned``, by its id, is owed at any
    age.
    """
    candidates = list(articles)
    told = set(told_urls) - shared_urls(candidates)
    untold = sorted(
        (article for article in candidates if not (article.url in told and one_page(article.url))),
        key=lambda article: (age_from(article), article.id),
        reverse=True,
    )
    made, taste = newsletter.made or now, newsletter.taste
    reach = FIRST_REACH.get(taste.first_run, A_DAY)
    oldest = max(now - taste.max_age, made - reach)
    catalogue: list[Article] = []
    if first and taste.first_run is FirstRun.NEWEST:
        catalogue = [one for one in untold if age_from(one) < made][: taste.first_run_count]
    wanted = {one.id for one in untold if age_from(one) >= oldest} | {one.id for one in catalogue} | set(pinned)
    return [one for one in untold if one.id in wanted]


def shared_urls(articles: Iterable[Article]) -> set[str]:
    """Addresses under which one source has articles of several titles: they lead to a list, not to an article."""
    titles: dict[tuple[str, int], str] = {}
    shared = set()
    for article in articles:
        if article.url and titles.setdefault((article.url, article.source_id), article.title) != article.title:
            shared.add(article.url)
    return shared


def age_from(article: Article) -> datetime:
    """What an article's age counts from: its date, or when it was first seen where it has none."""
    return article.published or article.seen
