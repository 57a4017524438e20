"""Signing up, and asking for the way to one's page. A form is only written down; its answer comes by mail.

Whoever asks for whom gets the same page, in the same time: it tells nobody who is a reader here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import subscribers
from digest import jobs, store
from digest.model import Newsletter, Source
from digest.phrases import Speech, speech
from digest.web import choosing
from digest.web.described import answers, form
from digest.web.embedding import AGREE
from digest.web.forms import TRAP, Fields, fields_of, is_by_a_person, network, stamp
from digest.web.pages import (
    ASKED,
    ASKED_LATE,
    ASKED_WORDS,
    NOWHERE,
    accepted,
    asked_for,
    message,
    newsroom_of,
    page,
    problem,
    speech_for,
    too_often,
)
from digest.web.zones import guessed
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
    return await _form(request, None)


@router.api_route("/join/{slug}", methods=["GET", "HEAD"], responses=answers(404))
async def one(request: Request, slug: str) -> Response:
    """The page of one newsletter."""
    return await _form(request, slug)


@router.post("/join", responses=answers(422, 429), openapi_extra=form(*CARRIED, "stamp", TRAP))
async def take(request: Request) -> Response:
    """Take a form that names the newsletters, from our page or from another site's."""
    return await _answered(request, None)


@router.post("/join/{slug}", responses=answers(404, 422, 429), openapi_extra=form(*CARRIED, "stamp", TRAP))
async def take_one(request: Request, slug: str) -> Response:
    """Take the form of one newsletter."""
    return await _answered(request, slug)


async def _answered(request: Request, slug: str | None) -> Response:
    async with _no_sooner():
        newsletters, sources = await _joinable(request, slug)
        if slug is not None and not newsletters:
            return problem(request, 404, NOWHERE)
        return await _take(request, await fields_of(request), slug, newsletters, sources)


async def _take(
    request: Request, fields: Fields, slug: str | None, newsletters: Sequence[Newsletter], sources: Sequence[Source]
) -> Response:
    newsroom, now = newsroom_of(request), request.app.state.clock()
    chosen = newsletters if slug else [one for one in newsletters if one.slug in _ticked(fields)]
    say = speech_for(request, chosen[0] if slug else None, fields.one("language"))
    try:
        address = subscribers.parse_address(fields.one("email")).address
    except subscribers.AddressError:
        return await _form(request, slug, fields=fields, wrong="email_wrong")
    if not chosen:
        return await _form(request, slug, fields=fields, wrong="choose_one")
    if fields.one(TRAP):
        return _thanks(request, say, chosen)
    if not is_by_a_person(newsroom, fields.one("stamp"), now):
        return _once_more(request, fields, say, chosen[0] if slug else None)
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
        return too_often(request, say, again - now, chosen[0] if slug else None)
    return _thanks(request, say, chosen if slug else ())


def agreement(newsletters: Sequence[Newsletter], say: Speech, newsroom: str) -> str:
    """What somebody agrees to by pressing the button: shown beside it, and written down with the consent."""
    if len(newsletters) == 1:
        return say(AGREE, title=newsletters[0].title, sender=newsletters[0].sender.name)
    return say(
        "By subscribing you agree to get the newsletters you chose from %(newsroom)s by email. "
        "You can leave at any time with one click.",
        newsroom=newsroom,
    )


def _thanks(request: Request, say: Speech, newsletters: Sequence[Newsletter]) -> Response:
    newsletter = newsletters[0] if len(newsletters) == 1 else None
    return message(request, say(ASKED), say(ASKED_WORDS), say(ASKED_LATE), newsletter=newsletter, language=say.language)


def _once_more(request: Request, fields: Fields, say: Speech, newsletter: Newsletter | None) -> Response:
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


def _ticked(fields: Fields) -> frozenset[str]:
    """The newsletters that a form names, ours or one of another site."""
    return fields.every("newsletter[]") | fields.every("newsletter")


