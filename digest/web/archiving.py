"""The archive of a newsletter: past issues as they were sent, without anybody's links, and feeds of them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from digest import store
from digest.errors import NotFound
from digest.model import Issue, Newsletter
from digest.phrases import Speech
from digest.render import on_the_web
from digest.web.about import claims_of
from digest.web.described import PLAIN, answers
from digest.web.feeds import Feed, atom, json_feed, sitemap
from digest.web.pages import INVALID, NOWHERE, POLICY, asked_for, front_of, newsroom_of, page, problem, speech_for
from subscribers import Purpose

router = APIRouter(default_response_class=HTMLResponse)
A_PAGE = 20
IN_FEED = 20
MOST_NUMBER = 2**31
PUBLIC = {"Cache-Control": "public, max-age=300", "X-Robots-Tag": "all"}
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
PRIVATE_PATHS = ("leave", "preferences", "confirm", "address", "undo", "view", "link", "returns")


@router.api_route("/archive/{slug}", methods=["GET", "HEAD"], responses=answers(404))
async def archive(request: Request, slug: str, before: str = "") -> Response:
    """A page of the archive, the newest first; ``before``: the number of the last issue on the page before."""
    found = await _archived(request, slug)
    if found is None:
        return problem(request, 404, NOWHERE)
    async with newsroom_of(request).reading() as tx:
        issues = await store.archive.sent(
            tx, found.id, before=_number(before), limit=A_PAGE + 1, now=request.app.state.clock()
        )
    say = speech_for(request, found)
    answer = page(
        request,
        "archive.html",
        newsletter=found,
        language=say.language,
        issues=[_shown(one, found, say) for one in issues[:A_PAGE]],
        older=issues[A_PAGE - 1].number if len(issues) > A_PAGE else 0,
        newest=not before,
    )
    answer.headers.update(PUBLIC)
    return answer


def _shown(issue: Issue, newsletter: Newsletter, say: Speech) -> dict[str, Any]:
    return {
        "number": issue.number,
        "subject": issue.subject,
        "preheader": issue.preheader,
        "day": say.day(issue.made, newsletter.zone),
        "iso": issue.made.isoformat(),
        "stories": say.counted("%(number)s story", "%(number)s stories", len(issue.items)),
    }


@router.api_route(
    "/archive/{slug}/feed.atom", methods=["GET", "HEAD"], responses=answers(304, 404, ok=("application/atom+xml",))
)
async def as_atom(request: Request, slug: str) -> Response:
    """The newest issues as an Atom feed (RFC 4287)."""
    return await _feed(request, slug, "atom")


@router.api_route(
    "/archive/{slug}/feed.json", methods=["GET", "HEAD"], responses=answers(304, 404, ok=("application/feed+json",))
)
async def as_json(request: Request, slug: str) -> Response:
    """The newest issues as a JSON Feed (version 1.1)."""
    return await _feed(request, slug, "json")


async def _feed(request: Request, slug: str, kind: str) -> Response:
    found = await _archived(request, slug)
    if found is None:
        return problem(request, 404, NOWHERE)
    newsroom = newsroom_of(request)
    async with newsroom.reading() as tx:
        issues = await store.archive.sent(tx, found.id, limit=IN_FEED, now=request.app.state.clock())
    feed = Feed(newsletter=found, issues=tuple(issues), base_url=newsroom.settings.newsroom.base_url)
    body = atom(feed) if kind == "atom" else json_feed(feed)
    return _cached(request, body, "application/atom+xml" if kind == "atom" else "application/feed+json")


def _cached(request: Request, body: bytes, media_type: str) -> Response:
    """An answer that feed readers need not fetch again while it is the same (RFC 9110 §13)."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = PUBLIC | {"ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers=headers)


@router.api_route("/archive/{slug}/{number}", methods=["GET", "HEAD"], responses=answers(404))
async def issue(request: Request, slug: str, number: str) -> Response:
    """An issue online, as it was sent."""
    found = await _archived(request, slug)
    if found is None or not _number(number):
        return problem(request, 404, NOWHERE)
    async with newsroom_of(request).reading() as tx:
        sent = await store.archive.sent(
            tx, found.id, before=_number(number) + 1, limit=1, now=request.app.state.clock()
        )
        is_there = bool(sent) and sent[0].number == _number(number)
        stored = await store.archive.page_of(tx, sent[0].id, language=asked_for(request)) if is_there else None
    return online(stored, PUBLIC) if stored else problem(request, 404, NOWHERE)


@router.api_route("/view/{token}", methods=["GET", "HEAD"], responses=answers(404))
async def view(request: Request, token: str) -> Response:
    """The issue that a mail's link is about, whether there is an archive or not."""
    claims = claims_of(request, token, Purpose.VIEW)
    if claims is None:
        return problem(request, 404, INVALID)
    async with newsroom_of(request).reading() as tx:
        stored = await store.archive.page_of(tx, claims.errand_id, language=asked_for(request))
    return online(stored, {}) if stored else problem(request, 404, NOWHERE)


def online(stored: str, headers: dict[str, str]) -> Response:
    """A stored issue, in the reader's language as far as it is ours.

    The browser may apply the styles in its head, known by their hashes, and nothing else.
    """
    html = on_the_web(stored) if ' style="' in stored else stored  # printed by an older version, as mails are
    digests = (b64encode(sha256(style.encode()).digest()).decode() for style in STYLE.findall(html))
    policy = POLICY.format(style=" ".join(f"'sha256-{digest}'" for digest in digests) or "'none'")
    return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Vary": "Accept-Language"} | headers)


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"], responses=answers(304, ok=("application/xml",)))
async def as_sitemap(request: Request) -> Response:
    """All that anybody may find (sitemaps.org)."""
    newsroom, now = newsroom_of(request), request.app.state.clock()
    async with newsroom.reading() as tx:
        newsletters = await store.newsletters.every(tx)
        dated = {
            one.id: await store.archive.sent_when(tx, one.id, now=now) for one in newsletters if one.public.archived
        }
    return _cached(request, sitemap(newsroom.settings.newsroom.base_url, newsletters, dated), "application/xml")


@router.api_route("/robots.txt", methods=["GET", "HEAD"], responses=answers(ok=(PLAIN,)))
async def robots(request: Request) -> Response:
    """What search engines need not look at, and where the sitemap is (RFC 9309)."""
    newsroom = newsroom_of(request)
    lines: Sequence[str] = [
        "User-agent: *",
        *(f"Disallow: {front_of(newsroom)}/{path}/" for path in PRIVATE_PATHS),
        f"Sitemap: {newsroom.settings.newsroom.base_url}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers=PUBLIC)


async def _archived(request: Request, slug: str) -> Newsletter | None:
    """The newsletter of this name, if its archive is public."""
    try:
        async with newsroom_of(request).reading() as tx:
            found = await store.newsletters.get(tx, slug)
    except NotFound:
        return None
    return found if found.public.archived else None


def _number(text: str) -> int:
    """An issue's number; 0 where it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if number < MOST_NUMBER else 0
