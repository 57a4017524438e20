"""The pool of articles: what was gathered, when it was first seen, and what may be owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from digest.model import Article, Draft
from digest.store.arriving import article_of, keep_versions, put, rows, values_of
from digest.store.codec import from_json
from digest.store.engine import Tx
from digest.store.pins import pins
from digest.store.tables import article_versions, articles, issue_articles
from digest.store.telling import articles_told

PAGE = 500
LONGEST_ID = 18  # digits: what a column of 64 bits holds in any case


async def keep(
    tx: Tx, source_id: int, drafts: Sequence[Draft], *, now: datetime, visit: Collection[str] = (), held: bool = False
) -> None:
    """Put new articles into the pool, as ``arriving.put`` does."""
    await tx.run_sync(put, rows(source_id, drafts, now=now, visit=visit, held=held))


async def release(tx: Tx, source_id: int, *, drop: bool) -> int:
    """Let the held articles of a source be printed, or (``drop``) never; returns how many there were.

    What is dropped stays known, so that it does not come again; it is marked as removed.
    """
    dropped = {"removed": "dropped by hand", "page_look": None}
    values = {"held": False} | (dropped if drop else {})
    held = (articles.c.source_id == source_id, articles.c.held.is_(True))
    return (await tx.execute(update(articles).where(*held).values(**values))).rowcount


async def to_visit(
    tx: Tx, *, now: datetime, limit: int, source_id: int = 0, only: Collection[int] = ()
) -> list[tuple[Article, int]]:
    """Articles whose pages shall be read, each with how often that was tried, the longest waiting first.

    Of what is held back none is read until it is released.
    """
    wanted = [articles.c.page_look <= now, articles.c.held.is_(False)]
    if source_id:
        wanted.append(articles.c.source_id == source_id)
    if only:
        wanted.append(articles.c.id.in_(only))
    query = select(articles).where(*wanted).order_by(articles.c.page_look).limit(limit)
    return [(article_of(row), row.page_tries) for row in await tx.execute(query)]


async def look_at(tx: Tx, ids: Sequence[int], moment: datetime) -> None:
    """When the pages of these articles shall be read, if at all: later while somebody reads them."""
    for start in range(0, len(ids), PAGE):
        wanted = (articles.c.id.in_(ids[start : start + PAGE]), articles.c.page_look.is_not(None))
        await tx.execute(update(articles).where(*wanted).values(page_look=moment))


async def unread(tx: Tx, *, since: datetime, limit: int) -> list[int]:
    """The newest articles, by id, whose pages shall be read and were not yet, among those that may be printed."""
    never = (articles.c.page_look.is_not(None), articles.c.page_tries == 0)
    open_to_print = (articles.c.held.is_(False), articles.c.removed == "")
    query = select(articles.c.id).where(*never, *open_to_print, _since(since)).order_by(articles.c.id.desc())
    return list((await tx.execute(query.limit(limit))).scalars())


async def visited(
    tx: Tx, old: Article, new: Article, *, tries: int, look: datetime | None, page_hash: str, now: datetime
) -> bool:
    """Write what a page made of an article; what it was is kept when that page had been read before and changed.

    Returns whether anything of it is different.
    """
    query = select(articles.c.page_hash).where(articles.c.id == old.id)
    before = (await tx.execute(query)).scalar_one_or_none()
    if before is None:
        return False
    different = new != old
    if different and page_hash and before not in ("", page_hash):
        await tx.run_sync(keep_versions, [old], now=now)
        new = replace(new, changed=now)
    values = values_of(new) | {"changed": new.changed, "removed": new.removed, "hash": old.hash}
    remembered = {"page_tries": tries, "page_look": look, "page_hash": page_hash or before}
    await tx.execute(update(articles).where(articles.c.id == old.id).values(**values, **remembered))
    return different


async def versions(tx: Tx, article_id: int) -> list[tuple[datetime, Article]]:
    """What an article was before, each with the moment until which it was so, oldest first."""
    query = select(article_versions).where(article_versions.c.article_id == article_id)
    rows = await tx.execute(query.order_by(article_versions.c.until))
    return [(row.until, from_json(Article, row.content)) for row in rows]


async def candidates(
    tx: Tx, newsletter_id: int, *, since: datetime, to: Collection[str] = (), segment: str = ""
) -> list[Article]:
    """Articles seen or published since, or pinned, and not yet told by this newsletter, oldest first.

    What it told to others is not told yet: to another ``segment``, or, with ``to``, by issues of other cadences.
    """
    told = articles_told(newsletter_id, to=to, segment=segment)
    pinned = select(pins.c.article_id).where(pins.c.newsletter_id == newsletter_id)
    query = (
        select(articles)
        .where(or_(_since(since), articles.c.id.in_(pinned)), articles.c.id.not_in(told))
        .where(articles.c.held.is_(False), articles.c.removed == "")
        .order_by(articles.c.id)
    )
    return [article_of(row) for row in await tx.execute(query)]


async def told(
    tx: Tx, newsletter_id: int, *, since: datetime, to: Collection[str] = (), segment: str = ""
) -> list[Article]:
    """What this newsletter told since: the same from a second source is not told again.

    First what stood below another source's headline, then whose headlines readers saw, each the oldest first. What it
    told to others only, as for ``candidates``, is left out.
    """
    wanted = articles_told(newsletter_id, to=to, segment=segment, since=since)
    seen = articles.c.id.in_(wanted.where(~issue_articles.c.echo))
    query = select(articles).where(articles.c.id.in_(wanted)).order_by(seen, articles.c.id)
    return [article_of(row) for row in await tx.execute(query)]


async def told_urls(
    tx: Tx, newsletter_id: int, *, since: datetime, to: Collection[str] = (), segment: str = ""
) -> set[str]:
    """The addresses of what this newsletter told since, as ``told``, without the articles."""
    wanted = articles_told(newsletter_id, to=to, segment=segment, since=since)
    query = select(articles.c.url).where(articles.c.id.in_(wanted), articles.c.url != "")
    return set((await tx.execute(query)).scalars())


async def pool(tx: Tx, *, since: datetime) -> list[Article]:
    """All articles seen or published since that may be printed, oldest first: none that is held, or gone."""
    open_to_print = (articles.c.held.is_(False), articles.c.removed == "")
    query = select(articles).where(_since(since), *open_to_print).order_by(articles.c.id)
    return [article_of(row) for row in await tx.execute(query)]


def _since(since: datetime) -> ColumnElement[bool]:
    return or_(articles.c.seen >= since, articles.c.published >= since)


async def by_id(tx: Tx, ids: Collection[int]) -> list[Article]:
    """The articles with these ids that are there."""
    return [article_of(row) for row in await tx.execute(select(articles).where(articles.c.id.in_(ids)))]


async def matching(tx: Tx, words: str, *, limit: int = 20) -> list[Article]:
    """Articles with this id or address, else those with these words in their title, the newest first."""
    exact = or_(
        articles.c.url == words, articles.c.id == (int(words) if words.isdecimal() and len(words) <= LONGEST_ID else 0)
    )
    like = articles.c.title.icontains(words, autoescape=True)
    for which in (exact, like):
        query = select(articles).where(which).order_by(articles.c.id.desc()).limit(limit)
        if found := [article_of(row) for row in await tx.execute(query)]:
            return found
    return []


async def is_held(tx: Tx, article_id: int) -> bool:
    """Whether an article waits for somebody to let it be printed."""
    return bool((await tx.execute(select(articles.c.held).where(articles.c.id == article_id))).scalar_one_or_none())


async def withdrawn(tx: Tx, ids: Iterable[int]) -> set[int]:
    """Those of these articles that are not to be printed any more: their page is gone, or somebody dropped them."""
    wanted = list(ids)
    found: set[int] = set()
    for start in range(0, len(wanted), PAGE):
        of = (articles.c.id.in_(wanted[start : start + PAGE]), articles.c.removed != "")
        found.update((await tx.execute(select(articles.c.id).where(*of))).scalars())
    return found


async def count(tx: Tx) -> int:
    """How many articles are in the pool."""
    return int((await tx.execute(select(func.count()).select_from(articles))).scalar_one())
