"""The reader's own page: what they get, with a pause beside the leaving. GET changes nothing."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

import subscribers
from digest.web.leaving import newsletter_of
from digest.web.pages import newsroom_of, page, problem

router = APIRouter()
EVENTS = {"pause": subscribers.Event.PAUSE, "resume": subscribers.Event.RESUME, "leave": subscribers.Event.LEAVE}


@router.api_route("/preferences/{token}", methods=["GET", "HEAD"])
async def show(request: Request, token: str) -> Response:
    """What the reader gets now."""
    return await _page(request, token, saved=False)


@router.post("/preferences/{token}/{wish}")
async def change(request: Request, token: str, wish: str) -> Response:
    """Pause, resume or leave; doing it twice is doing it once."""
    newsroom, now = newsroom_of(request), request.app.state.clock()
    try:
        claims = subscribers.read(token, subscribers.Purpose.PREFERENCES, keys=newsroom.keys, now=now)
        event = EVENTS[wish]
        async with newsroom.begin() as tx:
            await subscribers.move(
                tx,
                event,
                person_id=claims.person_id,
                newsletter_id=claims.newsletter_id,
                consent=subscribers.Consent(how="page"),
                now=now,
            )
    except (subscribers.TokenError, KeyError):
        return problem(request, 404, "invalid")
    except subscribers.NotPermitted:
        return await _page(request, token, saved=False)
    return await _page(request, token, saved=True)


async def _page(request: Request, token: str, *, saved: bool) -> Response:
    newsroom, now = newsroom_of(request), request.app.state.clock()
    newsletter = await newsletter_of(request, token, subscribers.Purpose.PREFERENCES)
    if newsletter is None:
        return problem(request, 404, "invalid")
    claims = subscribers.read(token, subscribers.Purpose.PREFERENCES, keys=newsroom.keys, now=now)
    async with newsroom.reading() as tx:
        standing = await subscribers.standing_of(tx, newsletter.id, claims.person_id)
    state = standing.value if standing in (subscribers.Standing.ACTIVE, subscribers.Standing.PAUSED) else "left"
    return page(request, "preferences.html", newsletter=newsletter, state=state, token=token, saved=saved)
