"""What the links of small mails lead to: GET shows one button, POST does it, once however often it is pressed.

A mail scanner that opens every link confirms nothing for nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs
from digest.jobs.confirming import Behind
from digest.phrases import Speech
from digest.web.described import answers
from digest.web.forms import is_from_elsewhere, network
from digest.web.pages import front_of, message, newsroom_of, problem, speech_for
from subscribers import Asked, Claims, Purpose

router = APIRouter(default_response_class=HTMLResponse)
AN_HOUR = timedelta(hours=1)
KINDS = {Purpose.CONFIRM: Asked.JOIN, Purpose.ADDRESS: Asked.MOVE}


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
    found = await _pressed(request, token, Purpose.CONFIRM)
    if isinstance(found, Response):
        return found
    newsroom, now, say = newsroom_of(request), request.app.state.clock(), _speech(request, found)
    if not found.waiting and not found.reads:  # they left since
        return message(request, say("expired"), say("expired_anew"), language=say.language, status=410)
    await jobs.confirming.confirm(newsroom, found, client=network(request), now=now)
    titles = say.listed(one.title for one in found.newsletters)
    page_url = newsroom.links.preferences(person_id=found.person.id, newsletter_id=found.newsletters[0].id, made=now)
    return message(
        request,
        say("confirmed"),
        say("confirmed_words", titles=titles),
        newsletter=found.newsletters[0],
        language=say.language,
        link=(f"{front_of(newsroom)}{page_url.removeprefix(newsroom.links.base_url)}", say("mail_welcome_button")),
    )


@router.post("/address/{token}", responses=answers(403, 404, 409, 410))
async def move(request: Request, token: str) -> Response:
    """The reader has the new mailbox: write there from now on."""
    found = await _pressed(request, token, Purpose.ADDRESS)
    if isinstance(found, Response):
        return found
    say, newsletter = _speech(request, found), found.newsletters[0]
    try:
        await jobs.confirming.move(newsroom_of(request), found, now=request.app.state.clock())
    except subscribers.NotPermitted:
        words = (say("address_taken"), say("address_taken_words"))
        return message(request, *words, newsletter=newsletter, language=say.language, status=409)
    return message(request, say("addressed"), say("addressed_words"), newsletter=newsletter, language=say.language)


@router.post("/confirm/{token}/renew", responses=answers(404))
async def renew_confirmation(request: Request, token: str) -> Response:
    """A new link, for one that is too old."""
    return await _renew(request, token, Purpose.CONFIRM)


@router.post("/address/{token}/renew", responses=answers(404))
async def renew_move(request: Request, token: str) -> Response:
    """A new link, for one that is too old."""
    return await _renew(request, token, Purpose.ADDRESS)


@router.api_route("/undo/{token}", methods=["GET", "HEAD"], responses=answers(404))
async def ask_to_undo(request: Request, token: str) -> Response:
    """The page with the one button that takes back what a mail told."""
    claims = _claims(request, token, Purpose.UNDO, subscribers.UNDOABLE)
    say = speech_for(request)
    if claims is None:
        return message(request, say("undo_not"), status=404)
    return message(request, say("undo_question"), say("undo_words"), button=say("undo_button"))


@router.post("/undo/{token}", responses=answers(403, 404, 409))
async def undo(request: Request, token: str) -> Response:
    """Take it back; the second time nothing happens."""
    claims, say = _claims(request, token, Purpose.UNDO, subscribers.UNDOABLE), speech_for(request)
    if is_from_elsewhere(request):
        return problem(request, 403, "from_elsewhere")
    try:
        if claims is None:
            return message(request, say("undo_not"), status=404)
        await jobs.confirming.undo(newsroom_of(request), claims, now=request.app.state.clock())
    except subscribers.NotPermitted:
        return message(request, say("undo_not"), status=409)
    return message(request, say("undone"), say("undone_words"))


async def _ask(request: Request, token: str, purpose: Purpose) -> Response:
    found = await _behind(request, token, purpose)
    if isinstance(found, Response):
        return found
    say, front = _speech(request, found), "confirm" if purpose is Purpose.CONFIRM else "address"
    titles = say.listed(one.title for one in found.newsletters)
    return message(
        request,
        say(f"{front}_question", titles=titles),
        say(f"{front}_words"),
        newsletter=found.newsletters[0],
        language=say.language,
        button=say(f"{front}_button"),
        action=f"{front_of(newsroom_of(request))}/{front}/{token}",
    )


async def _pressed(request: Request, token: str, purpose: Purpose) -> Behind | Response:
    if is_from_elsewhere(request):
        return problem(request, 403, "from_elsewhere")
    return await _behind(request, token, purpose)


async def _behind(request: Request, token: str, purpose: Purpose) -> Behind | Response:
    """What a link is about; else the page that says why it is good for nothing."""
    newsroom, say = newsroom_of(request), speech_for(request)
    limit: timedelta = newsroom.settings.join.confirm_within
    claims = _claims(request, token, purpose, None)
    if claims is None:
        return problem(request, 404, "invalid")
    found = await jobs.confirming.behind(newsroom, claims)
    if found is None or found.request.kind is not KINDS[purpose]:
        return message(request, say("expired"), say("expired_anew"), status=410)
    if _age(request, claims) > limit:
        say = _speech(request, found)
        return message(
            request,
            say("expired"),
            say("expired_words", hours=limit // AN_HOUR),
            newsletter=found.newsletters[0],
            language=say.language,
            status=410,
            button=say("renew_button"),
            action=f"{front_of(newsroom)}/{'confirm' if purpose is Purpose.CONFIRM else 'address'}/{token}/renew",
        )
    return found


async def _renew(request: Request, token: str, purpose: Purpose) -> Response:
    claims, say = _claims(request, token, purpose, None), speech_for(request)
    if claims is None or is_from_elsewhere(request):
        return problem(request, 404, "invalid")
    newsroom, now = newsroom_of(request), request.app.state.clock()
    found = await jobs.confirming.behind(newsroom, claims)
    if found is not None and found.request.kind is KINDS[purpose]:
        say = _speech(request, found)
        await jobs.confirming.renew(newsroom, found, now=now)
    return message(request, say("asked"), say("asked_words"), say("asked_late"), language=say.language)


def _claims(request: Request, token: str, purpose: Purpose, max_age: timedelta | None) -> Claims | None:
    now: datetime = request.app.state.clock()
    try:
        return subscribers.read(token, purpose, keys=newsroom_of(request).keys, now=now, max_age=max_age)
    except subscribers.TokenError:
        return None


def _age(request: Request, claims: Claims) -> timedelta:
    now: datetime = request.app.state.clock()
    return now - claims.issued


def _speech(request: Request, found: Behind) -> Speech:
    return speech_for(request, found.newsletters[0], found.language)
