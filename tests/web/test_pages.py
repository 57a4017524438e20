"""The public pages: opening them changes nothing, posting does what it says, and no answer tells who is known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import uvicorn
from sqlalchemy import text

import subscribers
from digest import jobs
from digest.model import Newsletter
from digest.newsroom import Newsroom
from digest.web import make_app
from subscribers import Purpose, Standing
from tests.databases import free_port
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish


@dataclass(frozen=True, slots=True)
class Site:
    """The pages on a real port, and what is behind them."""

    base: str
    newsroom: Newsroom
    newsletter: Newsletter
    person_id: int

    def token(self, purpose: Purpose, **fields: int) -> str:
        who = {"person_id": self.person_id, "newsletter_id": self.newsletter.id} | fields
        return subscribers.sign(purpose, keys=self.newsroom.keys, now=NOW, **who)

    async def standing(self) -> Standing | None:
        async with self.newsroom.reading() as tx:
            return await subscribers.standing_of(tx, self.newsletter.id, self.person_id)

    async def everything(self) -> list[object]:
        """All rows of all tables that a reader's click could touch."""
        async with self.newsroom.reading() as tx:
            names = ("persons", "memberships", "consents", "suppressions", "deliveries", "runs")
            return [list(await tx.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2"))) for name in names]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=2)
        async with newsroom.reading() as tx:
            person = (await subscribers.recipients(tx, newsletter.id))[0]
        port = free_port()
        config = uvicorn.Config(make_app(newsroom, clock=lambda: NOW), port=port, log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield Site(f"http://127.0.0.1:{port}", newsroom, newsletter, person.id)
        server.should_exit = True
        await task


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


async def test_opening_every_link_three_times_changes_nothing(site: Site, browser: aiohttp.ClientSession) -> None:
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    before = await site.everything()
    paths = [
        f"/leave/{site.token(Purpose.LEAVE)}",
        f"/preferences/{site.token(Purpose.PREFERENCES)}",
        f"/view/{site.token(Purpose.VIEW, person_id=0, errand_id=run.issue_id or 0)}",
    ]
    for method in ("GET", "HEAD", "OPTIONS") * 3:
        for path in paths:
            async with browser.request(method, site.base + path) as answer:
                assert answer.status == (405 if method == "OPTIONS" else 200)
                assert not answer.cookies
    assert await site.everything() == before


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
async def test_one_click_leaves_at_once_without_cookie_or_redirect(
    site: Site, browser: aiohttp.ClientSession, form: str
) -> None:
    address = f"{site.base}/leave/{site.token(Purpose.LEAVE)}"
    body: object = {"List-Unsubscribe": "One-Click"}
    if form == "multipart":
        body = aiohttp.FormData(default_to_multipart=True)
        body.add_field("List-Unsubscribe", "One-Click")
    for _ in range(2):  # a mailbox provider may post twice
        async with browser.post(address, data=body, allow_redirects=False) as answer:
            assert (answer.status, await answer.text()) == (200, "Unsubscribed.\n")
    assert await site.standing() is Standing.LEFT


async def test_the_page_shows_one_button_and_the_button_leaves(site: Site, browser: aiohttp.ClientSession) -> None:
    address = f"{site.base}/leave/{site.token(Purpose.LEAVE)}"
    async with browser.get(address) as answer:
        page = await answer.text()
    assert page.count("<button") == 1
    assert "<script" not in page
    assert await site.standing() is Standing.ACTIVE
    async with browser.post(address) as answer:
        assert "unsubscribed" in (await answer.text()).lower()
    assert await site.standing() is Standing.LEFT


async def test_a_token_that_is_not_ours_gets_the_same_answer_and_changes_nothing(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    before = await site.everything()
    wrong = [
        site.token(Purpose.PREFERENCES),
        "nonsense",
        site.token(Purpose.LEAVE)[:-1] + ("B" if site.token(Purpose.LEAVE).endswith("A") else "A"),
        site.token(Purpose.LEAVE, person_id=5),
    ]
    for token in wrong:
        async with browser.post(f"{site.base}/leave/{token}", data={"List-Unsubscribe": "One-Click"}) as answer:
            assert (answer.status, await answer.text()) == (200, "Unsubscribed.\n")
        async with browser.get(f"{site.base}/leave/{token}") as answer:
            assert answer.status == 200
    assert await site.everything() == before


async def test_the_doctors_click_gets_the_answer_a_provider_gets_and_nobody_leaves(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    before = await site.everything()
    token = site.token(Purpose.LEAVE, person_id=0, newsletter_id=0)
    async with browser.post(f"{site.base}/leave/{token}", data={"List-Unsubscribe": "One-Click"}) as answer:
        assert answer.status == 200
    assert await site.everything() == before


async def test_a_reader_pauses_resumes_and_leaves_on_their_page(site: Site, browser: aiohttp.ClientSession) -> None:
    address = f"{site.base}/preferences/{site.token(Purpose.PREFERENCES)}"
    for wish, standing in (
        ("pause", Standing.PAUSED),
        ("pause", Standing.PAUSED),
        ("resume", Standing.ACTIVE),
        ("leave", Standing.LEFT),
    ):
        async with browser.post(f"{address}/{wish}") as answer:
            assert answer.status == 200
        assert await site.standing() is standing
    async with browser.post(f"{address}/resume") as answer:
        assert answer.status == 200
    assert await site.standing() is Standing.LEFT, "coming back takes a new confirmation"
    for path in (f"{address}/explode", f"{site.base}/preferences/{site.token(Purpose.LEAVE)}/pause"):
        async with browser.post(path) as answer:
            assert answer.status == 404
    async with browser.get(f"{site.base}/preferences/nonsense") as answer:
        assert answer.status == 404


async def test_an_issue_online_shows_nobodys_links(site: Site, browser: aiohttp.ClientSession) -> None:
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    address = f"{site.base}/view/{site.token(Purpose.VIEW, person_id=0, errand_id=run.issue_id or 0)}"
    async with browser.get(address) as answer:
        page = await answer.text()
    assert "Story number 0" in page
    assert "/leave/" not in page
    assert "/preferences/" not in page
    for token in ("nonsense", site.token(Purpose.LEAVE), site.token(Purpose.VIEW, errand_id=99)):
        async with browser.get(f"{site.base}/view/{token}") as answer:
            assert answer.status == 404


async def test_every_page_carries_the_safety_headers_and_its_language(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(f"{site.base}/nowhere", headers={"Accept-Language": "ru, en;q=0.5"}) as answer:
        page = await answer.text()
        assert answer.status == 404
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert 'lang="ru"' in page
    assert "Такой страницы нет" in page
    async with browser.get(f"{site.base}/healthz") as answer:
        assert await answer.json() == {"status": "ok"}
