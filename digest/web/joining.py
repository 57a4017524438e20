"""Signing up. A form is only written down; its answer comes by mail.

Whoever asks for whom gets the same page, in the same time: it tells nobody who is a reader here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs
from digest.model import Newsletter, Source
from digest.phrases import Speech
from digest.web import choosing
from digest.web.described import answers, form
from digest.web.forms import TRAP, Fields, fields_of, is_by_a_person, network, stamp
from digest.web.offering import agreement, form_page, joinable, spoken_there, ticked
from digest.web.pages import (
    ASKED,
    ASKED_LATE,
    ASKED_WORDS,
    NOWHERE,
    message,
    newsroom_of,
    problem,
    speech_for,
    too_often,
)
from subscribers import Asked

router = APIRouter(default_response_class=HTMLResponse)
LEAST_TIME = 0.05  # seconds that every answer takes: longer than any of them needs
CARRIED = (
    "email",
    "newsletter",
    "newsletter[]",
    "rhythm",
    "hour",
    "zone",
    "language",
)  # over to a page that asks once more


@router.api_route("/", methods=["GET", "HEAD"], responses=answers())
@router.api_route("/join", methods=["GET", "HEAD"], responses=answers())
async def index(request: Request) -> Response:
    """The newsletters that anybody may join."""
    return await form_page(request, None)


@router.api_route("/join/{slug}", methods=["GET", "HEAD"], responses=answers(404))
async def one(request: Request, slug: str) -> Response:
    """The page of one newsletter."""
    return await form_page(request, slug)


@router.post("/join", responses=answers(422, 429), openapi_extra=form(*CARRIED, "stamp", TRAP))
async def take(request: Request) -> Response:
    """Take a form that names the newsletters, from our page or from another site's."""
    return await _answered(request, None)


@router.post("/join/{slug}", responses=answers(404, 422, 429), openapi_extra=form(*CARRIED, "stamp", TRAP))
async def take_one(request: Request, slug: str) -> Response:
    """Take the form of one newsletter."""
    return await _answered(request, slug)


async def _answered(request: Request, slug: str | None) -> Response:
    async with no_sooner():
        newsletters, sources = await joinable(request, slug)
        if slug is not None and not newsletters:
            return problem(request, 404, NOWHERE)
        return await _take(request, await fields_of(request), slug, newsletters, sources)


async def _take(
    request: Request, fields: Fields, slug: str | None, newsletters: Sequence[Newsletter], sources: Sequence[Source]
) -> Response:
    newsroom, now = newsroom_of(request), request.app.state.clock()
    chosen = newsletters if slug else [one for one in newsletters if one.slug in ticked(fields)]
    say = speech_for(request, chosen[0] if slug else None, fields.one("language"))
    try:
        address = subscribers.parse_address(fields.one("email")).address
    except subscribers.AddressError:
        return await form_page(request, slug, fields=fields, wrong="email_wrong")
    if not chosen:
        return await form_page(request, slug, fields=fields, wrong="choose_one")
    if fields.one(TRAP):
        return thanks(request, say, chosen)
    if not is_by_a_person(newsroom, fields.one("stamp"), now):
        return once_more(request, fields, say, chosen[0] if slug else None)
    wanted = subscribers.Request(
        kind=Asked.JOIN,
        address=address,
        newsletters=tuple(one.id for one in chosen),
        wishes=choosing.first_wishes(
            fields, chosen[0] if slug else None, sources, otherwise=spoken_there(request, chosen[0] if slug else None)
        ),
        wording=agreement(chosen, say, newsroom.settings.newsroom.name),
        client=network(request),
    )
    if again := await jobs.ask(newsroom, wanted, network=network(request), now=now):
        newsletter = chosen[0] if slug else None
        return too_often(request, say, again.at - now, newsletter, crowded=again.crowded)
    return thanks(request, say, chosen if slug else ())


def thanks(request: Request, say: Speech, newsletters: Sequence[Newsletter]) -> Response:
    """The page that everybody gets who asked for something, whoever they are."""
    newsletter = newsletters[0] if len(newsletters) == 1 else None
    return message(request, say(ASKED), say(ASKED_WORDS), say(ASKED_LATE), newsletter=newsletter, language=say.language)


def once_more(request: Request, fields: Fields, say: Speech, newsletter: Newsletter | None) -> Response:
    """From another site, or too fast: a person presses a button once more."""
    hidden = [(name, value) for name in fields.values for value in fields.values[name] if _is_carried(name)]
    hidden.append(("stamp", stamp(newsroom_of(request), request.app.state.clock())))
    return message(
        request,
        say("One more click"),
        say("Please press the button once more, so that we know that a person is asking."),
        newsletter=newsletter,
        language=say.language,
        button=say("Subscribe"),
        hidden=hidden,
    )


def _is_carried(name: str) -> bool:
    return name in CARRIED or name.partition(".")[0].removesuffix("[]") in choosing.KINDS


@asynccontextmanager
async def no_sooner() -> AsyncIterator[None]:
    """Take no less time than ``LEAST_TIME``, whatever is found: how long an answer takes shall tell nothing (S-13)."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, begun + LEAST_TIME - loop.time()))
