"""Have hubs tell of news at once (WebSub): ask them, ask again in time, say goodbye; they answer at ``callbacks``."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from digest import store
from digest.errors import Forbidden, Gone, SourceError, Unreachable
from digest.gather import hubs
from digest.gather.fetching.guard import check_url
from digest.gather.urls import host_key
from digest.model import Harvest, Hub, HubState, Source, SourceKind, SourceState
from digest.newsroom import Newsroom
from digest.settings import shape_of

log = logging.getLogger(__name__)

MOST = 50  # hubs asked in one round
MOST_GOODBYES = 3


def wants_pushes(newsroom: Newsroom, source: Source) -> bool:
    """Whether hubs are asked for this source: the settings allow it, and a hub could reach us."""
    shape = shape_of(newsroom.settings, source.slug)
    if not newsroom.settings.gather.websub or (shape is not None and not shape.websub):
        return False
    try:
        check_url(newsroom.settings.newsroom.base_url, newsroom.web.limits.allow_hosts)
    except Forbidden:
        return False
    return True


def note_offers(tx: Connection, newsroom: Newsroom, found: Mapping[Source, Harvest], *, now: datetime) -> None:
    """Remember the hubs that feeds name now."""
    offered = {}
    for source, harvest in found.items():
        if source.kind is SourceKind.FEED:
            wanted = bool(harvest.hub) and wants_pushes(newsroom, source)
            offered[source.id] = (harvest.hub, harvest.topic) if wanted else ("", "")
    if offered:
        store.hubs.offer(tx, offered, now=now)


def callback_of(newsroom: Newsroom, hub: Hub) -> str:
    """Where a hub tells us of news: an address that nobody can guess."""
    return f"{newsroom.settings.newsroom.base_url}/websub/{hubs.mark_of(hub, newsroom.keys.oldest_secret)}"


async def tend_hubs(newsroom: Newsroom, *, now: datetime) -> int:
    """Ask the hubs whose time has come: to begin, to go on, or to stop. Returns how many."""
    async with newsroom.reading() as tx:
        due = await store.hubs.due(tx, now=now, limit=MOST)
        sources = {source.id: source for source in await store.sources.every(tx)} if due else {}
    on_host: defaultdict[str, list[Hub]] = defaultdict(list)
    for hub in due:
        on_host[host_key(hub.url)].append(hub)
    tending = [asyncio.create_task(_tend(newsroom, some, sources, now=now)) for some in on_host.values()]
    try:
        await asyncio.gather(*tending)
    finally:
        for task in tending:
            task.cancel()
        await asyncio.gather(*tending, return_exceptions=True)
    return len(due)


async def _tend(newsroom: Newsroom, due: Sequence[Hub], sources: Mapping[int, Source], *, now: datetime) -> None:
    """What is due at one hub, one topic after the other. When it does not answer, it is not asked about the others."""
    answers = True
    for hub in due:
        source = sources.get(hub.source_id)
        wanted = source is not None and source.state is SourceState.ACTIVE and wants_pushes(newsroom, source)
        if not answers:
            async with newsroom.begin() as tx:
                await store.hubs.save(tx, hubs.put_off(hub, now=now), before=hub)
        elif wanted and hub.state is not HubState.LEAVING:
            answers = await _ask(newsroom, hub, now=now)
        else:
            answers = await _say_goodbye(newsroom, hub, now=now)


async def _ask(newsroom: Newsroom, hub: Hub, *, now: datetime) -> bool:
    """Ask a hub to tell of news, or to go on; whether it answers."""
    # Written before it is asked: hubs make sure at once, before they answer.
    expecting = hubs.asked(hub, now=now)
    async with newsroom.begin() as tx:
        if not await store.hubs.save(tx, expecting, before=hub) or expecting.state is HubState.REFUSED:
            return True
    try:
        await _post(newsroom, hub, "subscribe", now=now)
    except SourceError as fault:
        failed = hubs.not_asked(hub, fault.message, for_good=_is_no(fault), now=now)
        log.info("The hub of %s is not asked: %s", hub.topic, fault.message)
        async with newsroom.begin() as tx:
            await store.hubs.save(tx, failed, before=expecting)
        return not _is_silent(fault)
    return True


async def _say_goodbye(newsroom: Newsroom, hub: Hub, *, now: datetime) -> bool:
    """Ask a hub to stop; whether it answers."""
    known = hub.state in (HubState.ASKED, HubState.PUSHING, HubState.LEAVING)
    if not known or hub.failures >= MOST_GOODBYES or (hub.until and hub.until < now):
        async with newsroom.begin() as tx:
            await store.hubs.forget(tx, hub.source_id)
        return True
    leaving = hubs.asked(_leaving(hub), now=now)
    async with newsroom.begin() as tx:
        if not await store.hubs.save(tx, leaving, before=hub):
            return True  # its source named another hub meanwhile, or came back
    try:
        await _post(newsroom, hub, "unsubscribe", now=now)
    except SourceError as fault:
        log.info("The hub of %s is not told to stop: %s", hub.topic, fault.message)
        return not _is_silent(fault)
    return True


def _leaving(hub: Hub) -> Hub:
    failures = hub.failures if hub.state is HubState.LEAVING else 0
    return Hub(
        source_id=hub.source_id,
        url=hub.url,
        topic=hub.topic,
        state=HubState.LEAVING,
        until=hub.until,
        failures=failures,
    )


async def _post(newsroom: Newsroom, hub: Hub, mode: str, *, now: datetime) -> None:
    """What a subscriber says to a hub (§5.1)."""
    mark = hubs.mark_of(hub, newsroom.keys.oldest_secret)
    said = {"hub.mode": mode, "hub.topic": hub.topic, "hub.callback": callback_of(newsroom, hub)}
    if mode == "subscribe":
        said["hub.lease_seconds"] = str(int(hubs.LEASE.total_seconds()))
        said["hub.secret"] = hubs.hub_secret(mark, newsroom.keys.oldest_secret)
    await newsroom.web.post(hub.url, said, now=now)


def _is_silent(fault: SourceError) -> bool:
    return isinstance(fault, Unreachable) and not fault.status


def _is_no(fault: SourceError) -> bool:
    passing = isinstance(fault, Unreachable) and (fault.status == 429 or not 400 <= fault.status < 500)
    return isinstance(fault, Gone | Forbidden) or not passing
