"""An issue online, as it was printed, without anybody's links."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import store
from digest.web.pages import newsroom_of, problem

router = APIRouter()


@router.api_route("/view/{token}", methods=["GET", "HEAD"])
async def view(request: Request, token: str) -> Response:
    """The page that was stored with the issue."""
    newsroom, now = newsroom_of(request), request.app.state.clock()
    try:
        claims = subscribers.read(token, subscribers.Purpose.VIEW, keys=newsroom.keys, now=now)
    except subscribers.TokenError:
        return problem(request, 404, "invalid")
    async with newsroom.reading() as tx:
        stored = await store.issues.page_of(tx, claims.errand_id)
    return HTMLResponse(stored) if stored else problem(request, 404, "nowhere")
