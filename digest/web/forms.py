"""What a form sends: read with bounds, and stamped with the time at which its page was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unicodedata import category
from urllib.parse import parse_qs, urlsplit

from fastapi import Request

import subscribers
from digest.newsroom import Newsroom
from digest.web.clients import client_of, network_of
from subscribers import Purpose

LARGEST_BODY = 200_000  # bytes
MOST_FIELDS = 3000
FASTEST = timedelta(seconds=1)  # in which a person fills in a form
STALEST = timedelta(days=1)
TRAP = "homepage"  # a field that people do not see, and programs fill in


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form by name, each with all its values."""

    values: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The first value, without blanks and unseen signs around it; "" where there is none."""
        return _bare(next(iter(self.values.get(name, ())), ""))

    def every(self, name: str) -> frozenset[str]:
        """All values of a field that may be ticked several times."""
        return frozenset(self.values.get(name, ()))

    def __contains__(self, name: str) -> bool:
        return name in self.values


def _bare(text: str) -> str:
    """A text without what nobody sees around it: whoever pastes brings blanks, and marks of direction."""
    seen = [place for place, sign in enumerate(text) if not (sign.isspace() or category(sign) == "Cf")]
    return text[seen[0] : seen[-1] + 1] if seen else ""


async def body_of(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """The body, up to so many bytes; what comes after them is not read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            break
    return body[:largest]


async def fields_of(request: Request) -> Fields:
    """The fields of a form as browsers send them; a body that is none has no fields."""
    try:
        text = (await body_of(request)).decode("utf-8", errors="replace")
        return Fields(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Fields({})


def stamp(newsroom: Newsroom, now: datetime) -> str:
    """What a form carries so that we know when its page was made."""
    seconds = int(now.timestamp())
    return subscribers.sign(Purpose.FORM, person_id=0, newsletter_id=0, errand_id=seconds, keys=newsroom.keys, now=now)


def is_by_a_person(newsroom: Newsroom, text: str, now: datetime) -> bool:
    """Whether a form's stamp is ours, and neither as young as a program's nor as old as one that was collected."""
    try:
        claims = subscribers.read(text, Purpose.FORM, keys=newsroom.keys, now=now)
    except subscribers.TokenError:
        return False
    age = now - datetime.fromtimestamp(claims.errand_id, UTC)
    return FASTEST <= age <= STALEST


def network(request: Request) -> str:
    """The network that a request comes from."""
    newsroom: Newsroom = request.app.state.newsroom
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    return network_of(client_of(peer, forwarded, newsroom.settings.web.trusted_proxies))


def is_from_elsewhere(request: Request) -> bool:
    """Whether another site made the browser send this (S-15). Programs that are no browsers say nothing of it."""
    site = request.headers.get("sec-fetch-site", "")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    if origin in ("", "null"):
        return False
    newsroom: Newsroom = request.app.state.newsroom
    own = urlsplit(newsroom.settings.newsroom.base_url)
    return origin.lower() != f"{own.scheme}://{own.netloc}".lower() and urlsplit(origin).netloc != request.url.netloc
