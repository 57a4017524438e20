"""A little hub on loopback (W3C WebSub): it makes sure who asks, and tells of news with a signature."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web


@dataclass(slots=True)
class HubServer:
    """Who asked for what. ``status`` is what an asking is answered with; ``lease`` the seconds that are granted."""

    url: str = ""
    status: int = 202
    lease: int = 864_000
    verifies: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    verified: list[tuple[int, bool]] = field(default_factory=list)  # of each check: status, and whether it was echoed
    known: dict[str, dict[str, str]] = field(default_factory=dict)  # callback → what was asked

    async def take(self, request: web.BaseRequest) -> web.StreamResponse:
        """Somebody asks."""
        said = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(said)
        if self.status == 202 and self.verifies:
            await self.check(said)
        return web.Response(status=self.status)

    async def check(self, said: dict[str, str]) -> None:
        """Make sure that they did (§5.3)."""
        wanted = {"hub.mode": said["hub.mode"], "hub.topic": said["hub.topic"], "hub.challenge": "fog-and-ferries"}
        if said["hub.mode"] == "subscribe":
            wanted["hub.lease_seconds"] = str(self.lease)
        async with aiohttp.ClientSession() as session, session.get(said["hub.callback"], params=wanted) as answer:
            echoed = await answer.text() == "fog-and-ferries"
        self.verified.append((answer.status, echoed))
        if answer.status == 200 and echoed:
            if said["hub.mode"] == "subscribe":
                self.known[said["hub.callback"]] = said
            else:
                self.known.pop(said["hub.callback"], None)

    async def deny(self, said: dict[str, str], reason: str) -> int:
        """Say no (§5.2)."""
        wanted = {"hub.mode": "denied", "hub.topic": said["hub.topic"], "hub.reason": reason}
        async with aiohttp.ClientSession() as session, session.get(said["hub.callback"], params=wanted) as answer:
            return answer.status

    async def publish(self, body: bytes = b"<rss/>", *, method: str = "sha256", secret: str = "") -> list[int]:
        """Tell everybody who is known that there is news; ``secret`` instead of theirs, to forge."""
        statuses = []
        async with aiohttp.ClientSession() as session:
            for callback, said in self.known.items():
                key = (secret or said["hub.secret"]).encode()
                signed = {"X-Hub-Signature": f"{method}={hmac.new(key, body, method).hexdigest()}"} if method else {}
                async with session.post(callback, data=body, headers=signed) as answer:
                    statuses.append(answer.status)
        return statuses


@asynccontextmanager
async def serve_hub() -> AsyncIterator[HubServer]:
    """A hub on 127.0.0.1."""
    hub = HubServer()
    runner = web.ServerRunner(web.Server(hub.take), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hub"
        yield hub
    finally:
        await runner.cleanup()
