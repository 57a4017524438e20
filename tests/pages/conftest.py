"""All pages in all states, recorded once; a browser that shows them at their own addresses; and the checkers."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.async_api import Browser, Page, Route, ViewportSize, async_playwright

from digest.render import browser as find_browser
from tests.house.sources import ROOT
from tests.sites import BASE, a_site
from tests.states import Shown, every_page
from tests.walking import ABOUT, CADENCES, MORE, STYLE

CHECKERS = ROOT / "tools" / "pages"
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OpenPage = Callable[..., AbstractAsyncContextManager["Window"]]


def missing(what: str) -> None:
    """Skip a test with its reason; fail it where continuous integration should have everything."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Shown]:
    """Every page in every state."""

    async def record() -> list[Shown]:
        folder = tmp_path_factory.mktemp("states")
        async with a_site(folder, more=MORE, readers=3, cadences=CADENCES, public=ABOUT, style=STYLE) as site:
            return await every_page(site)

    with ThreadPoolExecutor(1) as apart:  # a loop of its own
        return apart.submit(asyncio.run, record()).result(timeout=120)


@dataclass  # no slots: Playwright keeps something at whoever answers
class Window:
    """A browser's window that shows what was recorded, at the address that it has for readers."""

    page: Page
    current: Shown | None = None
    complaints: list[str] = field(default_factory=list)

    async def show(self, shown: Shown) -> Page:
        """Open a page in its state. Whatever else it asks for is a complaint."""
        self.current = shown
        await self.page.goto(BASE + (shown.path.removeprefix(BASE) or "/"))
        return self.page

    async def answer(self, route: Route) -> None:
        """Stand in for the network: one recorded page, and nothing else in the world."""
        asked, shown = route.request, self.current
        if shown is None or not asked.is_navigation_request():
            self.complain(f"asks for {asked.url}")
            await route.abort()
            return
        one = shown.answer
        await route.fulfill(status=one.status, headers=dict(one.headers), body=one.text)

    def complain(self, what: str) -> None:
        """Note what should not be; that a page's own status is no 200 is nothing to complain of."""
        if "the server responded with a status of" not in what:
            self.complaints.append(f"{self.current and self.current.name}: {what}")


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """The Chromium that is there."""
    program = find_browser()
    if program is None:
        missing("There is no Chromium.")
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=program, args=FLAGS, timeout=60_000)
        yield started
        await started.close()


@pytest.fixture
def a_window(chromium: Browser) -> OpenPage:
    """Opens windows, each with a profile of its own; a script, if any, is run in every page of it."""

    @asynccontextmanager
    async def open_one(
        size: ViewportSize = PHONE, *, script: str = "", javascript: bool = True
    ) -> AsyncIterator[Window]:
        context = await chromium.new_context(java_script_enabled=javascript, viewport=size)
        context.set_default_timeout(30_000)
        if script:
            await context.add_init_script(script)
        window = Window(await context.new_page())
        window.page.on("console", lambda said: window.complain(said.text))
        await context.route("**/*", window.answer)
        yield window
        assert await context.cookies() == []
        await context.close()

    return open_one


@pytest.fixture(scope="session")
def checkers() -> Path:
    """Where the checkers of pages are installed (``tools/test_machine.sh`` does that)."""
    installed = CHECKERS / "node_modules"
    if not (installed / "lock.stamp").is_file():
        missing("The checkers of pages are not installed (tools/test_machine.sh does that with npm).")
    return installed


def node(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program with the Node.js that Playwright brings."""
    program, _ = compute_driver_executable()
    return subprocess.run([program, *words], capture_output=True, text=True, timeout=120, check=False)
