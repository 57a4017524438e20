"""The demo's feed server: the example's feeds and pictures over real HTTP, dated as if they had just been written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from digest.demo.example import TEXTS, fill

TYPES: Mapping[str, str] = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".png": "image/png",
}
Answerer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it is served."""

    body: bytes
    content_type: str
    etag: str


@asynccontextmanager
async def serve_feeds(folder: Path, now: datetime) -> AsyncIterator[str]:
    """Serve an example newsroom's ``feeds/`` and ``pictures/`` on a free port of 127.0.0.1; yields the base address.

    Marks in the feeds are filled in once, at ``now``, so that a second look finds nothing changed (304).
    """
    pages: dict[str, Page] = {}
    runner = web.ServerRunner(web.Server(_answerer(pages, now)), shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        pages.update(read_pages(folder, base_url=base_url, now=now))
        yield base_url
    finally:
        await runner.cleanup()


def read_pages(folder: Path, *, base_url: str, now: datetime) -> dict[str, Page]:
    """Every path the server knows: feeds at the root, pictures below /pictures, the front page at /."""
    pages = {}
    for path in sorted((folder / "feeds").iterdir()):
        if path.suffix in TEXTS:
            pages[f"/{path.name}"] = _page(path, base_url, now)
    for path in sorted((folder / "pictures").glob("*.png")):
        pages[f"/pictures/{path.name}"] = _page(path, base_url, now)
    if "/index.html" in pages:
        pages["/"] = pages["/index.html"]
    return pages


def _page(path: Path, base_url: str, now: datetime) -> Page:
    body = path.read_bytes()
    if path.suffix in TEXTS:
        body = fill(body.decode("utf-8"), path.suffix, base_url=base_url, now=now).encode()
    return Page(body, TYPES.get(path.suffix, "application/octet-stream"), f'"{sha256(body).hexdigest()[:16]}"')


def _answerer(pages: Mapping[str, Page], now: datetime) -> Answerer:
    modified = format_datetime(now.replace(microsecond=0), usegmt=True)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        page = pages.get(request.path)
        if page is None:
            return web.Response(status=404, text="There is no such page in the demo.")
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        headers = {"ETag": page.etag, "Last-Modified": modified}
        if not _changed(request, page, modified):
            return web.Response(status=304, headers=headers)
        return web.Response(body=page.body, headers={"Content-Type": page.content_type, **headers})

    return answer


def _changed(request: web.BaseRequest, page: Page, modified: str) -> bool:
    """RFC 9110 §13.2.2: If-None-Match decides where it is given, If-Modified-Since only without it."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return page.etag not in tags
    return request.headers.get("If-Modified-Since") != modified
