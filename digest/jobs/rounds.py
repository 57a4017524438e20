"""Go round the due sources: fetch → read → decide → keep. A failing source never stops the round."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Self

from sqlalchemy import Connection

from digest import gather, store
from digest.errors import SourceError, StoreError
from digest.jobs.hubs import note_offers
from digest.jobs.inboxes import read_inbox
from digest.jobs.languages import guess
from digest.jobs.shelves import FOLDER, read_shelf
from digest.jobs.sitemaps import read_sitemap
from digest.jobs.visiting import visit_pages
from digest.model import Draft, Harvest, Source, SourceKind
from digest.newsroom import Newsroom
from digest.sending.together import Together

log = logging.getLogger(__name__)

WHOLE = (SourceKind.FOLDER, SourceKind.INBOX, SourceKind.PUSHED)  # whose articles have no page to be read
TOGETHER = 100  # sources in one transaction
IN_HAND = 3  # times as many sources as are asked at once may wait until what they brought is written down
ROUND_SIZE = 2000  # sources in one round; the next round takes the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a source brought. ``failure`` is empty, or says in words what went wrong."""

    source: Source
    new: int = 0
    changed: int = 0
    held: int = 0  # of a suspicious flood
    failure: str = ""
    notes: tuple[str, ...] = ()
    saved: bool = True  # what is remembered of the source is written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a source brought home, not yet laid beside what is stored."""

    source: Source
    harvest: Harvest
    first: bool = True  # it was never looked at before


Keep = Callable[[Brought], Awaitable[Look]]


async def go_round(
    newsroom: Newsroom,
    *,
    now: datetime,
    sources: Sequence[Source] | None = None,
    on_look: Callable[[Look], None] | None = None,
) -> list[Look]:
    """Look at the given sources, or at all that are due. The looks come back in the order they ended."""
    if sources is None:
        async with newsroom.reading() as tx:
            sources = await store.sources.due(tx, now=now, limit=ROUND_SIZE)
    looks: list[Look] = []
    unsaved: list[Source] = []
    turns = Turns.of(newsroom)
    together = Together[Brought, Look](lambda brought: keep_all(newsroom, brought, now=now), most=TOGETHER)
    asked = [asyncio.create_task(_in_turn(turns, newsroom, source, unsaved, together, now)) for source in sources]
    try:
        for ended in asyncio.as_completed(asked):
            looks.append(await ended)
            if on_look:
                on_look(looks[-1])
            if len(unsaved) >= TOGETHER:
                await _save(newsroom, unsaved)
    finally:
        await _leave_off(asked)
        await _save(newsroom, unsaved)
    await visit_pages(newsroom, now=now)
    return looks


async def _leave_off(asked: Sequence[asyncio.Task[Look]]) -> None:
    """Of a round that breaks off (nothing can be written down), nobody is asked any more: the next round comes soon."""
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Turns:
    """Few sources are asked at once; and of what they bring, little is in memory, however many are due."""

    asking: asyncio.Semaphore
    in_hand: asyncio.Semaphore

    @classmethod
    def of(cls, newsroom: Newsroom) -> Self:
        """As many as the settings say; while some are written down, as many others are asked."""
        at_once = newsroom.settings.gather.concurrency
        return cls(asking=asyncio.Semaphore(at_once), in_hand=asyncio.Semaphore(at_once * IN_HAND))


async def _in_turn(
    turns: Turns, newsroom: Newsroom, source: Source, unsaved: list[Source], keep_it: Keep, now: datetime
) -> Look:
    async with turns.in_hand:
        async with turns.asking:
            found = await _bring(newsroom, source, now=now)
        seen = found if isinstance(found, Look) else await keep_it(found)
    if not seen.saved:
        unsaved.append(seen.source)
    return seen


async def _save(newsroom: Newsroom, unsaved: list[Source]) -> None:
    """What is remembered of quiet and of failing sources, many in one transaction; lost, they are looked at again."""
    batch = unsaved[:]
    unsaved.clear()
    if batch:
        await newsroom.pen.write(lambda tx: store.sources.remember(tx, batch))


