"""The public pages on a real port over a real newsroom, with a clock that a test may turn."""

from __future__ import annotations

import asyncio
import email
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import aiohttp
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select

import subscribers
from digest import jobs
from digest.model import Newsletter
from digest.newsroom import Newsroom
from digest.store.tables import metadata
from digest.web import make_app
from subscribers import Purpose, Standing
from tests.databases import free_port
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish

LINK = re.compile(r'href="(https://news\.example\.org/[^"]+)"')
BASE = "https://news.example.org"


@dataclass(slots=True)
class Clock:
    """What time it is for everybody in the test."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page said."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The pages on a real port, and what is behind them."""

    base: str
    newsroom: Newsroom
    newsletter: Newsletter
    person_id: int
    address: str
    outbox: Path
    browser: aiohttp.ClientSession
    app: FastAPI
    clock: Clock = field(default_factory=Clock)

    def token(self, purpose: Purpose, **fields: int) -> str:
        who = {"person_id": self.person_id, "newsletter_id": self.newsletter.id} | fields
        return subscribers.sign(purpose, keys=self.newsroom.keys, now=self.clock.now, **who)

    async def ask(self, method: str, path: str, data: object = None, **headers: str) -> Answer:
        """A request as a browser sends it; ``path`` may be a link of a mail. It follows nothing."""
        url = self.base + path.removeprefix(BASE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.browser.request(method, url, data=data, headers=named, allow_redirects=False) as answer:
            assert not answer.cookies
            return Answer(answer.status, await answer.text(), {k.lower(): v for k, v in answer.headers.items()})

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, **headers)

    async def post(self, path: str, data: object = None, **headers: str) -> Answer:
        return await self.ask("POST", path, data or {}, **headers)

    async def sign_up(self, address: str, path: str = "", **fields: str) -> Answer:
        """Fill in the form as a person does: the page, a while, the button."""
        path = path or f"/join/{self.newsletter.slug}"
        page = await self.get(path)
        self.clock.turn(seconds=20)
        stamp = re.search(r'name="stamp" value="([^"]+)"', page.text)
        assert stamp is not None
        return await self.post(path, {"email": address, "stamp": stamp[1], "homepage": "", **fields})

    async def mails(self) -> list[EmailMessage]:
        """Write and carry what is due, and return what came, by the order in which it was sent."""
        before = set(self.outbox.glob("*.eml"))
        while await jobs.correspond(self.newsroom, now=self.clock.now):
            pass
        await jobs.dispatch(self.newsroom, clock=self.clock, stop=asyncio.Event())
        new = sorted(set(self.outbox.glob("*.eml")) - before, key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=default) for path in new]  # type: ignore[misc]

    async def standing(self, person_id: int = 0) -> Standing | None:
        async with self.newsroom.reading() as tx:
            return await subscribers.standing_of(tx, self.newsletter.id, person_id or self.person_id)

    async def find(self, address: str) -> subscribers.Person | None:
        async with self.newsroom.reading() as tx:
            return await subscribers.find(tx, address)

    async def everything(self) -> dict[str, list[object]]:
        """All rows of all tables."""
        tables = [*metadata.sorted_tables, *subscribers.metadata.sorted_tables]
        async with self.newsroom.reading() as tx:
            return {table.name: sorted(map(repr, await tx.execute(select(table)))) for table in tables}


def links_of(mail: EmailMessage) -> list[str]:
    """Every link of ours in a mail's HTML."""
    part = mail.get_body(("html",))
    assert part is not None
    return [link.replace("&amp;", "&") for link in LINK.findall(part.get_content())]


def link_to(mail: EmailMessage, page: str) -> str:
    """The mail's one link to a page."""
    (found,) = {link for link in links_of(mail) if link.startswith(f"{BASE}/{page}/")}
    return found


@asynccontextmanager
async def a_site(
    folder: Path,
    *,
    database: str = "",
    more: str = "",
    readers: int = 2,
    known: Newsletter | None = None,
    **fields: object,
) -> AsyncIterator[Site]:
    """Pages over a newsroom with a newsletter, readers and stories; with a ``known`` newsletter as it was left."""
    async with a_newsroom(folder, database=database, more=more) as newsroom:
        newsletter = known or await furnish(newsroom, readers=readers, **fields)
        async with newsroom.reading() as tx:
            people = await subscribers.recipients(tx, newsletter.id)
        clock, port = Clock(), free_port()
        async with serving(newsroom, clock, port) as app:
            timeout = aiohttp.ClientTimeout(total=30)
            async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as browser:
                yield Site(
                    base=f"http://127.0.0.1:{port}",
                    newsroom=newsroom,
                    newsletter=newsletter,
                    person_id=people[0].id,
                    address=people[0].address,
                    outbox=folder / "outbox",
                    browser=browser,
                    app=app,
                    clock=clock,
                )


@asynccontextmanager
async def serving(newsroom: Newsroom, clock: Clock, port: int) -> AsyncIterator[FastAPI]:
    """The pages of a newsroom on a port of this machine."""
    app = make_app(newsroom, clock=clock)
    config = uvicorn.Config(app, port=port, log_level="error", lifespan="off", proxy_headers=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    async with asyncio.timeout(30):
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
    try:
        yield app
    finally:
        server.should_exit = True
        await task
