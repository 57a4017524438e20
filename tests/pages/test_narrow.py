"""On a narrow phone: no word, however long, pushes a page wider than the window."""

from __future__ import annotations

from pathlib import Path

from digest.model import PublicFace
from subscribers import Purpose
from tests.faces import in_a_browser
from tests.makers import a_section_plan
from tests.sites import a_site
from tests.walking import Walk, define, furnish, press

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
ENDLESS = "https://example.org/" + "a" * 200
NARROWEST = 320  # CSS pixels: a small phone, or 200 % on one of 640


async def test_no_word_pushes_a_page_wider_than_the_window(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await furnish(site)
        await press(site)
        public = PublicFace(description=f"{LONG} {ENDLESS}")
        sections = (a_section_plan(title=LONG, topics=(LONG.lower(), "x")), a_section_plan(key="sea", title=ENDLESS))
        await define(site, title=LONG, public=public, sections=sections)
        walk = Walk(site)
        await walk.post(walk.own("preferences"), name=LONG)
        paths = ("/", "/join/morning", "/archive/morning", walk.own("preferences"), walk.own("leave", Purpose.LEAVE))
        async with in_a_browser(NARROWEST) as page:
            wider = {}
            for path in paths:
                await page.goto(site.base + path)
                await page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                width = await page.evaluate("document.documentElement.scrollWidth")
                wider |= {path.split("/")[1]: width} if width > NARROWEST else {}
    assert wider == {}
