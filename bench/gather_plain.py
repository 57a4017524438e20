"""Fetch feeds with aiohttp and look at none of them, in a process of its own."""

from __future__ import annotations

import asyncio

import aiohttp

from bench.child import Watch, answer
from bench.figures import Cost


async def fetch(*, urls: list[str], at_once: int) -> Cost:
    """Fetch every address, so many at once."""
    places = asyncio.Semaphore(at_once)

    async def one(session: aiohttp.ClientSession, url: str) -> int:
        async with places, session.get(url) as answered:
            return len(await answered.read())

    with Watch() as watch:
        async with aiohttp.ClientSession() as session:
            sizes = await asyncio.gather(*(one(session, url) for url in urls))
    return watch.cost(len(urls), bytes=sum(sizes))


if __name__ == "__main__":
    answer(fetch)
