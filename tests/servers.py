"""A real web server on loopback that answers as a test tells it to.

::

    async with serve() as server:
        server.put("/feed.xml", FEED, headers={"ETag": '"1"'})
        server.put("/down", status=503, headers={"Retry-After": "120"})
        server.redirect("/old", "/feed.xml")
        ...  # fetch server.url("/feed.xml")
        assert server.count("/feed.xml") == 1
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a path answers. ``delay`` and ``trickle`` are seconds: before the answer, and between its chunks."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    trickle: float = 0.0
    hang_up: bool = False  # close the connection in the middle of the body


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class FeedServer:
    """What is answered where, and what was asked for. Answers may be changed between requests."""

    base_url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return self.base_url + path

    def put(self, path: str, body: bytes | str = b"", **fields: object) -> str:
        """Answer a path with this from now on; returns its address. ``fields`` are those of ``Answer``."""
        self.answers[path] = [_answer(body, fields)]
        return self.url(path)

    def then(self, path: str, body: bytes | str = b"", **fields: object) -> None:
        """After the answers so far, one request each, answer with this; the last one stays."""
        self.answers.setdefault(path, []).append(_answer(body, fields))

    def redirect(self, path: str, to: str, *, status: int = 301) -> str:
        """Send whoever asks for a path somewhere else."""
        return self.put(path, status=status, headers={"Location": to})

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one.path == path for one in self.asked)

    def last(self, path: str) -> Asked:
        """The last request for a path."""
        return next(one for one in reversed(self.asked) if one.path == path)

    async def reply(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        self.asked.append(Asked(request.method, request.path, request.headers))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await self._send(request)
        finally:
            self.under_way -= 1

    async def _send(self, request: web.BaseRequest) -> web.StreamResponse:
        left = self.answers.get(request.path)
        if not left:
            return web.Response(status=404, text="There is no such path on this test server.")
        answer = left.pop(0) if len(left) > 1 else left[0]
        if answer.delay:
            await asyncio.sleep(answer.delay)
        etag = answer.headers.get("ETag")
        if answer.status == 200 and etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        if answer.trickle or answer.hang_up:
            return await _slowly(request, answer)
        return web.Response(
            body=answer.body, status=answer.status, headers={"Content-Type": answer.content_type, **answer.headers}
        )


def _answer(body: bytes | str, fields: Mapping[str, object]) -> Answer:
    return Answer(body=body.encode() if isinstance(body, str) else body, **fields)  # type: ignore[arg-type]


async def _slowly(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    response = web.StreamResponse(
        status=answer.status, headers={"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))}
    )
    await response.prepare(request)
    half = max(1, len(answer.body) // 2)
    await response.write(answer.body[:half])
    if answer.hang_up:
        if request.transport is not None:
            request.transport.abort()
        return response
    await asyncio.sleep(answer.trickle)
    await response.write(answer.body[half:])
    return response


@asynccontextmanager
async def serve(secure: ssl.SSLContext | None = None) -> AsyncIterator[FeedServer]:
    """A feed server on 127.0.0.1, on a port the system gives; with TLS if it is given a context."""
    server = FeedServer()
    runner = web.ServerRunner(web.Server(server.reply), shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=secure)
        await site.start()
        server.base_url = f"http{'s' if secure else ''}://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()