async def _joinable(request: Request, slug: str | None) -> tuple[list[Newsletter], list[Source]]:
    """The newsletters that anybody may join, or the one of this name, and the sources of the newsroom."""
    async with newsroom_of(request).reading() as tx:
        every = [one for one in await store.newsletters.every(tx) if one.public.joinable]
        sources = await store.sources.every(tx) if slug else []
    return [one for one in every if slug in (None, one.slug)], sources


async def _form(request: Request, slug: str | None, *, fields: Fields | None = None, wrong: str = "") -> Response:
    newsletters, sources = await _joinable(request, slug)
    if slug is not None and not newsletters:
        return problem(request, 404, NOWHERE)
    newsroom, newsletter = newsroom_of(request), newsletters[0] if slug else None
    say = speech_for(request, newsletter, fields.one("language") if fields else "")
    filled = fields or Fields({})
    return page(
        request,
        "join.html",
        newsletter=newsletter,
        language=say.language,
        status=422 if wrong else 200,
        newsroom=newsroom.settings.newsroom.name,
        offers=_offers(newsletters, filled),
        choices=_choices(newsletter, sources, say, filled),
        agreement=agreement(newsletters, say, newsroom.settings.newsroom.name),
        email=filled.one("email"),
        wrong=wrong,
        trap=TRAP,
        stamp=stamp(newsroom, request.app.state.clock()),
        languages=choosing.languages(say),
        chosen_language=filled.one("language") if fields else spoken_there(request, newsletter),
        zone=filled.one("zone") or guessed(accepted(request), otherwise=_zone(newsletters)),
        zones=choosing.zone_groups("", say),
        archived=newsletter.public.archived if newsletter else False,
    )


def spoken_there(request: Request, newsletter: Newsletter | None) -> str:
    """The first of the browser's languages that we speak; "" where the newsletter, too, is in it, or there is none."""
    own = speech(newsletter.language).language if newsletter else ""
    found = asked_for(request)
    return "" if found == own else found


def _zone(newsletters: Sequence[Newsletter]) -> str:
    return newsletters[0].zone if newsletters else "UTC"


def _offers(newsletters: Iterable[Newsletter], fields: Fields) -> list[dict[str, Any]]:
    return [
        {
            "slug": one.slug,
            "title": one.title,
            "language": one.language,
            "description": one.public.description,
            "ticked": one.slug in _ticked(fields),
        }
        for one in newsletters
    ]


def _choices(
    newsletter: Newsletter | None, sources: Sequence[Source], say: Speech, fields: Fields
) -> dict[str, Any] | None:
    if newsletter is None:
        return None
    picks = choosing.picks_of(fields, "", newsletter, sources, subscribers.EVERYTHING)
    shown = choosing.shown_choices(newsletter, sources, say, picks, prefix="")
    return shown | {"rhythm": fields.one("rhythm"), "hour": fields.one("hour"), "hours": choosing.hours(say)}


@router.api_route("/link", methods=["GET", "HEAD"], responses=answers())
async def where_is_my_page(request: Request) -> Response:
    """A form for whoever lost their mails: the link goes to the address."""
    return _link_form(request)


@router.post("/link", responses=answers(422, 429), openapi_extra=form("email", "stamp", TRAP))
async def send_link(request: Request) -> Response:
    """Send the link, if the address is a reader's; nobody is told whether it is."""
    async with _no_sooner():
        fields, say = await fields_of(request), speech_for(request)
        newsroom, now = newsroom_of(request), request.app.state.clock()
        try:
            address = subscribers.parse_address(fields.one("email")).address
        except subscribers.AddressError:
            return _link_form(request, fields, wrong="email_wrong")
        if fields.one(TRAP):
            return _thanks(request, say, ())
        if not is_by_a_person(newsroom, fields.one("stamp"), now):
            return _once_more(request, fields, say, None)
        wanted = subscribers.Request(kind=Asked.LINK, address=address, client=network(request))
        if again := await jobs.ask(newsroom, wanted, network=network(request), now=now):
            return too_often(request, say, again - now)
        return _thanks(request, say, ())


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


@asynccontextmanager
async def _no_sooner() -> AsyncIterator[None]:
    """Take no less time than ``LEAST_TIME``, whatever is found: how long an answer takes shall tell nothing (S-13)."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, begun + LEAST_TIME - loop.time()))
