"""Read the pages of articles whose source told only their beginning: robots → fetch → read → decide → keep."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest import gather, store
from digest.errors import Gone, SourceError
from digest.gather import stubs
from digest.model import Article
from digest.newsroom import Newsroom

MOST = 500  # pages in one round; the next round takes the rest
RETRY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one page brought. ``failure`` is empty, or says in words why it brought nothing."""

    article: Article
    changed: bool = False
    failure: str = ""


async def visit_pages(newsroom: Newsroom, *, now: datetime, source_id: int = 0) -> list[Visit]:
    """Read the pages that are due, of all sources or of one. A page that cannot be read stops no other."""
    if newsroom.settings.gather.pages == "never":
        return []
    async with newsroom.reading() as tx:
        due = await store.articles.to_visit(tx, now=now, limit=MOST, source_id=source_id)
    places = asyncio.Semaphore(newsroom.settings.gather.concurrency)

    async def in_turn(article: Article, tries: int) -> Visit:
        async with places:
            return await visit(newsroom, article, tries + 1, now=now)

    return list(await asyncio.gather(*(in_turn(article, tries) for article, tries in due)))


async def visit(newsroom: Newsroom, article: Article, tries: int, *, now: datetime) -> Visit:
    """Read one page for the ``tries``-th time and keep what it brought; not again when its window is over."""
    if tries > 1 and now > article.seen + newsroom.settings.gather.reread:
        async with newsroom.begin() as tx:
            await store.articles.visited(tx, article, article, tries=tries, look=None, page_hash="", now=now)
        return Visit(article=article)
    try:
        await newsroom.robots.check(article.url, now=now)
        answer = await newsroom.web.get(article.url, now=now)
        if not isinstance(answer, gather.Fetched):
            return await _failed(newsroom, article, tries, "it answers without a body", now=now)
        page = await newsroom.readers.page(answer.body, content_type=answer.content_type, url=answer.url, now=now)
    except Gone as fault:
        return await _kept(newsroom, article, stubs.removed(article, fault.message), tries, "gone", now=now)
    except SourceError as fault:
        return await _failed(newsroom, article, tries, fault.message, permanent=fault.permanent, now=now)
    new = stubs.with_page(article, page, again=tries > 1, now=now)
    return await _kept(newsroom, article, new, tries, stubs.page_hash(page), now=now)


async def _kept(newsroom: Newsroom, old: Article, new: Article, tries: int, page_hash: str, *, now: datetime) -> Visit:
    look = stubs.next_visit(old.seen, tries, window=newsroom.settings.gather.reread, now=now)
    async with newsroom.begin() as tx:
        changed = await store.articles.visited(tx, old, new, tries=tries, look=look, page_hash=page_hash, now=now)
    return Visit(article=new, changed=changed)


async def _failed(
    newsroom: Newsroom, article: Article, tries: int, why: str, *, permanent: bool = False, now: datetime
) -> Visit:
    look = None if permanent or tries >= stubs.MOST_TRIES else now + RETRY * tries
    noted = stubs.noted(article, f"its page could not be read: {why}")
    async with newsroom.begin() as tx:
        await store.articles.visited(tx, article, noted, tries=tries, look=look, page_hash="", now=now)
    return Visit(article=noted, failure=why)
