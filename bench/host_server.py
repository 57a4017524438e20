"""Many hosts over HTTP in one process, each on an address of its own and each with manners of its own.

Most have a feed; some are slow, silent, explode, loop, moved, ask for patience, or are gone. It notes when each host
was asked, and by how many at once.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from aiohttp import web

from bench.child import ROOT
from bench.feed_server import TAILS
from bench.town import feed, utc_now
from bench.yardsticks import free_port

ITEMS = 10
SLOW = 2.0  # seconds until a slow host answers
PATIENCE_ASKED = 7200  # seconds, by Retry-After
SHARED = 3  # feeds on each of those hosts that have several
# How many of a hundred hosts have which manners; the others have one feed each.
MANNERS = {"slow": 5, "silent": 1, "dead": 5, "busy": 5, "moved": 5, "gone": 5, "broken": 2, "bomb": 1, "loop": 1,
           "shared": 5}  # fmt: skip
_IN_ORDER = [name for name, number in MANNERS.items() for _ in range(number)]


def manners_of(host: int) -> str:
    """How a host behaves."""
    number = host * 37 % 100  # so that they are mixed
    return _IN_ORDER[number] if number < len(_IN_ORDER) else "well"


def urls(hosts: int, port: int, closed: int) -> dict[str, str]:
    """All feeds, each with the manners of its host; where nobody answers, the port is the ``closed`` one."""
    found = {}
    for host in range(hosts):
        manners = manners_of(host)
        at = f"http://{_name(host)}:{closed if manners == 'dead' else port}"
        for number in range(SHARED if manners == "shared" else 1):
            found[f"{at}/{manners}/{number}.xml"] = manners
    return found


def _name(host: int) -> str:
    return f"127.0.{1 + host // TAILS}.{1 + host % TAILS}"


@dataclass(slots=True)
class Seen:
    """What a host saw of its guest."""

    begun: list[float] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    @property
    def shortest_pause(self) -> float:
        """Seconds between two requests that came one after the other."""
        return min((b - a for a, b in zip(self.begun, self.begun[1:], strict=False)), default=float("inf"))


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts that are served."""

    urls: dict[str, str]
    _asked: IO[str]
    _answers: IO[str]

    def seen(self) -> dict[str, Any]:
        """How polite the guest was so far: requests, the shortest pause on a host, the most at once on one."""
        self._asked.write("\n")
        self._asked.flush()
        found: dict[str, Any] = json.loads(self._answers.readline())
        return found


@contextmanager
def serve_hosts(hosts: int) -> Iterator[Hosts]:
    """Running hosts."""
    port, closed = free_port(), free_port()
    command = [sys.executable, "-m", "bench.host_server", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None or not server.stdout.readline():
            raise SystemExit("The hosts did not begin.")
        try:
            yield Hosts(urls(hosts, port, closed), server.stdin, server.stdout)
        finally:
            server.stdin.close()  # its sign to end


async def _serve(port: int) -> None:
    seen: defaultdict[str, Seen] = defaultdict(Seen)
    body, bomb = feed(1, items=ITEMS, now=utc_now()), gzip.compress(b"<rss>" + b" " * 50_000_000, 9)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        host = seen[request.host]
        host.begun.append(asyncio.get_running_loop().time())
        host.under_way += 1
        host.most = max(host.most, host.under_way)
        try:
            return await _answer(request, body.replace(b"<guid", f"<!--{request.host}--><guid".encode(), 1), bomb)
        finally:
            host.under_way -= 1

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "0.0.0.0", port, backlog=1024).start()
        print("ready", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            told = {
                "requests": sum(len(one.begun) for one in seen.values()),
                "pause": min(one.shortest_pause for one in seen.values()),
                "at_once": max(one.most for one in seen.values()),
            }
            print(json.dumps(told), flush=True)
    finally:
        await runner.cleanup()


async def _answer(request: web.BaseRequest, body: bytes, bomb: bytes) -> web.StreamResponse:
    manners = request.path.split("/")[1]
    if manners in ("slow", "silent"):
        await asyncio.sleep(SLOW if manners == "slow" else 3600)
    elif manners == "busy":
        return web.Response(status=429, headers={"Retry-After": str(PATIENCE_ASKED)})
    elif manners in ("moved", "loop"):
        to = "/well/0.xml" if manners == "moved" else request.path
        return web.Response(status=301, headers={"Location": to})
    elif manners in ("gone", "broken"):
        return web.Response(status=410 if manners == "gone" else 500)
    elif manners == "bomb":
        return web.Response(body=bomb, headers={"Content-Type": "text/xml", "Content-Encoding": "gzip"})
    return web.Response(body=body, headers={"Content-Type": "application/rss+xml"})


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
