"""What the links of small mails lead to: GET shows one button, POST does it, once however often it is pressed.

A mail scanner that opens every link confirms nothing for nobody.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs
from digest.web.about import claims_of
from digest.web.behind import KINDS, behind, place_of, pressed, speech_of
from digest.web.described import answers
from digest.web.forms import is_from_elsewhere, network
from digest.web.pages import (
    ASKED,
    ASKED_LATE,
    ASKED_WORDS,
    INVALID,
    front_of,
    message,
    newsroom_of,
    problem,
    speech_for,
)
from subscribers import Purpose

router = APIRouter(default_response_class=HTMLResponse)


@router.api_route("/confirm/{token}", methods=["GET", "HEAD"], responses=answers(404, 410))
@router.api_route("/confirm/{token}/renew", methods=["GET", "HEAD"], responses=answers(404, 410))
async def ask_to_confirm(request: Request, token: str) -> Response:
    """The page with the one button that makes a reader."""
    return await _ask(request, token, Purpose.CONFIRM)


@router.api_route("/address/{token}", methods=["GET", "HEAD"], responses=answers(404, 410))
@router.api_route("/address/{token}/renew", methods=["GET", "HEAD"], responses=answers(404, 410))
async def ask_to_move(request: Request, token: str) -> Response:
    """The page with the one button that changes an address."""
    return await _ask(request, token, Purpose.ADDRESS)


@router.post("/confirm/{token}", responses=answers(403, 404, 410))
async def confirm(request: Request, token: str) -> Response:
    """The reader confirms by their own hand."""
    found = await pressed(request, token, Purpose.CONFIRM)
    if isinstance(found, Response):
        return found
    newsroom, now, say = newsroom_of(request), request.app.state.clock(), speech_of(request, found)
    await jobs.confirming.confirm(newsroom, found, client=network(request), now=now)
    titles = say.listed(one.title for one in found.theirs)
    page_url = newsroom.links.preferences(person_id=found.person.id, newsletter_id=found.theirs[0].id, made=now)
    return message(
        request,
        say("You are subscribed"),
        say("From now on you get %(titles)s.", titles=titles),
        newsletter=found.theirs[0],
        language=say.language,
        link=(f"{front_of(newsroom)}{page_url.removeprefix(newsroom.links.base_url)}", say("Choose what you get")),
    )


@router.post("/address/{token}", responses=answers(403, 404, 409, 410))
async def move(request: Request, token: str) -> Response:
    """The reader has the new mailbox: write there from now on."""
    found = await pressed(request, token, Purpose.ADDRESS)
    if isinstance(found, Response):
        return found
    say, newsletter = speech_of(request, found), found.newsletters[0]
    try:
        if not await jobs.confirming.move(newsroom_of(request), found, now=request.app.state.clock()):
            return message(request, say(INVALID), newsletter=newsletter, language=say.language, status=410)
    except subscribers.NotPermitted:
        words = (
            say("This address has a subscription of its own"),
            say("Nothing was changed. Use the link in a mail that came to it."),
        )
        return message(request, *words, newsletter=newsletter, language=say.language, status=409)
    words = (say("Your address is changed"), say("Your newsletters come to the new address from now on."))
    return message(request, *words, newsletter=newsletter, language=say.language)


@router.post("/confirm/{token}/renew", responses=answers(404))
async def renew_confirmation(request: Request, token: str) -> Response:
    """A new link, for one that is too old."""
    return await _renew(request, token, Purpose.CONFIRM)


@router.post("/address/{token}/renew", responses=answers(404))
async def renew_move(request: Request, token: str) -> Response:
    """A new link, for one that is too old."""
    return await _renew(request, token, Purpose.ADDRESS)


async def _ask(request: Request, token: str, purpose: Purpose) -> Response:
    found = await behind(request, token, purpose)
    if isinstance(found, Response):
        return found
    say, newsletter = speech_of(request, found), found.newsletters[0]
    if purpose is Purpose.CONFIRM:
        titles = say.listed(one.title for one in found.theirs)
        words = (say("Subscribe to %(titles)s?", titles=titles), say("One click, and you are a reader."))
        button = say("Yes, subscribe")
    else:
        words = (
            say("Get your newsletters at this address?"),
            say("One click, and they come to the mailbox in which you found this link."),
        )
        button = say("Yes, use this address")
    return message(
        request,
        *words,
        newsletter=newsletter,
        language=say.language,
        button=button,
        action=place_of(request, token, purpose),
    )


async def _renew(request: Request, token: str, purpose: Purpose) -> Response:
    claims, say, newsletter = claims_of(request, token, purpose), speech_for(request), None
    if claims is None or is_from_elsewhere(request):
        return problem(request, 404, INVALID)
    newsroom, now = newsroom_of(request), request.app.state.clock()
    found = await jobs.confirming.behind(newsroom, claims)
    if found is not None and found.request.kind is KINDS[purpose]:
        say, newsletter = speech_of(request, found), found.newsletters[0]
        await jobs.confirming.renew(newsroom, found, now=now)
    words = (say(ASKED), say(ASKED_WORDS), say(ASKED_LATE))
    return message(request, *words, newsletter=newsletter, language=say.language)
