"""Pages from templates, in the reader's language and the newsletter's style. They set nothing in the browser."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse

from digest.model import HouseStyle, Newsletter
from digest.newsroom import Newsroom
from digest.phrases import LANGUAGES, N_, Speech, base, speech
from digest.render import house_style, imprint

MOST_LANGUAGES = 10  # of an Accept-Language that are read
_QUALITY = re.compile(r";\s*q=([01](?:\.\d{0,3})?)\s*$")

# Nothing but the one style of the page and pictures over http; no frame may show a button of ours.
POLICY = (
    "default-src 'none'; style-src {style}; img-src https: http:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

# Problems that any page may meet.
NOWHERE = N_("There is no such page")
INVALID = N_("This link is not valid any more")
FROM_ELSEWHERE = N_("This was sent from another site, so nothing was changed")
REFUSED = N_("This cannot be chosen. Nothing was changed.")
UNDONE, UNDO_NOT = N_("Taken back"), N_("This cannot be taken back any more")
NOT_NOW = N_("Please try again in a few minutes")
ASKED = N_("Look into your inbox")
ASKED_WORDS = N_(
    "If the address is right, a mail with a link is on its way to it. Nothing happens before you press that link."
)
ASKED_LATE = N_(
    "Nothing has come within an hour? Look into the spam folder, then try again tomorrow: "
    "we send only one such mail a day."
)


def newsroom_of(request: Request) -> Newsroom:
    """The newsroom behind the application."""
    newsroom: Newsroom = request.app.state.newsroom
    return newsroom


def accepted(request: Request) -> list[str]:
    """The languages that the browser asks for, the dearest first (RFC 9110, 12.5.4)."""
    parts = request.headers.get("accept-language", "").split(",")[:MOST_LANGUAGES]
    weighed = [(_weight(part), part.partition(";")[0].strip()) for part in parts]
    return [tag for weight, tag in sorted(weighed, key=lambda one: -one[0]) if weight]


def asked_for(request: Request) -> str:
    """The first of the browser's languages that we speak; "" for none."""
    return next((base(tag) for tag in accepted(request) if base(tag) in LANGUAGES), "")


def _weight(part: str) -> float:
    found = _QUALITY.search(part)
    return float(found[1]) if found else 1.0


def speech_for(request: Request, newsletter: Newsletter | None = None, language: str = "") -> Speech:
    """The reader's language: theirs if it is known, else the browser's first that we speak, else the newsletter's.

    Whoever is known and chose none has chosen the newsletter's: give that as ``language``.
    """
    return speech(language, *accepted(request), newsletter.language if newsletter else "")


def front_of(newsroom: Newsroom) -> str:
    """What the paths of all pages begin with: "" unless the base URL has a path of its own."""
    return urlsplit(newsroom.settings.newsroom.base_url).path.rstrip("/")


def page(
    request: Request,
    template: str,
    *,
    newsletter: Newsletter | None = None,
    language: str = "",
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """A page. Its style is the only one that the browser may apply."""
    newsroom, nonce = newsroom_of(request), secrets.token_urlsafe(16)
    front, say = front_of(newsroom), speech_for(request, newsletter, language)
    common = {
        "say": say,
        "title": newsletter.title if newsletter else newsroom.settings.newsroom.name,
        "newsletter": _shown(newsletter),
        "style": house_style(newsletter.style if newsletter else HouseStyle()),
        "at": front,
        "front": f"{front}/join/{newsletter.slug}" if newsletter and newsletter.public.joinable else f"{front}/",
        "nonce": nonce,
    }
    html = newsroom.looks.render(f"pages/{template}", common | values, say)
    policy = POLICY.format(style=f"'nonce-{nonce}'")
    return HTMLResponse(
        html,
        status_code=status,
        headers={"Content-Security-Policy": policy, "Content-Language": say.language, "Vary": "Accept-Language"},
    )


def _shown(newsletter: Newsletter | None) -> Mapping[str, str] | None:
    if newsletter is None:
        return None
    return {
        "slug": newsletter.slug,
        "title": newsletter.title,
        "language": newsletter.language,
        "imprint": imprint(newsletter.sender),
        "description": newsletter.public.description,
    }


def message(
    request: Request,
    heading: str,
    *words: str,
    newsletter: Newsletter | None = None,
    language: str = "",
    status: int = 200,
    button: str = "",
    action: str = "",
    hidden: Iterable[tuple[str, str]] = (),
    link: tuple[str, str] | None = None,
) -> HTMLResponse:
    """A page that says one thing, with one button at most; ``link`` is an address and its words."""
    return page(
        request,
        "message.html",
        newsletter=newsletter,
        language=language,
        status=status,
        heading=heading,
        words=words,
        button=button,
        action=action,
        hidden=list(hidden),
        link={"url": link[0], "text": link[1]} if link else None,
    )


def too_often(
    request: Request, say: Speech, wait: timedelta, newsletter: Newsletter | None = None, *, crowded: bool = False
) -> HTMLResponse:
    """A page for who cannot be heard now; ``wait`` until they can (RFC 9110 §10.2.3).

    Their network asked more often than it may; or, ``crowded``, all together did, which is nobody's fault.
    """
    many = say("More people are asking just now than we may write to. Nothing was noted down, so please come back.")
    words = many if crowded else say("Too many requests came from your network.")
    answer = message(request, say("Please try again later"), words, status=429, newsletter=newsletter)
    answer.headers["Retry-After"] = str(max(1, ceil(wait.total_seconds())))
    return answer


def problem(request: Request, status: int, what: str) -> HTMLResponse:
    """A page that says that something is not there, or not now; ``what`` is the sentence in English."""
    return message(request, speech_for(request)(what), status=status)
