"""A reader's whole life in a browser without JavaScript: from the form to forgotten, reading the mails that come."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from digest import jobs
from digest.render import browser as find_browser
from subscribers import Standing
from tests.makers import a_cadence
from tests.sites import BASE, Site, a_site, link_to

DORA, NEW = "dora@example.org", "dora.new@example.org"
CADENCES = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"))


@asynccontextmanager
async def a_page(complaints: list[str]) -> AsyncIterator[Page]:
    """A phone's page that runs no script; what the browser complains of is collected."""
    program = find_browser()
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("There is no Chromium.")
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=program, args=["--no-sandbox"], timeout=30_000)
        context = await started.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: complaints.append(said.text))
        page.on("request", lambda asked: complaints.append(asked.url) if "127.0.0.1" not in asked.url else None)
        try:
            yield page
        finally:
            assert await context.cookies() == []
            await started.close()


async def heading(page: Page) -> str:
    return await page.inner_text("h1")


async def click(page: Page, what: str) -> None:
    """Click, and wait until the next page stands: a heading read before it is the old page's."""
    async with page.expect_navigation():
        await page.click(what)


async def press(site: Site, page: Page, link: str) -> str:
    """Open a mail's link and press the one button behind it."""
    await page.goto(site.base + link.removeprefix(BASE))
    await click(page, "main button")
    return await heading(page)


async def test_a_readers_whole_life(tmp_path: Path) -> None:
    complaints: list[str] = []
    async with a_site(tmp_path, cadences=CADENCES) as site, a_page(complaints) as page:
        # They come by keyboard alone.
        await page.goto(f"{site.base}/join/{site.newsletter.slug}")
        site.clock.turn(seconds=20)
        await page.keyboard.press("Tab")
        assert "Skip" in await page.inner_text("a.skip")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.type(DORA)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await heading(page) == "Look into your inbox"
        (confirm,) = await site.mails()
        assert await press(site, page, link_to(confirm, "confirm")) == "You are subscribed"
        dora = await site.find(DORA)
        assert dora is not None
        (welcome,) = await site.mails()

        # They get an issue, and choose.
        await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
        assert DORA in {str(mail["To"]) for mail in await site.mails()}
        await page.goto(site.base + link_to(welcome, "preferences").removeprefix(BASE))
        await page.select_option("#morning_rhythm", "weekly")
        await page.fill("#name", "Dora")
        await click(page, "text=Save")
        assert await page.inner_text("[role=status]") == "Saved."
        await click(page, "text=Take it back >> nth=0")
        assert await page.inner_text("[role=status]") == "Taken back"

        # They move.
        await page.fill("#email", NEW)
        await click(page, "text=Send the link")
        (asked,) = await site.mails()
        assert await press(site, page, link_to(asked, "address")) == "Your address is changed"
        (told,) = await site.mails()
        assert told["To"] == DORA

        # They leave, regret it, and are forgotten in the end.
        assert await press(site, page, link_to(welcome, "leave")) == "You have unsubscribed"
        (goodbye,) = await site.mails()
        assert goodbye["To"] == NEW
        assert await press(site, page, link_to(goodbye, "undo")) == "Taken back"
        assert await site.standing(dora.id) is Standing.ACTIVE
        await page.goto(site.base + link_to(welcome, "preferences").removeprefix(BASE))
        await click(page, "text=Be forgotten")
        await click(page, "main button")
        assert await heading(page) == "You are forgotten"
        left = str(await site.everything())
        assert DORA not in left
        assert NEW not in left
    assert complaints == []