async def look(newsroom: Newsroom, source: Source, *, now: datetime) -> Look:
    """Look at one source and keep what it brought, or why it brought nothing."""
    found = await _bring(newsroom, source, now=now)
    seen = found if isinstance(found, Look) else (await keep_all(newsroom, [found], now=now))[0]
    if not seen.saved:
        await _save(newsroom, [seen.source])
    return seen


async def _bring(newsroom: Newsroom, source: Source, *, now: datetime) -> Brought | Look:
    """What a source brings home; of one that is quiet or fails, all there is to say, to be saved with others."""
    interval, rng = newsroom.settings.gather.interval, random.Random()  # noqa: S311 - jitter is no secret
    try:
        fetched, harvest = await fetch_harvest(newsroom, source, now)
    except SourceError as fault:
        return _in_vain(newsroom, source, fault, now)
    except StoreError:
        raise
    except Exception as fault:
        # Something of ours: whoever mends it finds it in the log, and no other source waits for that.
        log.exception("%s could not be looked at.", source.slug)
        words = f"something of ours broke ({type(fault).__name__}); the log says where"
        return _in_vain(newsroom, source, SourceError(words, url=source.url), now)
    seen = gather.after_success(
        source, now=now, interval=interval, rng=rng, fetched=fetched, title=harvest.title if harvest else ""
    )
    if harvest is None:
        return Look(source=_paced(newsroom, seen, fresh=0, rng=rng), saved=False)
    return Brought(source=seen, harvest=harvest, first=source.last_look is None)


def _in_vain(newsroom: Newsroom, source: Source, fault: SourceError, now: datetime) -> Look:
    interval, rng = newsroom.settings.gather.interval, random.Random()  # noqa: S311 - jitter is no secret
    failed = gather.after_failure(source, fault, now=now, interval=interval, rng=rng)
    return Look(source=failed, failure=fault.message, saved=False)


def _paced(newsroom: Newsroom, source: Source, *, fresh: int, rng: random.Random) -> Source:
    wanted = newsroom.settings.gather
    return gather.paced(source, fresh=fresh, interval=wanted.interval, longest=wanted.longest_interval, rng=rng)


async def fetch_harvest(
    newsroom: Newsroom, source: Source, now: datetime
) -> tuple[gather.Fetched | gather.NotModified | None, Harvest | None]:
    """What the source has to say; no Harvest where nothing changed since the last look.

    Raises:
        SourceError: it cannot be fetched or read.
    """
    if source.kind is SourceKind.FOLDER:
        return await read_shelf(newsroom, source, FOLDER, now=now)
    if source.kind is SourceKind.INBOX:
        return await read_inbox(newsroom, source, now=now)
    if source.kind is SourceKind.PUSHED:
        return None, None
    return await _ask(newsroom, source, now)


async def _ask(
    newsroom: Newsroom, source: Source, now: datetime
) -> tuple[gather.Fetched | gather.NotModified, Harvest | None]:
    """What a source of the web has to say."""
    place = gather.place_of(source)
    access = newsroom.access(source.slug).towards(source.url, place)
    # A feed is there to be read by programs, and somebody named it; what else a site holds, it may want to be left.
    may = None if source.kind is SourceKind.FEED else partial(newsroom.robots.check, access=access, now=now)
    answer = await newsroom.web.get(
        place, etag=source.etag, last_modified=source.last_modified, access=access, may=may, now=now
    )
    if isinstance(answer, gather.NotModified):
        return answer, None
    if source.kind is SourceKind.SITEMAP:
        return await read_sitemap(newsroom, source, answer, now=now)
    if answer.body_hash == source.body_hash:
        return answer, None  # the same bytes: nothing to parse
    return answer, await _read(newsroom, source, answer, now)


