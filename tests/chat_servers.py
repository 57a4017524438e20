"""A real web server on loopback that speaks the OpenAI chat protocol and says what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer: the text of the model, or a raw body in its place."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    tokens: int = 100
    hang: bool = False  # until whoever asks goes away


@dataclass(slots=True)
class ChatServer:
    """What is answered, the last one for ever, and what was asked."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def says(self, *texts: str) -> None:
        """Answer with these texts."""
        self.replies = [Reply(text=text) for text in texts]

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """Answer one chat."""
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if reply.hang:
            await asyncio.Event().wait()
        if reply.raw is not None or reply.status != 200:
            return web.Response(body=reply.raw or b"", status=reply.status, headers=reply.headers)
        message = {"role": "assistant", "content": reply.text}
        return web.json_response(
            {
                "object": "chat.completion",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": reply.tokens, "completion_tokens": 0, "total_tokens": reply.tokens},
            }
        )


@asynccontextmanager
async def serve_chat() -> AsyncIterator[ChatServer]:
    """A model's server on 127.0.0.1, on a port the system gives."""
    server, app = ChatServer(), web.Application()
    app.router.add_post("/v1/chat/completions", server.chat)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield server
    finally:
        await runner.cleanup()
