"""Every page that a reader can meet, and every mail, in a language: for whoever looks at all of them."""

from __future__ import annotations

import email
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import subscribers
from digest import jobs, store
from digest.model import HouseStyle, MailKind, PublicFace, SmallMail
from digest.phrases import Speech
from digest.render import Links, open_looks, open_press, print_mail
from subscribers import Purpose
from tests.makers import NOW, a_cadence, a_newsletter, a_recipient, a_section_plan, a_source, keys
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
    return email.message_from_bytes(made.message, policy=default)  # type: ignore[return-value]
