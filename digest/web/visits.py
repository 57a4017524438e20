"""Whose page a link leads to, and how they are spoken to there."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request, Response

from digest import jobs
from digest.jobs.preferring import Reader
from digest.model import Newsletter
from digest.web.about import claims_of
from digest.web.forms import is_from_elsewhere
from digest.web.pages import FROM_ELSEWHERE, INVALID, newsroom_of, problem, speech_for
from subscribers import Claims, Purpose


class Visit:
    """A request to a reader's page: whose it is, and what they see."""

    __slots__ = ("claims", "newsletter", "reader", "request", "say", "token")

    def __init__(self, request: Request, token: str, claims: Claims, reader: Reader) -> None:
        self.request = request
        self.token = token
        self.claims = claims
        self.reader = reader
        self.newsletter = next((one for one in reader.newsletters if one.id == claims.newsletter_id), None)
        self.say = speech_for(request, None, reader.preferences.person.language or self._own())

    def _own(self) -> str:
        """The language of whoever chose none: that of the newsletter whose link they follow."""
        return self.newsletter.language if self.newsletter else ""

    @property
    def now(self) -> datetime:
        """The time of the request."""
        moment: datetime = self.request.app.state.clock()
        return moment

    def newsletters(self) -> list[Newsletter]:
        """All that the page shows, the one of the link first."""
        return sorted(self.reader.newsletters, key=lambda one: one.id != self.claims.newsletter_id)


async def visit(request: Request, token: str) -> Visit | Response:
    """Who opens their page; a page that says so where the link is nobody's (any more)."""
    if request.method == "POST" and is_from_elsewhere(request):
        return problem(request, 403, FROM_ELSEWHERE)
    claims = claims_of(request, token, Purpose.PREFERENCES)
    if claims is None:
        return problem(request, 404, INVALID)
    reader = await jobs.preferring.reader(newsroom_of(request), claims.person_id, now=request.app.state.clock())
    return Visit(request, token, claims, reader) if reader else problem(request, 404, INVALID)
