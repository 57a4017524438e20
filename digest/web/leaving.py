"""Leaving: GET shows the button, POST leaves at once. Mail providers post by themselves (RFC 8058)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

import subscribers
from digest import jobs
from digest.jobs.leaving import ONE_CLICK, PAGE
from digest.model import Newsletter
from digest.phrases import Speech
from digest.web.about import about
from digest.web.choosing import rhythm_name
from digest.web.described import HTML, PLAIN, answers, form
from digest.web.forms import body_of, fields_of, is_from_elsewhere
from digest.web.pages import FROM_ELSEWHERE, INVALID, REFUSED, front_of, message, newsroom_of, page, problem
from subscribers import Purpose

router = APIRouter(default_response_class=HTMLResponse)
LARGEST_BODY = 10_000  # bytes; "List-Unsubscribe=One-Click" has 26


@router.api_route("/leave/{token}", methods=["GET", "HEAD"], responses=answers(404))
@router.api_route("/leave/{token}/less", methods=["GET", "HEAD"], responses=answers(404))
async def ask(request: Request, token: str) -> Response:
    """The page with the button. Looking at it changes nothing: scanners open every link."""
    found = await about(request, token, Purpose.LEAVE)
    say, own = found.speech(request), f"{front_of(newsroom_of(request))}/leave/{token}"
    return page(
        request,
        "leave.html",
        newsletter=found.newsletter,
        language=say.language,
        leave_url=own,
        less=_less(found.newsletter, say),
        less_url=f"{own}/less",
    )


@router.post("/leave/{token}", responses=answers(404, ok=(HTML, PLAIN)), openapi_extra=form("List-Unsubscribe"))
async def leave(request: Request, token: str) -> Response:
    """Leave, done when the answer is there. No cookie, no redirect; a token that is not ours gets the same answer."""
    by_provider = _is_one_click(await body_of(request, LARGEST_BODY))
    how = ONE_CLICK if by_provider else PAGE
    await jobs.leaving.leave(newsroom_of(request), token, how=how, now=request.app.state.clock())
    if by_provider:
        return PlainTextResponse("Unsubscribed.\n")
    found = await about(request, token, Purpose.LEAVE)
    say, newsletter = found.speech(request), found.newsletter
    title = newsletter.title if newsletter else newsroom_of(request).settings.newsroom.name
    words = (say("You have unsubscribed"), say("%(title)s will not be sent to you any more.", title=title))
    return message(request, *words, newsletter=newsletter, language=say.language)


@router.post("/leave/{token}/less", responses=answers(403, 404, 409, 422), openapi_extra=form("less"))
async def less(request: Request, token: str) -> Response:
    """Get less of it instead."""
    if is_from_elsewhere(request):
        return problem(request, 403, FROM_ELSEWHERE)
    found = await about(request, token, Purpose.LEAVE)
    say, wish = found.speech(request), (await fields_of(request)).one("less")
    if found.claims is None or found.newsletter is None:
        return problem(request, 404, INVALID)
    now, title = request.app.state.clock(), found.newsletter.title
    try:
        known = await jobs.leaving.less(newsroom_of(request), found.claims, found.newsletter, wish, now=now)
    except subscribers.NotPermitted:
        words = (say(REFUSED), say("%(title)s will not be sent to you any more.", title=title))
        return message(request, *words, newsletter=found.newsletter, language=say.language, status=409)
    if not known:
        return message(request, say(REFUSED), newsletter=found.newsletter, language=say.language, status=422)
    stays = say("%(title)s stays with you, as you chose.", title=title)
    return message(request, say("You get less from now on"), stays, newsletter=found.newsletter, language=say.language)


def _less(newsletter: Newsletter | None, say: Speech) -> list[dict[str, Any]]:
    """What there is between everything and nothing."""
    if newsletter is None:
        return []
    keys = [rhythm.key for rhythm in newsletter.cadences] if len(newsletter.cadences) > 1 else []
    options = [
        {"value": key, "text": say("Only this rhythm: %(cadence)s", cadence=rhythm_name(key, say))} for key in keys
    ]
    return [*options, {"value": "month", "text": say("Nothing for a month")}]


def _is_one_click(body: bytes) -> bool:
    """Whether this is RFC 8058's post, urlencoded or multipart; any other post is the page's button."""
    squeezed = body.replace(b"\r\n", b"\n")
    return b"List-Unsubscribe=One-Click" in body or (
        b'name="List-Unsubscribe"' in squeezed and b"One-Click" in squeezed
    )
