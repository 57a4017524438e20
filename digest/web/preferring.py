"""The reader's own page, behind the link in every mail. GET changes nothing; each change can be taken back."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs
from digest.phrases import N_
from digest.web import choosing
from digest.web.described import JSON, answers, form
from digest.web.forms import Fields, fields_of, network
from digest.web.pages import (
    ASKED_WORDS,
    REFUSED,
    UNDO_NOT,
    UNDONE,
    message,
    newsroom_of,
    page,
)
from digest.web.reading import view_of_reader, wanted_of, wishes_about
from digest.web.visits import Visit, visit

router = APIRouter(default_response_class=HTMLResponse)
FORGET = N_(
    "Everything that we know about you is erased, at once and for good, and you get no more mail. What stays is one "
    "code, which cannot be turned back into your address, so that nobody can sign you up behind your back."
)


@router.api_route("/preferences/{token}", methods=["GET", "HEAD"], responses=answers(404))
@router.api_route("/preferences/{token}/undo", methods=["GET", "HEAD"], responses=answers(404))
@router.api_route("/preferences/{token}/address", methods=["GET", "HEAD"], responses=answers(404))
async def show(request: Request, token: str) -> Response:
    """What the reader gets now; also where a button's address is opened again, out of a browser's history."""
    found = await visit(request, token)
    return found if isinstance(found, Response) else _page(found)


@router.post("/preferences/{token}", responses=answers(403, 404, 422), openapi_extra=form("name", "language", "zone"))
async def choose(request: Request, token: str) -> Response:
    """Save what the form says; doing it twice is doing it once."""
    found = await visit(request, token)
    if isinstance(found, Response):
        return found
    fields, who = await fields_of(request), found.reader
    about = wishes_about(fields)
    zone = str(about.get("zone", who.preferences.person.zone))
    wanted = {one.id: wanted_of(fields, one, who, zone=zone, now=found.now) for one in found.newsletters()}
    try:
        asked = await jobs.preferring.choose(
            newsroom_of(request), who, wanted, about, client=network(request), now=found.now
        )
    except subscribers.PreferenceError:
        return _page(found, said=found.say(REFUSED), status=422)
    return await _again(request, token, ASKED_WORDS if asked else N_("Saved."))


@router.post("/preferences/{token}/undo", responses=answers(403, 404), openapi_extra=form("change"))
async def undo(request: Request, token: str) -> Response:
    """Take back one change."""
    found = await visit(request, token)
    if isinstance(found, Response):
        return found
    number = (await fields_of(request)).one("change")
    try:
        which = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        done = await jobs.preferring.take_back(newsroom_of(request), found.claims.person_id, which, now=found.now)
    except subscribers.NotPermitted:
        done = False
    return await _again(request, token, UNDONE if done else UNDO_NOT)


@router.post("/preferences/{token}/address", responses=answers(403, 404, 422), openapi_extra=form("email"))
async def move(request: Request, token: str) -> Response:
    """Ask at a new address whether it is theirs."""
    found = await visit(request, token)
    if isinstance(found, Response):
        return found
    fields = await fields_of(request)
    try:
        address = subscribers.parse_address(fields.one("email")).address
    except subscribers.AddressError:
        return _page(found, fields=fields, wrong="email_wrong", status=422)
    person_id, client = found.claims.person_id, network(request)
    await jobs.preferring.ask_to_move(newsroom_of(request), person_id, address, client=client, now=found.now)
    return _page(found, said=found.say("A link is on its way to the new address. Nothing changes before you press it."))


@router.api_route("/preferences/{token}/data.json", methods=["GET", "HEAD"], responses=answers(404, ok=(JSON,)))
async def download(request: Request, token: str) -> Response:
    """All that is known of the reader."""
    found = await visit(request, token)
    if isinstance(found, Response):
        return found
    known = await jobs.everything_known(newsroom_of(request), found.claims.person_id)
    text = json.dumps(known, ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": 'attachment; filename="data.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.api_route("/preferences/{token}/forget", methods=["GET", "HEAD"], responses=answers(404))
async def ask_to_forget(request: Request, token: str) -> Response:
    """The page with the one button that erases."""
    found = await visit(request, token)
    if isinstance(found, Response):
        return found
    say = found.say
    return message(
        request,
        say("Shall we forget you?"),
        say(FORGET),
        newsletter=found.newsletter,
        language=say.language,
        button=say("Forget me"),
        link=("../" + token, say("Back to your page")),
    )


@router.post("/preferences/{token}/forget", responses=answers(403, 404))
async def forget(request: Request, token: str) -> Response:
    """Erase the reader, for good."""
    found = await visit(request, token)
    if isinstance(found, Response):
        return found
    await jobs.forget(newsroom_of(request), found.claims.person_id, now=found.now)
    say = found.say
    words = (
        say("You are forgotten"),
        say("Nothing about you is left here. The links in our mails lead nowhere any more."),
    )
    return message(request, *words, newsletter=found.newsletter, language=say.language)


async def _again(request: Request, token: str, said: str) -> Response:
    """The page as it is after a change, in the language that may be another one now."""
    found = await visit(request, token)
    return found if isinstance(found, Response) else _page(found, said=found.say(said))


def _page(
    found: Visit, *, said: str = "", wrong: str = "", fields: Fields | None = None, status: int = 200
) -> Response:
    person = found.reader.preferences.person
    return page(
        found.request,
        "preferences.html",
        newsletter=found.newsletter,
        language=found.say.language,
        status=status,
        token=found.token,
        person=person,
        said=said,
        wrong=wrong,
        email=fields.one("email") if fields else "",
        languages=choosing.languages(found.say),
        zones=choosing.zone_groups(person.zone, found.say),
        **view_of_reader(found.reader, found.newsletters(), found.say, now=found.now),
    )
