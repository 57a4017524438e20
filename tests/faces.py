"""Every page that a reader can meet, and every mail, in a language: for whoever looks at all of them."""

from __future__ import annotations

import email
import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import lxml.html
import pytest
from playwright.async_api import Page, async_playwright

import subscribers
from digest import jobs, store
from digest.model import HouseStyle, Issue, MailKind, PublicFace, SmallMail
from digest.phrases import NAMES, Speech
from digest.render import Links, open_looks, open_press, print_mail
from digest.render import browser as find_browser
from subscribers import Purpose
from tests.makers import (
    NOW,
    a_cadence,
    a_newsletter,
    a_picture,
    a_recipient,
    a_section,
    a_section_plan,
    a_sender,
    a_source,
    a_story,
    an_issue,
    an_item,
    keys,
)
from tests.sites import Answer, Site, a_site, link_to

CADENCES = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"), a_cadence(key="monthly", rule="1st 08:00"))
SECTIONS = (
    a_section_plan(title="The city", topics=("council",)),
    a_section_plan(key="sea", title="At sea", topics=("ferries",)),
)
ABOUT = PublicFace(description="What happened in the harbour overnight, told in five minutes, before breakfast.")
DORA = "dora@example.org"


@asynccontextmanager
async def a_whole_site(folder: Path, language: str) -> AsyncIterator[Site]:
    """A site with all that pages can show, whose reader speaks this language."""
    style = HouseStyle(accent="#0f5c7a")
    async with a_site(folder, cadences=CADENCES, public=ABOUT, style=style) as site:
        definition = a_newsletter(id=0, made=None, cadences=CADENCES, sections=SECTIONS, public=ABOUT, style=style)
        other = a_newsletter(id=0, made=None, slug="weekend", title="Fish & Ships", sections=(), public=ABOUT)
        async with site.newsroom.begin() as tx:
            await store.newsletters.put(tx, definition, now=NOW)
            await store.newsletters.put(tx, other, now=NOW)
            ferry = a_source(id=0, slug="ferry", title="Ferry Line Notices", url="https://ferry.example/feed")
            await store.sources.add(tx, ferry, now=NOW)
            await subscribers.change(tx, site.person_id, {"language": language}, how="test", now=NOW)
        yield site


async def pages_in(site: Site, language: str) -> dict[str, str]:
    """The HTML of every page, by what it is; the reader is forgotten at the end."""
    own = {"Accept_Language": f"{language},en;q=0.5"}
    form = {"email": DORA, "newsletter[]": "morning"}
    preferences = f"/preferences/{site.token(Purpose.PREFERENCES)}"
    leave = f"/leave/{site.token(Purpose.LEAVE)}"
    choices = {"morning_rhythm": "weekly", "morning_hour": "7", "zone": "Europe/Lisbon", "morning_until": "2027-01-04"}
    sent = [
        ("archive, empty", await site.get("/archive/morning", **own)),
        ("join, many", await site.get("/", **own)),
        ("join", await site.get("/join/morning", **own)),
        ("join, no address", await site.post("/join/morning", {"email": "nonsense"}, **own)),
        ("join, none chosen", await site.post("/join", {"email": DORA}, **own)),
        ("join, once more", await site.post("/join", form, **own)),
        ("joined", await site.post("/join", form | {"homepage": "http://spam.example"}, **own)),
        ("link", await site.get("/link", **own)),
        ("link, no address", await site.post("/link", {"email": "nonsense"}, **own)),
        ("nowhere", await site.get("/nowhere", **own)),
        ("invalid", await site.get("/preferences/nonsense", **own)),
        ("from elsewhere", await site.post(f"{leave}/less", Sec_Fetch_Site="cross-site", **own)),
        ("leave", await site.get(leave)),
        ("less, refused", await site.post(f"{leave}/less", {"less": "nonsense"})),
        ("less", await site.post(f"{leave}/less", {"less": "month"})),
        ("saved", await site.post(preferences, choices)),
        ("refused", await site.post(preferences, {"zone": "Nowhere/Land"})),
        ("new address", await site.post(f"{preferences}/address", {"email": "new@example.org"})),
        ("no new address", await site.post(f"{preferences}/address", {"email": "nonsense"})),
        ("not undone", await site.post(f"{preferences}/undo", {"change": "99999"})),
    ]
    sent += [*(await _around_the_mails(site, language)), *(await _with_an_issue(site, own))]
    sent += [
        ("preferences", await site.get(preferences)),
        ("left", await site.post(leave)),
        ("forget", await site.get(f"{preferences}/forget")),
        ("forgotten", await site.post(f"{preferences}/forget")),
    ]
    return {name: answer.text for name, answer in sent}


