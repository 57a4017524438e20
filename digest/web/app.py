"""The public web application: signing up, the reader's own page, leaving, the archive; and what providers post.

GET, HEAD and OPTIONS change nothing, ever: mail scanners open every link (what hubs are given stands in no mail: see
hubs). No cookie, no script, no redirect. Links begin with the configured base URL, whatever host a request names. No
answer tells who is a reader here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from digest import store
from digest.errors import StoreError
from digest.newsroom import Newsroom
from digest.web import archiving, confirming, hubs, joining, leaving, linking, preferring, returning, undoing
from digest.web.described import JSON, answers
from digest.web.pages import NOT_NOW, NOWHERE, POLICY, newsroom_of, problem

Handler = Callable[[Request], Awaitable[Response]]

SAFETY_HEADERS = {
    "Content-Security-Policy": POLICY.format(style="'none'"),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
FINDABLE = ("/", "/join")  # pages that search engines may know; those below /join/ and /archive/ too


def utc_now() -> datetime:
    """The time, for the edge that has nobody to ask."""
    return datetime.now(UTC)


def make_app(
    newsroom: Newsroom, *, clock: Callable[[], datetime] = utc_now, on_push: Callable[[], None] = lambda: None
) -> FastAPI:
    """The application over an open newsroom. ``on_push`` is called when a hub made a source due."""
    app = FastAPI(title="Digest", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.newsroom = newsroom
    app.state.clock = clock
    app.state.on_push = on_push
    app.state.pushes = asyncio.Semaphore(hubs.SIDE_BY_SIDE)
    app.state.remembered = {}  # certificates that signed what was posted
    app.state.refused = {}  # of which provider a post was refused, and when the log last said so
    app.middleware("http")(_add_safety_headers)
    app.add_exception_handler(StoreError, _database_is_away)
    app.add_exception_handler(ClientDisconnect, _nobody_listens)
    app.add_exception_handler(404, _no_such_page)
    app.add_exception_handler(405, _not_so)
    app.add_exception_handler(Exception, _went_wrong)
    app.api_route("/healthz", methods=["GET", "HEAD"], responses=answers(ok=(JSON,), others=JSON))(_healthz)
    app.api_route("/favicon.ico", methods=["GET", "HEAD"], status_code=204)(_no_icon)
    for room in (leaving, preferring, confirming, joining, undoing, linking, returning, hubs, archiving):
        app.include_router(room.router)
    return app


async def _add_safety_headers(request: Request, go_on: Handler) -> Response:
    return _guarded(request, await go_on(request))


def _guarded(request: Request, response: Response) -> Response:
    path = request.url.path
    if response.status_code == 200 and (path in FINDABLE or path.startswith("/join/")) and request.method != "POST":
        response.headers.setdefault("X-Robots-Tag", "all")
    for name, value in SAFETY_HEADERS.items():
        response.headers.setdefault(name, value)
    hsts = newsroom_of(request).settings.web.hsts
    if hsts:
        response.headers["Strict-Transport-Security"] = f"max-age={int(hsts.total_seconds())}"
    return response


async def _healthz(request: Request) -> JSONResponse:
    """Red while the ledger cannot be read or written: sending waits then. The log says why, not a public page."""
    newsroom: Newsroom = request.app.state.newsroom
    async with newsroom.reading() as tx:
        await store.version(tx)
    return JSONResponse({"status": "ill" if newsroom.pen.trouble else "ok"}, 503 if newsroom.pen.trouble else 200)


async def _no_icon() -> Response:
    """Browsers ask for one whatever a page says."""
    return Response(status_code=204, headers={"Cache-Control": "public, max-age=86400"})


async def _database_is_away(request: Request, fault: Exception) -> Response:
    # 503 makes a mailbox provider's one-click POST come back later; nothing was lost.
    _ = fault
    return problem(request, 503, NOT_NOW)


async def _nobody_listens(request: Request, fault: Exception) -> Response:
    """Whoever hung up in the middle of a body changed nothing, and no log need say so."""
    _ = request, fault
    return Response(status_code=400)


async def _no_such_page(request: Request, fault: Exception) -> Response:
    _ = fault
    return problem(request, 404, NOWHERE)


async def _not_so(request: Request, fault: Exception) -> Response:
    answer = problem(request, 405, NOWHERE)
    answer.headers.update(getattr(fault, "headers", None) or {})  # Allow (RFC 9110 §15.5.6)
    return answer


async def _went_wrong(request: Request, fault: Exception) -> Response:
    # It comes here from outside of every middleware, and goes on to the server's log after this.
    _ = fault
    return _guarded(request, problem(request, 500, NOT_NOW))
