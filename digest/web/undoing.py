"""Taking back what a mail told: GET shows one button, POST does it, once however often it is pressed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs
from digest.web.about import about, claims_of
from digest.web.described import answers
from digest.web.forms import is_from_elsewhere
from digest.web.pages import FROM_ELSEWHERE, UNDO_NOT, UNDONE, message, newsroom_of, problem
from subscribers import Purpose

router = APIRouter(default_response_class=HTMLResponse)


@router.api_route("/undo/{token}", methods=["GET", "HEAD"], responses=answers(404))
async def ask_to_undo(request: Request, token: str) -> Response:
    """The page with the one button that takes back what a mail told."""
    claims = claims_of(request, token, Purpose.UNDO, max_age=subscribers.UNDOABLE)
    if claims is None:
        return problem(request, 404, UNDO_NOT)
    found = await about(request, token, Purpose.UNDO)
    say = found.speech(request)
    words = (say("Take it back?"), say("One click, and everything is as it was before."))
    return message(request, *words, newsletter=found.newsletter, language=say.language, button=say("Take it back"))


@router.post("/undo/{token}", responses=answers(403, 404, 409))
async def undo(request: Request, token: str) -> Response:
    """Take it back; the second time nothing happens."""
    claims = claims_of(request, token, Purpose.UNDO, max_age=subscribers.UNDOABLE)
    if is_from_elsewhere(request):
        return problem(request, 403, FROM_ELSEWHERE)
    if claims is None:
        return problem(request, 404, UNDO_NOT)
    found = await about(request, token, Purpose.UNDO)
    say, newsletter = found.speech(request), found.newsletter
    try:
        done = await jobs.confirming.undo(newsroom_of(request), claims, now=request.app.state.clock())
    except subscribers.NotPermitted:
        done = False
    if not done:
        return message(request, say(UNDO_NOT), newsletter=newsletter, language=say.language, status=409)
    words = (say(UNDONE), say("Everything is as it was."))
    return message(request, *words, newsletter=newsletter, language=say.language)
