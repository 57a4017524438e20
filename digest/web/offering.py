"""The page that offers newsletters: what may be joined, what may be chosen, and what is agreed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import Request, Response

import subscribers
from digest import store
from digest.model import Newsletter, Source
from digest.phrases import Speech, speech
from digest.web import choosing
from digest.web.embedding import AGREE
from digest.web.forms import TRAP, Fields, stamp
from digest.web.pages import NOWHERE, accepted, asked_for, newsroom_of, page, problem, speech_for
from digest.web.zones import guessed


async def joinable(request: Request, slug: str | None) -> tuple[list[Newsletter], list[Source]]:
    """The newsletters that anybody may join, or the one of this name, and the sources of the newsroom."""
    async with newsroom_of(request).reading() as tx:
        every = [one for one in await store.newsletters.every(tx) if one.public.joinable]
        sources = await store.sources.every(tx) if slug else []
    return [one for one in every if slug in (None, one.slug)], sources


async def form_page(request: Request, slug: str | None, *, fields: Fields | None = None, wrong: str = "") -> Response:
    """The form, of one newsletter or of all; once more with what was filled in, where something is ``wrong``."""
    newsletters, sources = await joinable(request, slug)
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


def agreement(newsletters: Sequence[Newsletter], say: Speech, newsroom: str) -> str:
    """What somebody agrees to by pressing the button: shown beside it, and written down with the consent."""
    if len(newsletters) == 1:
        return say(AGREE, title=newsletters[0].title, sender=newsletters[0].sender.name)
    return say(
        "By subscribing you agree to get the newsletters you chose from %(newsroom)s by email. "
        "You can leave at any time with one click.",
        newsroom=newsroom,
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
            "ticked": one.slug in ticked(fields),
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


def ticked(fields: Fields) -> frozenset[str]:
    """The newsletters that a form names, ours or one of another site."""
    return fields.every("newsletter[]") | fields.every("newsletter")
