"""Go round the due sources: fetch → read → decide → keep. A failing source never stops the round."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from math import inf
from typing import Self

from digest import gather, store
from digest.gather.urls import host_key
from digest.jobs.keeping import keep_all
from digest.jobs.looking import Brought, Look, bring
from digest.jobs.visiting import visit_pages
from digest.model import Source
from digest.newsroom import Newsroom
from digest.sending.together import Together

TOGETHER = 100  # sources in one transaction
IN_HAND = 3  # times as many sources as are asked at once may wait until what they brought is written down
ROUND_SIZE = 2000  # sources in one round; the next round takes the rest

Keep = Callable[[Brought], Awaitable[Look]]


async def go_round(
    newsroom: Newsroom,
    *,
    now: datetime,
    sources: Sequence[Source] | None = None,
    on_look: Callable[[Look], None] | None = None,
    seconds: float = inf,
    pages: bool = True,
) -> list[Look]:
    """Look at the given sources, or at all that are due. The looks come back in the order they ended.

    After so many ``seconds`` nobody else is asked: who still waited for a host's turn stays due. With ``pages`` the
    pages of articles follow that are due.
    """
    if sources is None:
        async with newsroom.reading() as tx:
            sources = await store.sources.due(tx, now=now, limit=ROUND_SIZE)
    looks: list[Look] = []
    unsaved: list[Source] = []
    turns = Turns.of(newsroom, seconds=seconds)
    together = Together[Brought, Look](lambda brought: keep_all(newsroom, brought, now=now), most=TOGETHER)
    asked = [
        asyncio.create_task(_in_turn(turns, newsroom, source, unsaved, together, now)) for source in fairly(sources)
    ]
    try:
        for ended in asyncio.as_completed(asked):
            seen = await ended
            if seen is None:
                continue
            looks.append(seen)
            if on_look:
                on_look(seen)
            if len(unsaved) >= TOGETHER:
                await _save(newsroom, unsaved)
    finally:
        await _leave_off(asked)
        await _save(newsroom, unsaved)
    if pages:
        await visit_pages(newsroom, now=now)
    return looks


async def _leave_off(asked: Sequence[asyncio.Task[Look | None]]) -> None:
    """Of a round that breaks off (nothing can be written down), nobody is asked any more: the next round comes soon."""
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Turns:
    """Few sources are asked at once; and of what they bring, little is in memory, however many are due."""

    asking: asyncio.Semaphore
    in_hand: asyncio.Semaphore
    on_host: defaultdict[str, asyncio.Semaphore]  # who only waits for a host's pauses takes no place from the others
    begun: float  # on the loop's clock
    seconds: float  # then nobody else is asked

    @classmethod
    def of(cls, newsroom: Newsroom, *, seconds: float) -> Self:
        """As many as the settings say; while some are written down, as many others are asked."""
        wanted = newsroom.settings.gather
        return cls(
            asking=asyncio.Semaphore(wanted.concurrency),
            in_hand=asyncio.Semaphore(wanted.concurrency * IN_HAND),
            on_host=defaultdict(lambda: asyncio.Semaphore(wanted.per_host)),
            begun=asyncio.get_running_loop().time(),
            seconds=seconds,
        )

    def passed(self) -> float:
        """Seconds since the round began."""
        return asyncio.get_running_loop().time() - self.begun


def fairly(sources: Sequence[Source]) -> list[Source]:
    """The first source of every host, then the second of each, and so on: a host with many makes few wait."""
    on_host: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        on_host[_host(source)].append(source)
    return [source for rank in zip_longest(*on_host.values()) for source in rank if source is not None]


def _host(source: Source) -> str:
    """Where it is asked for; a folder is a host of its own."""
    return host_key(gather.place_of(source)) or source.url


async def _in_turn(
    turns: Turns, newsroom: Newsroom, source: Source, unsaved: list[Source], keep_it: Keep, now: datetime
) -> Look | None:
    async with turns.on_host[_host(source)], turns.in_hand:
        if turns.passed() > turns.seconds:
            return None
        async with turns.asking:
            # What a host asks for counts from its answer, which in a long round is minutes after its beginning.
            found = await bring(newsroom, source, now=now + timedelta(seconds=int(turns.passed())))
        seen = found if isinstance(found, Look) else await keep_it(found)
    if not seen.saved:
        unsaved.append(seen.source)
    return seen


async def _save(newsroom: Newsroom, unsaved: list[Source]) -> None:
    """What is remembered of quiet and of failing sources, many in one transaction; lost, they are looked at again."""
    batch = unsaved[:]
    unsaved.clear()
    if batch:
        await newsroom.pool_pen.write(lambda tx: store.sources.remember(tx, batch))


async def look(newsroom: Newsroom, source: Source, *, now: datetime) -> Look:
    """Look at one source and keep what it brought, or why it brought nothing."""
    found = await bring(newsroom, source, now=now)
    seen = found if isinstance(found, Look) else (await keep_all(newsroom, [found], now=now))[0]
    if not seen.saved:
        await _save(newsroom, [seen.source])
    return seen
