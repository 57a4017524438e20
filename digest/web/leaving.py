"""Leaving: GET shows one button, POST leaves at once. Mail providers post by themselves (RFC 8058)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

import subscribers
from digest import store
from digest.errors import NotFound
from digest.model import Newsletter
from digest.web.pages import newsroom_of, page

router = APIRouter()
LARGEST_BODY = 10_000  # bytes; "List-Unsubscribe=One-Click" has 26


@router.api_route("/leave/{token}", methods=["GET", "HEAD"])
async def ask(request: Request, token: str) -> Response:
    """The page with the one button. Looking at it changes nothing: scanners open every link."""
    newsletter = await newsletter_of(request, token, subscribers.Purpose.LEAVE)
    return page(request, "leave.html", newsletter=newsletter)


@router.post("/leave/{token}")
async def leave(request: Request, token: str) -> Response:
    """Leave, done when the answer is there. No cookie, no redirect; a token that is not ours gets the same answer."""
    by_provider = await _posted_by_provider(request)
    newsroom, now = newsroom_of(request), request.app.state.clock()
    async with newsroom.begin() as tx:
        why = "one-click" if by_provider else "page"
        await subscribers.leave_by_token(tx, token, keys=newsroom.keys, now=now, why=why)
    if by_provider:
        return PlainTextResponse("Unsubscribed.\n")
    return page(request, "left.html", newsletter=await newsletter_of(request, token, subscribers.Purpose.LEAVE))


async def _posted_by_provider(request: Request) -> bool:
    """Whether this is RFC 8058's post, urlencoded or multipart; any other post is the page's button."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            break
    squeezed = body.replace(b"\r\n", b"\n")
    return b"List-Unsubscribe=One-Click" in body or (
        b'name="List-Unsubscribe"' in squeezed and b"One-Click" in squeezed
    )


async def newsletter_of(request: Request, token: str, purpose: subscribers.Purpose) -> Newsletter | None:
    """The newsletter a token is about; None for a token that is not ours, or a newsletter that is gone."""
    newsroom, now = newsroom_of(request), request.app.state.clock()
    try:
        claims = subscribers.read(token, purpose, keys=newsroom.keys, now=now)
        async with newsroom.reading() as tx:
            return await store.newsletters.by_id(tx, claims.newsletter_id)
    except (subscribers.TokenError, NotFound):
        return None
