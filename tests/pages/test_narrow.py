"""On a narrow phone: no word, however long, pushes a page or a letter wider than the window."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path

from digest.model import MailKind, PublicFace
from digest.render import Links, open_looks, open_press, print_issue
from subscribers import Purpose
from tests.faces import in_a_browser, mail_in
from tests.makers import (
    a_newsletter,
    a_picture,
    a_recipient,
    a_section,
    a_section_plan,
    a_sender,
    a_story,
    an_issue,
    an_item,
    keys,
)
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


async def test_no_word_pushes_a_letter_wider_than_the_window() -> None:
    told = (ENDLESS, LONG * 4, "b" * 300)
    items = [
        an_item(a_story(id=number, title=title, image=a_picture() if number == picture else None))
        for picture in range(3)
        for number, title in enumerate(told, 1)
    ]
    issue = an_issue(a_section(*items, title=LONG), preheader=ENDLESS)
    newsletter = a_newsletter(title=LONG, sender=a_sender(name=LONG, postal_address=ENDLESS))
    sheet = print_issue(issue, newsletter, open_looks(), base_url="https://news.example.org").sheet
    links = Links("https://news.example.org", keys())
    letter = open_press(sheet, links, newsletter_id=1).letter(a_recipient(), delivery_id=1)
    body = email.message_from_bytes(letter.message, policy=default).get_body(("html",))  # type: ignore[attr-defined]
    small = mail_in(MailKind.CONFIRM, "en").get_body(("html",))
    assert small is not None
    async with in_a_browser(NARROWEST) as page:
        for html in (body.get_content(), small.get_content().replace("The Morning Tide", ENDLESS)):
            await page.set_content(html)
            assert await page.evaluate("document.documentElement.scrollWidth") == NARROWEST
