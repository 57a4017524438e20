"""Asking for the way to one's page: the link goes to the address, and nobody is told whether it is a reader's."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs
from digest.web.described import answers, form
from digest.web.forms import TRAP, Fields, fields_of, is_by_a_person, network, stamp
from digest.web.joining import no_sooner, once_more, thanks
from digest.web.pages import newsroom_of, page, speech_for, too_often
from subscribers import Asked

router = APIRouter(default_response_class=HTMLResponse)


@router.api_route("/link", methods=["GET", "HEAD"], responses=answers())
async def where_is_my_page(request: Request) -> Response:
    """A form for whoever lost their mails: the link goes to the address."""
    return _link_form(request)


@router.post("/link", responses=answers(422, 429), openapi_extra=form("email", "stamp", TRAP))
async def send_link(request: Request) -> Response:
    """Send the link, if the address is a reader's; nobody is told whether it is."""
    async with no_sooner():
        fields, say = await fields_of(request), speech_for(request)
        newsroom, now = newsroom_of(request), request.app.state.clock()
        try:
            address = subscribers.parse_address(fields.one("email")).address
        except subscribers.AddressError:
            return _link_form(request, fields, wrong="email_wrong")
        if fields.one(TRAP):
            return thanks(request, say, ())
        if not is_by_a_person(newsroom, fields.one("stamp"), now):
            return once_more(request, fields, say, None)
        wanted = subscribers.Request(kind=Asked.LINK, address=address, client=network(request))
        if again := await jobs.ask(newsroom, wanted, network=network(request), now=now):
            return too_often(request, say, again.at - now, crowded=again.crowded)
        return thanks(request, say, ())


def _link_form(request: Request, fields: Fields | None = None, *, wrong: str = "") -> Response:
    return page(
        request,
        "link.html",
        status=422 if wrong else 200,
        email=fields.one("email") if fields else "",
        wrong=wrong,
        trap=TRAP,
        stamp=stamp(newsroom_of(request), request.app.state.clock()),
    )
