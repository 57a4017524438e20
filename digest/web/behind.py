"""What stands behind the link of a small mail, and whether it is good for anything (any more)."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request, Response

from digest import jobs
from digest.jobs.confirming import Behind
from digest.phrases import N_, Speech
from digest.web.about import claims_of
from digest.web.forms import is_from_elsewhere
from digest.web.pages import FROM_ELSEWHERE, INVALID, front_of, message, newsroom_of, problem, speech_for
from subscribers import Asked, Purpose

AN_HOUR = timedelta(hours=1)
KINDS = {Purpose.CONFIRM: Asked.JOIN, Purpose.ADDRESS: Asked.MOVE}
TOO_OLD, ANEW = N_("This link is too old"), N_("It cannot be used any more: please sign up again.")


async def behind(request: Request, token: str, purpose: Purpose) -> Behind | Response:
    """What a link is about; else the page that says why it is good for nothing."""
    newsroom, say = newsroom_of(request), speech_for(request)
    claims = claims_of(request, token, purpose)
    if claims is None:
        return problem(request, 404, INVALID)
    found = await jobs.confirming.behind(newsroom, claims)
    if found is None or found.request.kind is not KINDS[purpose]:
        return message(request, say(TOO_OLD), say(ANEW), status=410)
    if purpose is Purpose.CONFIRM and not found.theirs:  # they left since
        say = speech_of(request, found)
        words = (say(TOO_OLD), say(ANEW))
        return message(request, *words, newsletter=found.newsletters[0], language=say.language, status=410)
    if request.app.state.clock() - claims.issued > newsroom.settings.join.confirm_within:
        return _too_old(request, found, f"{place_of(request, token, purpose)}/renew")
    return found


async def pressed(request: Request, token: str, purpose: Purpose) -> Behind | Response:
    """The same where a button was pressed, which has to be one of ours."""
    if is_from_elsewhere(request):
        return problem(request, 403, FROM_ELSEWHERE)
    return await behind(request, token, purpose)


def _too_old(request: Request, found: Behind, renew: str) -> Response:
    """The page with the one button that has a new link sent."""
    say, limit = speech_of(request, found), newsroom_of(request).settings.join.confirm_within
    words = say.counted(
        "A link to confirm is good for %(number)s hour. We can send a new one to the same address.",
        "A link to confirm is good for %(number)s hours. We can send a new one to the same address.",
        limit // AN_HOUR,
    )
    return message(
        request,
        say(TOO_OLD),
        words,
        newsletter=found.newsletters[0],
        language=say.language,
        status=410,
        button=say("Send me a new link"),
        action=renew,
    )


def place_of(request: Request, token: str, purpose: Purpose) -> str:
    """The address of a link, on the host by which we were asked."""
    front = "confirm" if purpose is Purpose.CONFIRM else "address"
    return f"{front_of(newsroom_of(request))}/{front}/{token}"


def speech_of(request: Request, found: Behind) -> Speech:
    """How whoever follows a link is spoken to."""
    return speech_for(request, None, found.language or found.newsletters[0].language)
