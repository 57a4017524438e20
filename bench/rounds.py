"""Rounds through feeds, quiet and changed, each beside its yardstick, alternating in one run on one local server.

A quiet round brings the same bytes again; beside it stands what bare aiohttp fetches from the same server. In a changed
round every article is new, sanitised and stored; beside it stands feedparser with its own sanitising, which parses the
same feeds in one process for each core and keeps nothing. Digest's reading processes are up before the first figure, as
they are in a newsroom that runs; the server shares the cores with everybody. No round begins before its hosts may be
asked again: the pause that each is left is manners, and no work.
"""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import aiohttp
import feedparser

from bench.child import Watch, descendants
from bench.feed_server import ITEMS, Feeds, serve_feeds
from bench.figures import Cost, Options, Report, Series
from bench.paragraphs import whose_words
from bench.town import lay_out, newsroom_at, settle_in, utc_now
from digest import jobs, store
from digest.engine import run_in_loop
from digest.newsroom import Newsroom

AT_ONCE = 20  # Digest's own default, gather.concurrency
BARE, QUIET = "aiohttp: fetch only", "Digest: a quiet round"
ALONE, CHANGED = "feedparser: parse only, on all cores", "Digest: a changed round"
BARS = {QUIET: (BARE, 0.5), CHANGED: (ALONE, 3.0)}


def measure(options: Options, folder: Path) -> Report:
    """Alternate between the four."""
    with serve_feeds(options.feeds) as feeds, parsers() as pool:
        series = run_in_loop(_measure(options.rounds, feeds, folder, pool))
    return report(series, feeds.size, options)


@contextmanager
def parsers() -> Iterator[ProcessPoolExecutor]:
    """A process that parses for each core."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(time.sleep, [0.5] * cores))  # they are up
        yield pool


async def _measure(rounds: int, feeds: Feeds, folder: Path, pool: ProcessPoolExecutor) -> list[Series]:
    series = {name: Series(name) for name in (BARE, QUIET, ALONE, CHANGED)}
    settings = lay_out(folder, urls=feeds.urls)
    async with newsroom_at(settings, f"sqlite:///{folder}/digest.db") as newsroom:
        await settle_in(newsroom, folder, readers=1)
        await go_round(newsroom, new=ITEMS * len(feeds.urls))
        for _ in range(rounds):
            feeds.renew()
            await _leave_alone(newsroom)
            series[CHANGED].costs.append(await _timed(lambda: go_round(newsroom, new=ITEMS * len(feeds.urls))))
            bodies = await fetch(feeds.urls)
            series[ALONE].costs.append(await _timed(partial(asyncio.to_thread, parse, pool, bodies)))
            await _leave_alone(newsroom)
            series[QUIET].costs.append(await _timed(lambda: go_round(newsroom, new=0)))
            series[BARE].costs.append(await _timed(lambda: fetch(feeds.urls)))
        await check(newsroom, ITEMS * len(feeds.urls) * (rounds + 1))
    return list(series.values())


async def _leave_alone(newsroom: Newsroom) -> None:
    """Until every host may be asked again."""
    await asyncio.sleep(newsroom.settings.gather.pause)


async def _timed(work: Callable[[], Awaitable[Sequence[object]]]) -> Cost:
    """What it cost, and the CPU seconds of all processes below this one."""
    below = sum(descendants().values())
    with Watch() as watch:
        done = await work()
    return watch.cost(len(done), below=sum(descendants().values()) - below)


async def go_round(newsroom: Newsroom, *, new: int) -> list[jobs.Look]:
    """One round through all sources, due or not; it must bring so many new articles and no failure."""
    async with newsroom.reading() as tx:
        sources = await store.sources.every(tx)
    looks = await jobs.go_round(newsroom, now=utc_now(), sources=sources)
    failures = [look.failure for look in looks if look.failure]
    if failures or sum(look.new for look in looks) != new:
        raise SystemExit(f"{sum(look.new for look in looks)} new articles instead of {new}; failures {failures[:1]}")
    return looks


async def check(newsroom: Newsroom, articles: int) -> None:
    """Everything was stored, and sanitised before."""
    async with newsroom.reading() as tx:
        stored = await store.articles.count(tx)
        some = await store.articles.matching(tx, "a", limit=200)
    foreign = [one.id for one in some if "<script" in one.body or "onclick" in one.body or "<p>" not in one.body]
    if stored != articles or foreign or not some:
        raise SystemExit(f"{stored} articles are stored instead of {articles}; not sanitised: {foreign[:3]}")


async def fetch(urls: Sequence[str]) -> list[bytes]:
    """What aiohttp alone fetches."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(session: aiohttp.ClientSession, url: str) -> bytes:
        async with places, session.get(url) as answered:
            return await answered.read()

    async with aiohttp.ClientSession() as session:
        return list(await asyncio.gather(*(one(session, url) for url in urls)))


def parse(pool: ProcessPoolExecutor, bodies: Sequence[bytes]) -> list[int]:
    """How many entries feedparser finds, with all that it does unasked: sanitising, resolving links."""
    return list(pool.map(_parse, bodies, chunksize=4))


def _parse(body: bytes) -> int:
    return len(feedparser.parse(io.BytesIO(body)).entries)


def report(series: Sequence[Series], size: int, options: Options) -> Report:
    """The table: feeds a second, and how many times the yardstick that is."""
    named = {one.name: one for one in series}
    rows = []
    for one in series:
        yardstick, bar = BARS.get(one.name, ("", 0.0))
        slowest, fastest = one.slowest_and_fastest
        ratios = ["", ""]
        if yardstick:
            other = named[yardstick]
            ratios = [f"{one.rate / other.rate:.2f} (bar {bar})", f"{_cpu_ms(other) / _cpu_ms(one):.2f}"]
        rows.append([one.name, f"{one.rate:,.0f}", f"{slowest:,.0f}-{fastest:,.0f}", f"{_cpu_ms(one):.1f}", *ratios])
    return Report(
        name="rounds",
        title=f"Rounds through {options.feeds} feeds on loopback",
        about=(
            f"{options.feeds} RSS feeds of {ITEMS} whole articles, {size / options.feeds / 1000:.0f} kB each",
            whose_words(),
            f"each on an address of its own, {AT_ONCE} at once; medians of {options.rounds} alternating rounds",
            "CPU is that of all processes, the feed server's with it; on a busy machine read the ratio by CPU",
        ),
        columns=("way", "feeds/s", "spread", "CPU ms/feed", "of its yardstick", "by CPU"),
        rows=rows,
        series=series,
    )


def _cpu_ms(one: Series) -> float:
    return (one.micros + one.part("below") / one.costs[0].count * 1e6) / 1000
