"""Asking a server for a page, politely and with a limit on everything.

Conditional requests (RFC 9110 §13), gzip, br and zstd with the cap on what comes out, at most
``redirects`` hops each of which is judged anew, Retry-After, a pause between requests to one host
and few of them side by side. No proxy from the environment, no second look-up of a name, and no
cookie that outlives the walk of redirects in which it was set.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

import aiohttp

from digest import __version__
from digest.errors import Forbidden, SourceError
from digest.gather.fetching.answers import NO_ACCESS, Access, Answer, body_of, header, linked, max_age, sendable
from digest.gather.fetching.cookies import Told, heard, with_cookies
from digest.gather.fetching.faults import in_our_words, refused, sent_on
from digest.gather.fetching.fetched import Fetched, Limits, NotModified
from digest.gather.fetching.guard import check_url
from digest.gather.fetching.resolver import GuardedResolver
from digest.gather.fetching.turnstile import Turnstile

REDIRECTS = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
WHOLE = (200, 203)  # 203: somebody on the way changed it
May = Callable[[str], Awaitable[None]]  # raises a SourceError for an address that must not be asked


class Web:
    """An open web client; see ``open_web``."""

    def __init__(self, session: aiohttp.ClientSession, limits: Limits) -> None:
        self._session = session
        self.limits = limits
        self._hosts = Turnstile(at_once=limits.concurrency, per_host=limits.per_host, pause=limits.pause)

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        access: Access = NO_ACCESS,
        may: May | None = None,
        now: datetime,
    ) -> Fetched | NotModified:
        """Fetch an address; with ``etag`` or ``last_modified`` only if it changed.

        ``may`` is asked of the address and of each that it redirects to.

        Raises:
            Forbidden: the address, or one it redirects to, must not be fetched.
            Gone: 404 or 410.
            Unreachable: no answer in time, too big an answer, or a server's fault (``wait``: seconds it asked for).
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in known.items() if sendable(value)}
        return await in_our_words(url, self.limits.timeout, self._follow(url, headers, access, may, now))

    async def post(self, url: str, fields: Mapping[str, str], *, now: datetime) -> None:
        """Send a form, and again to where a temporary redirect leads (307, 308); any 2xx is well.

        Raises:
            Forbidden: the address, or one it redirects to, must not be asked.
            Gone: 404 or 410.
            Unreachable: no answer in time, or another status.
        """
        await in_our_words(url, self.limits.timeout, self._send(url, fields, now))

    async def _send(self, url: str, fields: Mapping[str, str], now: datetime) -> None:
        here, entered = url, asyncio.get_running_loop().time()
        for _ in range(self.limits.redirects + 1):
            check_url(here, self.limits.allow_hosts)
            async with (
                self._hosts.turn(here, now=now),
                asyncio.timeout(self.limits.timeout),
                self._session.post(here, data=dict(fields), allow_redirects=False) as answer,
            ):
                if 200 <= answer.status < 300:
                    return
                if answer.status not in (307, 308) or "Location" not in answer.headers:
                    raise self._heard(answer, here, now, entered)
                here = sent_on(here, answer.headers["Location"])
        raise Forbidden(f"{url} redirects more than {self.limits.redirects} times.", url=url)

    def slow_down(self, url: str, pause: float) -> None:
        """Leave so many seconds between two requests to this host from now on, if they are more than usual."""
        self._hosts.slow_down(url, pause)

    def _heard(self, answer: aiohttp.ClientResponse, url: str, now: datetime, entered: float) -> SourceError:
        passed = int(asyncio.get_running_loop().time() - entered)  # who says "in a minute" does not count from ``now``
        fault = refused(answer, url, now, passed=passed)
        self._hosts.hear(url, fault, now=now)
        return fault

    async def _follow(
        self, url: str, headers: dict[str, str], access: Access, may: May | None, now: datetime
    ) -> Fetched | NotModified:
        here, moved, left = url, url, self.limits.timeout
        loop = asyncio.get_running_loop()
        entered = loop.time()
        cookies: Told = {}
        for _ in range(self.limits.redirects + 1):
            check_url(here, self.limits.allow_hosts)
            if may:
                await may(here)
            own = with_cookies(headers | access.towards(url, here).lines(), cookies, here)
            async with self._hosts.turn(here, now=now):  # waiting for one's turn is no fault of the server
                asking = self._session.get(here, headers=own, allow_redirects=False, proxy=access.proxy or None)
                begun = loop.time()
                async with asyncio.timeout(left), asking as answer:
                    if answer.status not in REDIRECTS or "Location" not in answer.headers:
                        moved = moved if moved != url else ""
                        whole = self._read(answer, here, moved, entered, conditional=bool(headers), now=now)
                        return await whole
                    heard(cookies, answer, here)
                    there = sent_on(here, answer.headers["Location"])
                    # Behind a passing redirect nothing is for good; what was moved before it, was.
                    for_good = answer.status in FOR_GOOD and "@" not in urlsplit(there).netloc  # addresses are shown
                    moved = there if moved == here and for_good else moved
                    here = there
                left -= loop.time() - begun
        raise Forbidden(f"{url} redirects more than {self.limits.redirects} times.", url=url)

    async def _read(
        self,
        answer: aiohttp.ClientResponse,
        url: str,
        moved_to: str,
        entered: float,
        *,
        conditional: bool,
        now: datetime,
    ) -> Fetched | NotModified:
        certificate = answer.certificate if isinstance(answer, Answer) else None
        fresh = max_age(header(answer, "Cache-Control"), header(answer, "Age"))
        if answer.status == 304 and conditional:
            return NotModified(fresh, certificate, moved_to)
        if answer.status not in WHOLE:
            raise self._heard(answer, url, now, entered)
        body = await body_of(answer, url, most=self.limits.max_bytes)
        return Fetched(
            url=url,
            body=body,
            content_type=header(answer, "Content-Type"),
            etag=header(answer, "ETag"),
            last_modified=header(answer, "Last-Modified"),
            body_hash=sha256(body).hexdigest(),
            moved_to=moved_to,
            max_age=fresh,
            certificate=certificate,
            hub=linked(answer, "hub"),
            topic=linked(answer, "self"),
        )


@asynccontextmanager
async def open_web(limits: Limits) -> AsyncIterator[Web]:
    """A web client for one newsroom."""
    connector = aiohttp.TCPConnector(
        resolver=GuardedResolver(limits.allow_hosts),
        use_dns_cache=False,
        limit=limits.concurrency,
        force_close=True,  # kept open and idle, those of a thousand hosts are all the files that a process may open
    )
    contact = f" (+{limits.contact})" if limits.contact.isascii() and limits.contact else ""
    headers = {
        "User-Agent": f"Digest/{__version__}{contact}",
        "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    }
    timeout = aiohttp.ClientTimeout(total=None)  # ours is around the whole walk, redirects and waiting included
    async with aiohttp.ClientSession(
        connector=connector,
        headers=headers,
        timeout=timeout,
        response_class=Answer,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        max_line_size=16_384,
        max_field_size=16_384,
    ) as session:
        yield Web(session, limits)
