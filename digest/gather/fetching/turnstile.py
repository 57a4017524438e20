"""Who may ask which host when: a few side by side, a pause between two, and nobody where a host said "not now"."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest.errors import NotYet, SourceError, Unreachable
from digest.gather.urls import host_key

TOO_MANY, AWAY = 429, 503
LONGEST = 3600.0  # seconds for which one answer shuts a whole host; what was asked for waits for as long as was said
UNSAID = 60.0  # seconds that a host is left alone which says "too many requests", and not for how long


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0  # on the loop's clock
    pause: float = 0.0  # seconds that its site asks for (Crawl-delay)
    shut: datetime | None = None  # until then it wants no requests


class Turnstile:
    """``at_once`` requests in all, ``per_host`` to one host, with ``pause`` seconds between two of those."""

    def __init__(self, *, at_once: int, per_host: int, pause: float) -> None:
        self._pause = pause
        self._all = asyncio.Semaphore(at_once)
        self._hosts: defaultdict[str, _Host] = defaultdict(lambda: _Host(asyncio.Semaphore(per_host)))

    def slow_down(self, url: str, pause: float) -> None:
        """Leave so many seconds between two requests to this host from now on, if they are more than usual."""
        if pause > self._pause:
            self._hosts[host_key(url)].pause = pause

    @asynccontextmanager
    async def turn(self, url: str, *, now: datetime) -> AsyncIterator[None]:
        """Wait for this host's turn, and take it.

        Raises:
            NotYet: it told somebody meanwhile, or before, that it wants no requests.
        """
        host = self._hosts[host_key(url)]
        async with host.places:
            async with host.turn:
                _must_be_open(host, url, now)
                loop = asyncio.get_running_loop()
                await asyncio.sleep(max(0.0, host.next_at - loop.time()))
                _must_be_open(host, url, now)
                host.next_at = loop.time() + max(self._pause, host.pause)
            async with self._all:
                yield

    def hear(self, url: str, fault: SourceError, *, now: datetime) -> None:
        """What a host answered: "too many requests", or "later", is for all of its addresses (RFC 6585 §4)."""
        if not isinstance(fault, Unreachable) or fault.status not in (TOO_MANY, AWAY):
            return
        wait = fault.wait if fault.wait is not None or fault.status == AWAY else UNSAID
        if wait:
            host = self._hosts[host_key(url)]
            host.shut = max(host.shut or now, now + timedelta(seconds=min(wait, LONGEST)))


def _must_be_open(host: _Host, url: str, now: datetime) -> None:
    left = (host.shut - now).total_seconds() if host.shut else 0.0
    if left > 0:
        words = f"{url} was not asked for: {host_key(url)} wants no requests for another {left:.0f} seconds."
        raise NotYet(words, url=url, wait=left, status=TOO_MANY)
