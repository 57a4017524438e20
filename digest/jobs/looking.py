"""One look at a source: fetch → read. What it brings home is not kept here (``keeping.py``)."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from digest import gather
from digest.errors import SourceError, StoreError
from digest.jobs.inboxes import read_inbox
from digest.jobs.shelves import FOLDER, read_shelf
from digest.jobs.sitemaps import read_sitemap
from digest.model import Harvest, Source, SourceKind
from digest.newsroom import Newsroom

log = logging.getLogger(__name__)


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


async def bring(newsroom: Newsroom, source: Source, *, now: datetime) -> Brought | Look:
    """What a source brings home; of one that is quiet or fails, all there is to say, to be saved with others."""
    interval, rng = newsroom.settings.gather.interval, random.SystemRandom()
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
        return Look(source=paced(newsroom, seen, fresh=0, rng=rng), saved=False)
    return Brought(source=seen, harvest=harvest, first=source.last_look is None)


def _in_vain(newsroom: Newsroom, source: Source, fault: SourceError, now: datetime) -> Look:
    interval, rng = newsroom.settings.gather.interval, random.SystemRandom()
    failed = gather.after_failure(source, fault, now=now, interval=interval, rng=rng)
    return Look(source=failed, failure=fault.message, saved=False)


def paced(newsroom: Newsroom, source: Source, *, fresh: int, rng: random.Random) -> Source:
    """The source with its next look set by what it publishes: ``fresh`` articles came just now."""
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
