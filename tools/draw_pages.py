"""Take the guide's pictures of the pages that readers open: ``python -m tools.draw_pages``."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from digest import jobs, store
from digest.model import HouseStyle, PublicFace
from digest.render import take_picture
from subscribers import Purpose
from tests.makers import NOW, a_cadence, a_newsletter, a_section_plan, a_source
from tests.sites import Site, a_site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDTH = 500  # the narrowest that a headless Chromium draws
CADENCES = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"))
SECTIONS = (
    a_section_plan(title="The city", topics=("council", "transport")),
    a_section_plan(key="sea", title="At sea", topics=("weather", "ferries")),
    a_section_plan(key="sport", title="Sport", topics=("football", "rowing")),
)
ABOUT = PublicFace(description="What happened in the harbour overnight, told in five minutes, before breakfast.")


async def main() -> None:
    """Serve the pages, and photograph each."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_site(Path(folder), cadences=CADENCES, public=ABOUT, style=HouseStyle(accent="#0f5c7a")) as site:
            await _furnish(site)
            own = f"/preferences/{site.token(Purpose.PREFERENCES)}"
            await site.post(own, {"morning_rhythm": "weekly", "morning_hour": "7", "zone": "Europe/Lisbon"})
            pages = {
                "join": ("/join/morning", 760),
                "preferences": (own, 1900),
                "leave": (f"/leave/{site.token(Purpose.LEAVE)}", 620),
                "archive": ("/archive/morning", 760),
            }
            for name, (path, height) in pages.items():
                await _draw(site, path, name, height)
            await site.post(own, {"language": "ar"})
            await _draw(site, own, "arabic", 1000)


async def _draw(site: Site, path: str, name: str, height: int) -> None:
    html = (await site.get(path)).text
    target = FOLDER / f"page-{name}.png"
    await asyncio.to_thread(take_picture, html, target, width=WIDTH, height=height)
    sys.stdout.write(f"{target.name}: {target.stat().st_size // 1000} kB\n")


async def _furnish(site: Site) -> None:
    definition = a_newsletter(
        id=0, made=None, cadences=CADENCES, sections=SECTIONS, public=ABOUT, style=site.newsletter.style
    )
    async with site.newsroom.begin() as tx:
        await store.newsletters.put(tx, definition, now=NOW)
        ferry = a_source(id=0, slug="ferry", title="Ferry Line Notices", url="https://ferry.example/feed")
        await store.sources.add(tx, ferry, now=NOW)
    await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=NOW), now=NOW)


if __name__ == "__main__":
    asyncio.run(main())