async def _read(newsroom: Newsroom, source: Source, answer: gather.Fetched, now: datetime) -> Harvest:
    if source.kind is SourceKind.PAGE:
        return await newsroom.readers.listing(
            answer.body, content_type=answer.content_type, url=answer.url, links=source.links, now=now
        )
    harvest = await newsroom.readers.feed(answer.body, content_type=answer.content_type, url=answer.url, now=now)
    # Link headers come before what stands in the feed (WebSub §4).
    hub, topic = (gather.hubs.address(said, answer.url) for said in (answer.hub, answer.topic))
    return replace(harvest, hub=hub or harvest.hub, topic=topic or harvest.topic)


async def keep_all(newsroom: Newsroom, brought: Sequence[Brought], *, now: datetime) -> list[Look]:
    """Lay harvests beside what is stored and keep what is new of them; floods are kept back until a person decides."""
    guessed = await guess(newsroom, {one.source: one.harvest for one in brought})
    return await newsroom.pen.write(lambda tx: _keep(tx, newsroom, brought, guessed, now))


def _keep(
    tx: Connection,
    newsroom: Newsroom,
    brought: Sequence[Brought],
    guessed: Mapping[Source, Mapping[str, str]],
    now: datetime,
) -> list[Look]:
    """The same, in one transaction; what happens in it is no more than that, so it is no work for the event loop."""
    stored = store.known.stored_hashes(tx, {one.source.id: _guids(one) for one in brought})
    fresh = {one.source.id: _fresh(one, stored[one.source.id]) for one in brought if not one.first}
    floods = {one.source.id: hashes for one in brought if (hashes := fresh.get(one.source.id)) and _many(one, hashes)}
    told = store.known.told_hashes(tx, floods)
    looks, rows = [], []
    for one in brought:
        source = one.source
        known = stored[source.id]
        changes = gather.decide(one.harvest, known, told=told.get(source.id, ()), first=one.first, now=now)
        if changes.flood and not store.known.has_articles(tx, source.id):  # it only failed until now
            changes = gather.decide(one.harvest, known, first=True, now=now)
        visit = _stubs(source, (*changes.new, *changes.changed, *changes.flood))
        languages = guessed.get(source, {})
        rows += store.arriving.rows(source.id, changes.new, languages, now=now, visit=visit)
        rows += store.arriving.rows(source.id, changes.flood, languages, now=now, visit=visit, held=True)
        store.arriving.renew(tx, source.id, changes.changed, languages, now=now, visit=visit)
        looks.append(_seen(newsroom, one, changes))
    store.arriving.put(tx, rows)
    store.sources.remember(tx, [look.source for look in looks])
    note_offers(tx, newsroom, {one.source: one.harvest for one in brought}, now=now)
    return looks


def _guids(brought: Brought) -> list[str]:
    return [draft.guid for draft in brought.harvest.drafts]


def _fresh(brought: Brought, stored: Mapping[str, str]) -> list[str]:
    return [draft.hash for draft in brought.harvest.drafts if draft.guid not in stored]


def _many(brought: Brought, fresh: Sequence[str]) -> bool:
    """Whether so many are new that they may be a flood: many, or all that there are."""
    return len(fresh) >= gather.FLOOD or gather.FEWEST_RENAMED <= len(fresh) == len(brought.harvest.drafts)


def _seen(newsroom: Newsroom, brought: Brought, changes: gather.Changes) -> Look:
    rng = random.Random()  # noqa: S311 - jitter is no secret
    return Look(
        source=_paced(newsroom, brought.source, fresh=len(changes.new), rng=rng),
        new=len(changes.new),
        changed=len(changes.changed),
        held=len(changes.flood),
        notes=brought.harvest.notes,
    )


def _stubs(source: Source, drafts: Sequence[Draft]) -> set[str]:
    """The guids of those whose pages shall be read. Documents are whole, unless all they say is an address."""
    whole = source.kind in WHOLE
    bare = source.kind is not SourceKind.INBOX  # what stands behind a newsletter's address is nothing but its words
    return {one.guid for one in drafts if (gather.is_stub(one) if not whole else bare and one.url and not one.text)}
