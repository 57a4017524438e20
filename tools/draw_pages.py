"""Take the guide's pictures of the pages that readers open: ``python -m tools.draw_pages``.

Each shows a page of the table that the tests check: on a phone in the light, and on a desktop in the dark.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, Route, async_playwright

from digest.render import browser
from tests.sites import BASE
from tests.states import Shown, recorded

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
PICTURE = ROOT / "examples" / "newsroom" / "pictures" / "storm.png"  # for those that stories of the tests would have
PAGES = (
    "join: one", "join: several", "join: wrong address", "join: asked", "confirm: question", "confirm: done",
    "confirm: too old", "link: form", "preferences: saved", "preferences: in arabic", "address: question",
    "archive: long", "issue: in the archive", "leave: question", "leave: done", "undo: question", "forget: question",
    "forget: done", "problem: nowhere", "problem: nowhere in arabic", "form: on another site",
)  # fmt: skip
PHONE, DESKTOP = (390, 480), (1000, 480)
TALLEST = 1150  # pixels of a page that are shown
FRAME = """<!DOCTYPE html><html lang="en"><title>{name}</title><style>
body {{ margin: 0; padding: 16px; display: inline-flex; gap: 16px; align-items: start; background: #d7d9dc; }}
img {{ display: block; box-shadow: 0 1px 4px #00000055; }}
</style><img src="{phone}" width="293" alt="phone"><img src="{desktop}" width="600" alt="desktop"></html>"""


async def main() -> None:
    """Record the pages, show each twice, and photograph both beside each other."""
    with tempfile.TemporaryDirectory() as folder:
        shown = {one.name: one for one in await recorded(Path(folder))}
    async with async_playwright() as tools:
        chromium = await tools.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        for name in PAGES:
            one = shown[name]
            phone = await photographed(chromium, one, PHONE, dark=False)
            desktop = await photographed(chromium, one, DESKTOP, dark=True)
            target = FOLDER / f"page-{one.file}.png"
            await framed(chromium, name, (phone, desktop), target)
            sys.stdout.write(f"{target.name}: {target.stat().st_size // 1000} kB\n")
        await chromium.close()


async def photographed(chromium: Browser, shown: Shown, size: tuple[int, int], *, dark: bool) -> bytes:
    """A page as it was answered, in a window of this size."""
    width, height = size
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", device_scale_factor=1
    )

    async def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            await route.fulfill(status=shown.answer.status, headers=dict(shown.answer.headers), body=shown.answer.text)
        else:
            await route.fulfill(path=PICTURE)

    await context.route("**/*", answer)
    page = await context.new_page()
    await page.goto(BASE + (shown.path.removeprefix(BASE) or "/"))
    whole = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": width, "height": min(TALLEST, max(height, whole))})
    picture = await page.screenshot()
    await context.close()
    return picture


async def framed(chromium: Browser, name: str, pictures: Sequence[bytes], target: Path) -> None:
    """Two pictures beside each other, in half their size."""
    phone, desktop = (f"data:image/png;base64,{b64encode(one).decode()}" for one in pictures)
    page = await chromium.new_page(viewport={"width": 960, "height": 600})
    await page.set_content(FRAME.format(name=name, phone=phone, desktop=desktop))
    await page.locator("body").screenshot(path=target)
    await page.close()


if __name__ == "__main__":
    asyncio.run(main())
