"""A small inbox page over a Maildir, for ``digest demo --stay``: what arrived, as its readers see it."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiohttp import web

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;
margin:2rem auto;padding:0 1rem}}td{{padding:.35rem 1rem .35rem 0}}</style><h1>{title}</h1>{body}</html>"""


@asynccontextmanager
async def serve_inbox(maildir: Path, *, port: int = 0) -> AsyncIterator[str]:
    """Serve the Maildir's letters on 127.0.0.1; yields the page's address."""
    app = web.Application()
    app.add_routes(
        [web.get("/", lambda _: _list(maildir)), web.get("/letters/{name}", lambda asked: _show(maildir, asked))]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def _list(maildir: Path) -> web.Response:
    rows = []
    for path in sorted((maildir / "new").iterdir()):
        letter = _read(path)
        cells = (letter["To"], letter["Subject"], letter["Date"])
        line = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
        rows.append(f'<tr>{line}<td><a href="/letters/{html.escape(path.name)}">open</a></td></tr>')
    body = f"<p>{len(rows)} letters</p><table>{''.join(rows)}</table>"
    return web.Response(text=PAGE.format(title="Inbox of the demo", body=body), content_type="text/html")


async def _show(maildir: Path, asked: web.Request) -> web.Response:
    name = asked.match_info["name"]
    path = next((path for path in (maildir / "new").iterdir() if path.name == name), None)
    if path is None:
        raise web.HTTPNotFound
    body = _read(path).get_body(("html", "plain"))
    return web.Response(text=body.get_content() if body else "", content_type="text/html")


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - for the type checker: the default policy makes these
    return message
