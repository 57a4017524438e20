"""Where hubs say that there is news (W3C WebSub). Who is not asked to, cannot: address and pushes are signed.

The one GET that changes something: so the standard wants it, and only a hub that we asked knows the address.
"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from digest import jobs
from digest.web.pages import newsroom_of

router = APIRouter()
SIDE_BY_SIDE = 4  # pushes whose bodies are read at once
PATIENCE = 20.0  # seconds that a body may take
LONGEST_CHALLENGE = 2000  # characters


@router.get("/websub/{mark}")
async def verify(request: Request, mark: str) -> Response:
    """A hub makes sure that it was we who asked, or says no."""
    said = {name: value[:LONGEST_CHALLENGE] for name, value in request.query_params.items() if name.startswith("hub.")}
    challenge = await jobs.answer_hub(newsroom_of(request), mark, said, now=request.app.state.clock())
    if challenge is None:
        return PlainTextResponse("Nobody here asked for that.\n", status_code=404)
    return PlainTextResponse(challenge)


@router.post("/websub/{mark}")
async def push(request: Request, mark: str) -> Response:
    """There is news. Whoever cannot sign is answered as one who can (WebSub §7): nobody learns by trying."""
    newsroom, places = newsroom_of(request), request.app.state.pushes
    if not await jobs.knows_hub(newsroom, mark):
        return PlainTextResponse("Nobody here asked for that.\n", status_code=410)
    if places.locked():
        return PlainTextResponse("Later.\n", status_code=503, headers={"Retry-After": "10"})
    async with places:
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _body(request, newsroom.settings.gather.max_bytes)
        except TimeoutError:
            return PlainTextResponse("Too slow.\n", status_code=408)
    if body is None:
        return PlainTextResponse("Too large.\n", status_code=413)
    signature = request.headers.get("x-hub-signature", "")
    await jobs.take_push(newsroom, mark, body, signature, now=request.app.state.clock())
    return Response(status_code=202)


async def _body(request: Request, most: int) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
