"""Feeds over HTTP in a process of their own, each on an address of its own, as so many hosts would be.

All of 127.0.0.0/8 is this machine on Linux, so that the pauses between requests to one host stay as they are set.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO

from aiohttp import web

from bench.child import ROOT
from bench.paragraphs import real_paragraphs
from bench.town import feed, utc_now
from bench.yardsticks import free_port

ITEMS = 25
TAILS = 250  # addresses that differ in their last number


@dataclass(frozen=True, slots=True)
class Feeds:
    """Feeds that are served: where, and how many bytes all of them have together."""

    urls: list[str]
    size: int
    _asked: IO[str]
    _answers: IO[str]

    def renew(self) -> None:
        """Let every feed have other articles from now on."""
        self._asked.write("\n")
        self._asked.flush()
        self._answers.readline()


def addresses(feeds: int, port: int) -> list[str]:
    """Where the feeds are."""
    return [f"http://{_host(number)}:{port}/feed.xml" for number in range(feeds)]


def _host(number: int) -> str:
    return f"127.0.{1 + number // TAILS}.{1 + number % TAILS}"


@contextmanager
def serve_feeds(feeds: int) -> Iterator[Feeds]:
    """Running feed servers."""
    port = free_port()
    command = [sys.executable, "-m", "bench.feed_server", str(feeds), str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None:
            raise SystemExit("The feed server has no pipes.")
        try:
            size = json.loads(server.stdout.readline() or "0")
            if not size:
                raise SystemExit("The feed server did not begin.")
            yield Feeds(addresses(feeds, port), size, server.stdin, server.stdout)
        finally:
            server.stdin.close()  # its sign to end


def _bodies(feeds: int, generation: int, found: Sequence[Sequence[str]]) -> dict[str, bytes]:
    told = partial(feed, items=ITEMS, now=utc_now(), generation=generation, found=found)
    return {_host(number): told(number) for number in range(feeds)}


async def _serve(feeds: int, port: int) -> None:
    found = real_paragraphs()
    bodies, generation = _bodies(feeds, 0, found), 0

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        body = bodies[request.host.partition(":")[0]]
        return web.Response(body=body, headers={"Content-Type": "application/rss+xml"})

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "0.0.0.0", port, backlog=1024).start()
        print(sum(map(len, bodies.values())), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            generation += 1
            bodies = _bodies(feeds, generation, found)
            print(generation, flush=True)
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
