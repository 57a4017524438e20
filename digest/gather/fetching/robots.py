"""May this page be read by a program? robots.txt (RFC 9309), asked once a day of each host."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from digest.errors import Forbidden, Gone, NotYet, SourceError, Unreachable
from digest.gather.fetching.answers import NO_ACCESS, Access
from digest.gather.fetching.fetch import Web
from digest.gather.fetching.fetched import Fetched

AGENT = "Digest"
KEPT = timedelta(hours=24)  # RFC 9309 §2.4: no longer without asking again
AFTER_FAULT = timedelta(minutes=30)
LARGEST = 512_000  # bytes; RFC 9309 §2.5 asks for 500 KiB at least
MOST_HOSTS = 2_000  # whose rules are remembered
LONGEST_DELAY = 30.0  # seconds between two requests that a site may ask for


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None  # None: nothing may be read for now
    until: datetime


class Robots:
    """What hosts allow, remembered for a day."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str, *, access: Access = NO_ACCESS, now: datetime) -> None:
        """Let a page be read that may be; a site's Crawl-delay is obeyed from then on.

        The rules are asked for by the proxy of ``access``, and are told nothing else of it.

        Raises:
            Forbidden: its site does not want programs to read it.
            Unreachable: its site cannot say at present.
        """
        parts = urlsplit(url)
        place = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        lock = self._asking.setdefault(place, asyncio.Lock())
        async with lock:
            known = self._known.get(place)
            if known is None or known.until <= now:
                known = await self._ask(place, Access(proxy=access.proxy), now)
                self._remember(place, known)
        self._asking.pop(place, None)
        if known.rules is None:
            raise Unreachable(f"{url} is not read: {place} cannot be read at present.", url=url)
        if not known.rules.can_fetch(url, AGENT):
            raise Forbidden(f"{url} is not read: {place} asks programs to stay away from it.", url=url)
        self._web.slow_down(url, min(known.rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY))

    async def _ask(self, place: str, access: Access, now: datetime) -> _Rules:
        try:
            answer = await self._web.get(place, access=access, now=now)
        except Gone:
            return _Rules(Protego.parse(""), now + KEPT)  # there are no rules (RFC 9309 §2.3.1.3)
        except NotYet as fault:
            return _Rules(None, now + min(AFTER_FAULT, timedelta(seconds=fault.wait or 0.0)))
        except Unreachable as fault:
            if fault.status and 400 <= fault.status < 500 and fault.status != 429:
                return _Rules(Protego.parse(""), now + KEPT)
            return _Rules(None, now + AFTER_FAULT)
        except SourceError:
            return _Rules(None, now + AFTER_FAULT)
        body = answer.body[:LARGEST] if isinstance(answer, Fetched) else b""
        # With a mark of its byte order before it, the first line would be none that is known (RFC 9309 §2.3).
        rules = await asyncio.to_thread(Protego.parse, body.decode("utf-8-sig", "replace"))
        return _Rules(rules, now + KEPT)

    def _remember(self, place: str, rules: _Rules) -> None:
        self._known[place] = rules
        self._known.move_to_end(place)
        if len(self._known) > MOST_HOSTS:
            self._known.popitem(last=False)
