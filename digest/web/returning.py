"""Where providers post what comes back. It needs a proof, says nothing to anybody else, and may be posted twice."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from digest import jobs
from digest.deliver.hooks import Post
from digest.errors import NotFound, Unproven, Unreachable
from digest.web.described import JSON, answers
from digest.web.pages import newsroom_of

log = logging.getLogger(__name__)

router = APIRouter()
TELL_EVERY = timedelta(hours=1)  # anybody may post, as often as they like
LARGEST_BODY = 2_000_000  # bytes; the largest provider batches up to one megabyte


@router.post("/returns/{provider}", responses=answers(403, 404, 413, ok=(JSON,), others=JSON))
async def take(request: Request, provider: str) -> Response:
    """Take back what a provider posts."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return JSONResponse({"error": "too large"}, status_code=413)
    post = Post(headers={name.lower(): value for name, value in request.headers.items()}, body=body)
    state = request.app.state
    try:
        outcomes = await jobs.take_posted(
            newsroom_of(request), provider, post, remembered=state.remembered, now=state.clock()
        )
    except NotFound:
        return JSONResponse({"error": "unknown provider"}, status_code=404)
    except Unproven as fault:
        _tell(state.refused, provider, fault.message, now=state.clock())
        return JSONResponse({"error": fault.message}, status_code=403)
    except Unreachable:
        return JSONResponse({"error": "later"}, status_code=503)
    return JSONResponse({"taken": sum(effect is not None for _, effect in outcomes), "of": len(outcomes)})


def _tell(told: MutableMapping[str, datetime], provider: str, why: str, *, now: datetime) -> None:
    """Let the operator know, now and then: with a wrong key nothing comes back, and nobody would wonder."""
    if provider not in told or now - told[provider] >= TELL_EVERY:
        told[provider] = now
        log.warning("A post to /returns/%s was refused: %s", provider, why)