async def _around_the_mails(site: Site, language: str) -> list[tuple[str, Answer]]:
    """What the links of small mails lead to."""
    (move,) = [mail for mail in await site.mails() if "/address/" in str(mail)]
    await site.sign_up(DORA, language=language)
    (confirm,) = await site.mails()
    to_confirm, to_move = link_to(confirm, "confirm"), link_to(move, "address")
    asked = [("confirm", await site.get(to_confirm)), ("address", await site.get(to_move))]
    asked += [("confirmed", await site.post(to_confirm)), ("moved", await site.post(to_move))]
    told = [mail for mail in await site.mails() if "/undo/" in str(mail)]
    undo = link_to(told[0], "undo")
    asked += [
        ("undo", await site.get(undo)),
        ("undone", await site.post(undo)),
        ("undone twice", await site.post(undo)),
    ]
    await site.sign_up("late@example.org", language=language)
    (late,) = await site.mails()
    site.clock.turn(days=20)
    expired = link_to(late, "confirm")
    return [*asked, ("expired", await site.get(expired)), ("renewed", await site.post(f"{expired}/renew"))]


async def _with_an_issue(site: Site, own: Mapping[str, str]) -> list[tuple[str, Answer]]:
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
    assert run is not None
    return [("archive", await site.get("/archive/morning", **own))]


def mail_in(kind: MailKind, language: str) -> EmailMessage:
    """A small mail as it goes over the wire."""
    mail = SmallMail(id=3, kind=kind, newsletters=(1, 2), person_id=1, made=NOW, subject_id=9)
    newsletters = [a_newsletter(), a_newsletter(id=2, title="Fish & Ships <daily>")]
    sheet = print_mail(mail, newsletters, Speech(language), open_looks(), hours=72, shown="a…@example.org")
    links = Links("https://news.example.org", keys())
    made = open_press(sheet, links, newsletter_id=1).letter(a_recipient(), delivery_id=1)
    return email.message_from_bytes(made.message, policy=default)  # type: ignore[return-value]  # the policy makes it one


ARABIC = a_newsletter(
    title="مدّ الصباح", language="ar", sender=a_sender(name="بريد الميناء", postal_address="لارك هافن")
)


def arabic_issue() -> Issue:
    """An issue in Arabic, with a story in English in it."""
    told = (
        ("إغلاق بوابات الميناء عند التاسعة مساء اليوم", "ar"),
        ("مجلس المدينة يصوّت على خط عبّارات جديد إلى المنارة", "ar"),
        ("Harbour Lines orders three cranes", "en"),
    )
    items = [
        an_item(a_story(id=number, title=title, language=language, image=a_picture(alt="")), source="بريد الميناء")
        for number, (title, language) in enumerate(told, 1)
    ]
    return an_issue(a_section(*items, title="المدينة"), language="ar", preheader=told[1][0])


LATIN = re.compile(r"[A-Za-z]{2,}")
# What a newsroom says of itself is not translated, nor are proper names; addresses are nobody's language.
ITS_OWN = re.compile(
    r"\S+@\S+|https?://\S+|The Morning Tide|Fish & Ships( <daily>)?|The Harbour Post(: City)?|3 Old Quay, Larkhaven"
    r"|What happened in the harbour[^.]*\.|The city|At sea|Ferry Line Notices|Story number|council|ferries"
    r"|Test|Atom|JSON|UTC|Coyhaique|" + "|".join(NAMES.values()),
    re.IGNORECASE,
)
SPOKEN = ("alt", "title", "aria-label", "aria-roledescription", "placeholder", "content", "value")
NOT_SPOKEN = {"viewport", "color-scheme", "robots", "format-detection", "supported-color-schemes",
              "x-apple-disable-message-reformatting"}  # fmt: skip


def spoken_in(html: str) -> Iterator[str]:
    """All words of a page that somebody reads or hears."""
    for element in lxml.html.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in ("style", "script"):
            yield element.text or ""
        yield element.tail or ""
        for name in SPOKEN:
            about = element.get("name") or ""
            if (name == "value" and element.tag in ("input", "option")) or about in NOT_SPOKEN:
                continue
            yield element.get(name) or ""


def english_left(html: str) -> list[str]:
    return [text.strip() for text in spoken_in(html) if LATIN.search(ITS_OWN.sub("", text))]


@asynccontextmanager
async def in_a_browser(width: int) -> AsyncIterator[Page]:
    """A page of this width in a real browser, in CSS pixels."""
    program = find_browser()
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("There is no Chromium.")
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=program, args=["--no-sandbox"], timeout=30_000)
        try:
            yield await (await started.new_context(viewport={"width": width, "height": 800})).new_page()
        finally:
            await started.close()
