"""Feeds over HTTP in a process of their own, each on an address of its own, as a hundred hosts would be.

All of 127.0.0.0/8 is this machine on Linux, so that the pauses between requests to one host stay as they are set.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from bench.child import ROOT
from bench.town import feed, utc_now
from bench.yardsticks import free_port

ITEMS = 25


def addresses(feeds: int, port: int) -> list[str]:
    """Where the feeds are."""
    return [f"http://127.0.1.{number + 1}:{port}/feed.xml" for number in range(feeds)]


@contextmanager
def serve_feeds(feeds: int) -> Iterator[tuple[list[str], int]]:
    """Running feed servers; yields the feeds' addresses and the bytes of all feeds together."""
    port = free_port()
    command = [sys.executable, "-m", "bench.feed_server", str(feeds), str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None:
            raise SystemExit("The feed server has no pipes.")
        try:
            size = json.loads(server.stdout.readline() or "0")
            if not size:
                raise SystemExit("The feed server did not begin.")
            yield addresses(feeds, port), size
        finally:
            server.stdin.close()  # its sign to end


async def _serve(feeds: int, port: int) -> None:
    now = utc_now()
    bodies = {f"127.0.1.{number + 1}": feed(number, items=ITEMS, now=now) for number in range(feeds)}

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        body = bodies[request.host.partition(":")[0]]
        return web.Response(body=body, headers={"Content-Type": "application/rss+xml"})

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        for host in bodies:
            await web.TCPSite(runner, host, port).start()
        print(sum(map(len, bodies.values())), flush=True)
        await asyncio.to_thread(sys.stdin.read)
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
