"""Read the pages of articles whose source told only their beginning: robots → fetch → read → decide → keep."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from digest import choose, gather, store
from digest.errors import Gone, SourceError
from digest.gather import kept, stubs
from digest.gather.urls import host_key
from digest.model import Article, Newsletter, Source
from digest.newsroom import Newsroom

if TYPE_CHECKING:
    from digest.gather.pages import Page

MOST = 500  # pages in one round; the next round takes the rest
SECONDS = 120.0  # for one round of pages; a site may ask for half a minute between two of them
CLAIM = timedelta(minutes=10)  # for which nobody else reads a page that is being read
PATIENCE = 45.0  # seconds that an issue waits for pages which nobody read yet
A_LOOK = 0.5  # seconds between two looks at what others have read


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one page brought. ``failure`` is empty, or says in words why it brought nothing."""

    article: Article
    changed: bool = False
    failure: str = ""


@dataclass(slots=True)
class Patience:
    """How many seconds are left to wait for pages: issues that are due together have them together, not each."""

    left: float = PATIENCE


async def visit_pages(
    newsroom: Newsroom, *, now: datetime, source_id: int = 0, only: Sequence[int] = (), seconds: float = SECONDS
) -> list[Visit]:
    """Read the pages that are due, of all sources, of one, or of these articles; no page stops another.

    What was not read within so many ``seconds`` is due in the next round.
    """
    if newsroom.settings.gather.pages == "never":
        return []
    due, sources = await _claim(newsroom, now=now, source_id=source_id, only=only)
    if not due:
        return []
    everywhere = asyncio.Semaphore(newsroom.settings.gather.concurrency)
    on_host: defaultdict[str, asyncio.Semaphore] = defaultdict(
        lambda: asyncio.Semaphore(newsroom.settings.gather.per_host)  # a slow site takes no places from the others
    )

    async def in_turn(article: Article, tries: int) -> Visit:
        async with on_host[host_key(article.url)], everywhere:
            return await visit(newsroom, article, tries + 1, source=sources.get(article.source_id), now=now)

    tasks = {asyncio.create_task(in_turn(article, tries)): article.id for article, tries in due}
    try:
        done, _ = await asyncio.wait(tasks, timeout=seconds)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Also when we are told to stop: whoever begins after us would wait for somebody who is gone.
        if late := [article for task, article in tasks.items() if task.cancelled()]:
            async with newsroom.begin() as tx:
                await store.articles.look_at(tx, late, now)
    return [task.result() for task in tasks if task in done]


async def _claim(
    newsroom: Newsroom, *, now: datetime, source_id: int, only: Sequence[int]
) -> tuple[list[tuple[Article, int]], Mapping[int, Source]]:
    async with newsroom.reading() as tx:
        due = await store.articles.to_visit(tx, now=now, limit=MOST, source_id=source_id, only=only)
        sources = {source.id: source for source in await store.sources.every(tx)} if due else {}
    if due:
        async with newsroom.begin() as tx:
            await store.articles.look_at(tx, [article.id for article, _ in due], now + CLAIM)
            await store.pages.prune(tx, now=now)
    return due, sources


async def read_owed(
    newsroom: Newsroom, newsletter: Newsletter, *, now: datetime, patience: Patience | None = None
) -> int:
    """Read the pages of what a newsletter may owe and nobody read yet, or wait for whoever is reading them.

    Returns how many are still unread: when ``patience`` is at its end their beginnings must do.
    """
    if newsroom.settings.gather.pages == "never":
        return 0
    patience, loop = patience or Patience(), asyncio.get_running_loop()
    until = loop.time() + patience.left
    while True:
        async with newsroom.reading() as tx:
            since = choose.horizon(newsletter, now=now)
            unread = await store.articles.unread(tx, since=since, limit=MOST)
        patience.left = until - loop.time()
        if not unread or patience.left <= 0:
            return len(unread)
        if not await visit_pages(newsroom, now=now, only=unread, seconds=patience.left):
            await asyncio.sleep(min(A_LOOK, patience.left))


async def visit(
    newsroom: Newsroom, article: Article, tries: int, *, source: Source | None = None, now: datetime
) -> Visit:
    """Read one page for the ``tries``-th time and keep what it brought; not again when its window is over.

    What could not be read yet has no window: its server may have asked for a day.
    """
    if tries > 1 and stubs.was_read(article) and now > article.seen + newsroom.settings.gather.reread:
        async with newsroom.begin() as tx:
            await store.articles.visited(tx, article, article, tries=tries, look=None, page_hash="", now=now)
        return Visit(article=article)
    access = newsroom.access(source.slug).towards(source.url, article.url) if source else gather.Access()
    try:
        answer = await newsroom.web.get(
            article.url, access=access, may=partial(newsroom.robots.check, access=access, now=now), now=now
        )
        if not isinstance(answer, gather.Fetched):
            return await _failed(newsroom, article, tries, "it answers without a body", now=now)
        stubs.check_arrival(article.url, answer.url)
        page = await _page(newsroom, answer, now=now)
    except Gone as fault:
        return await _kept(newsroom, article, stubs.removed(article, fault.message), tries, "gone", now=now)
    except SourceError as fault:
        return await _failed(newsroom, article, tries, fault.message, fault=fault, now=now)
    new = stubs.with_page(article, page, again=tries > 1, now=now)
    return await _kept(newsroom, article, new, tries, stubs.page_hash(page), now=now)


async def _page(newsroom: Newsroom, answer: gather.Fetched, *, now: datetime) -> Page:
    """What is on a page; where the same bytes were read before, what was found then."""
    key = kept.key_of(answer)
    async with newsroom.reading() as tx:
        known = await store.pages.find(tx, key)
    if known is not None:
        return kept.unpack(known)
    page = await newsroom.readers.page(answer.body, content_type=answer.content_type, url=answer.url, now=now)
    async with newsroom.begin() as tx:
        await store.pages.keep(tx, key, kept.pack(page), now=now)
    return page


async def _kept(newsroom: Newsroom, old: Article, new: Article, tries: int, page_hash: str, *, now: datetime) -> Visit:
    look = stubs.next_visit(old.seen, tries, window=newsroom.settings.gather.reread, now=now)
    async with newsroom.begin() as tx:
        changed = await store.articles.visited(tx, old, new, tries=tries, look=look, page_hash=page_hash, now=now)
    return Visit(article=new, changed=changed)


async def _failed(
    newsroom: Newsroom, article: Article, tries: int, why: str, *, fault: SourceError | None = None, now: datetime
) -> Visit:
    permanent, wait = fault is not None and fault.permanent, getattr(fault, "wait", None)
    noted, look = stubs.failed(article, why, tries, permanent=permanent, wait=wait, now=now)
    async with newsroom.begin() as tx:
        await store.articles.visited(tx, article, noted, tries=tries, look=look, page_hash="", now=now)
    return Visit(article=noted, failure=why)
