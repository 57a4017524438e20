"""What a link is about: its token, whose it is, and how they are spoken to. Nothing is changed here."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import Request

import subscribers
from digest import store
from digest.model import Newsletter
from digest.phrases import Speech
from digest.web.pages import newsroom_of, speech_for
from subscribers import Claims, Purpose


def claims_of(request: Request, token: str, purpose: Purpose, *, max_age: timedelta | None = None) -> Claims | None:
    """What a link's token says; None where it is none of ours, for something else, or too old."""
    now: datetime = request.app.state.clock()
    try:
        return subscribers.read(token, purpose, keys=newsroom_of(request).keys, now=now, max_age=max_age)
    except subscribers.TokenError:
        return None


class About:
    """What a token is about; nothing where it is not ours, or its newsletter or reader is gone."""

    __slots__ = ("claims", "language", "newsletter")

    def __init__(self, claims: Claims | None = None, newsletter: Newsletter | None = None, language: str = "") -> None:
        self.claims = claims
        self.newsletter = newsletter
        self.language = language

    def speech(self, request: Request) -> Speech:
        """How its reader is spoken to."""
        return speech_for(request, self.newsletter, self.language)


async def about(request: Request, token: str, purpose: Purpose) -> About:
    """Read a token, and look up whose it is. Nothing is changed."""
    claims = claims_of(request, token, purpose)
    if claims is None:
        return About()
    async with newsroom_of(request).reading() as tx:
        newsletter = await store.newsletters.find_by_id(tx, claims.newsletter_id)
        person = await subscribers.person_by_id(tx, claims.person_id)
    return About(claims, newsletter, _language(person, newsletter))


def _language(person: subscribers.Person | None, newsletter: Newsletter | None) -> str:
    """The reader's; that of the newsletter for one who chose none; "" for nobody's link."""
    return "" if person is None else person.language or (newsletter.language if newsletter else "")
