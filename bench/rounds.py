"""Rounds through feeds of 61 kB, quiet and changed: ``python -m bench.rounds [FEEDS]``.

A quiet round (the same bytes again) beside what bare aiohttp fetches from the same server; a changed round (all
articles new, sanitised and stored) beside feedparser that parses the same feeds with its own sanitising, alone in one
process. CPU seconds of reading processes are in no figure: this is wall time, as a newsroom has it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import aiohttp
import feedparser

from bench.feed_server import serve_feeds
from bench.town import lay_out, newsroom_at, settle_in, utc_now
from digest import jobs

AT_ONCE = 20


async def bare(urls: list[str]) -> tuple[float, list[bytes]]:
    """Feeds a second of aiohttp alone, and what it fetched."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(session: aiohttp.ClientSession, url: str) -> bytes:
        async with places, session.get(url) as answered:
            return await answered.read()

    began = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        bodies = await asyncio.gather(*(one(session, url) for url in urls))
    return len(urls) / (time.perf_counter() - began), list(bodies)


def alone(bodies: list[bytes]) -> float:
    """Feeds a second of feedparser with its own sanitising, in one process."""
    few = bodies[:40]
    began = time.perf_counter()
    for body in few:
        feedparser.parse(body)
    return len(few) / (time.perf_counter() - began)


async def rounds(folder: Path, urls: list[str]) -> tuple[float, float]:
    """Feeds a second of a changed round and of a quiet one."""
    settings = lay_out(folder, urls=urls)
    async with newsroom_at(settings, f"sqlite:///{folder}/digest.db") as newsroom:
        await settle_in(newsroom, folder, readers=1)
        now, rates = utc_now(), []
        for late in (timedelta(), timedelta(days=1)):
            began = time.perf_counter()
            looks = await jobs.go_round(newsroom, now=now + late)
            rates.append(len(looks) / (time.perf_counter() - began))
            failures = [look.failure for look in looks if look.failure]
            if failures or len(looks) != len(urls):
                raise SystemExit(f"{len(looks)} looks, failures {failures[:1]}")
    return rates[0], rates[1]


def main() -> None:
    """Print the figures."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder, serve_feeds(feeds) as (urls, size):
        fetched, bodies = asyncio.run(bare(urls))
        changed, quiet = asyncio.run(rounds(Path(folder), urls))
        parsed = alone(bodies)
    print(f"{feeds} feeds of {size / feeds / 1000:.0f} kB")
    print(f"quiet round    {quiet:7.0f}/s   aiohttp alone    {fetched:7.0f}/s   ratio {quiet / fetched:.2f} (bar 0.5)")
    print(f"changed round  {changed:7.0f}/s   feedparser alone {parsed:7.0f}/s   ratio {changed / parsed:.2f} (bar 3)")


if __name__ == "__main__":
    main()
