"""The public web application: leave, preferences, an issue online; and what providers post.

GET, HEAD and OPTIONS change nothing, ever: mail scanners open every link. No cookie, no
script, no redirect. A token that means nothing gets the same answer as one that does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from digest import store
from digest.errors import StoreError
from digest.newsroom import Newsroom
from digest.web import leaving, preferring, returning, viewing
from digest.web.pages import problem

Handler = Callable[[Request], Awaitable[Response]]

# Nothing but our own inline style and pictures; no frame may show a button of ours.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: http:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SAFETY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def utc_now() -> datetime:
    """The time, for the edge that has nobody to ask."""
    return datetime.now(UTC)


def make_app(newsroom: Newsroom, *, clock: Callable[[], datetime] = utc_now) -> FastAPI:
    """The application over an open newsroom."""
    app = FastAPI(title="Digest", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.newsroom = newsroom
    app.state.clock = clock
    app.state.remembered = {}  # certificates that signed what was posted
    app.middleware("http")(_add_safety_headers)
    app.add_exception_handler(StoreError, _database_is_away)
    app.add_exception_handler(404, _no_such_page)
    app.get("/healthz")(_healthz)
    app.include_router(leaving.router)
    app.include_router(preferring.router)
    app.include_router(returning.router)
    app.include_router(viewing.router)
    return app


async def _add_safety_headers(request: Request, go_on: Handler) -> Response:
    response = await go_on(request)
    for name, value in SAFETY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _healthz(request: Request) -> JSONResponse:
    """Red while the ledger cannot be read or written: sending waits then. The log says why, not a public page."""
    newsroom: Newsroom = request.app.state.newsroom
    async with newsroom.reading() as tx:
        await store.version(tx)
    return JSONResponse({"status": "ill" if newsroom.pen.trouble else "ok"}, 503 if newsroom.pen.trouble else 200)


async def _database_is_away(request: Request, fault: Exception) -> Response:
    # 503 makes a mailbox provider's one-click POST come back later; nothing was lost.
    _ = fault
    return problem(request, 503, "away")


async def _no_such_page(request: Request, fault: Exception) -> Response:
    _ = fault
    return problem(request, 404, "nowhere")
