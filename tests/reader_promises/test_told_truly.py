"""What pages and mails tell a reader is so, also of links that are pressed late, twice, or after something else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from yarl import URL

import subscribers
from digest import jobs, store
from digest.model import PublicFace
from digest.phrases import speech
from digest.web import form_for
from digest.web.reading import STEPS
from subscribers import Choices, Purpose, Standing
from tests.faces import in_a_browser
from tests.makers import NOW, a_cadence, a_newsletter, a_section_plan
from tests.sites import Answer, Site, a_site, link_to

DORA = "dora@example.org"
CADENCES = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"))
OFTEN = '[join]\nper_address = "100 per day"\nmost_asked = "100 per 365 days"\n'
TIDE, EBB = "The Morning Tide", "The Evening Ebb"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path, cadences=CADENCES, more=OFTEN) as site:
        async with site.newsroom.begin() as tx:
            public = PublicFace(description="The day.")
            evening = a_newsletter(id=0, made=None, slug="evening", title=EBB, public=public)
            await store.newsletters.put(tx, evening, now=NOW)
        yield site


async def chosen(site: Site, person_id: int = 0) -> Choices:
    async with site.newsroom.reading() as tx:
        found = await subscribers.preferences(tx, person_id or site.person_id)
    assert found is not None
    return found.choices[site.newsletter.id]


async def asked(site: Site) -> tuple[str, int]:
    """Dora signs up: the link of the mail that came, and who she is."""
    await site.sign_up(DORA)
    mail = (await site.mails())[-1]
    dora = await site.find(DORA)
    assert dora is not None
    return link_to(mail, "confirm"), dora.id


def page_of(site: Site, page: str, purpose: Purpose, person_id: int = 0) -> str:
    return f"/{page}/{site.token(purpose, person_id=person_id or site.person_id)}"


async def leave(site: Site, person_id: int = 0) -> Answer:
    site.clock.turn(minutes=1)
    return await site.post(page_of(site, "leave", Purpose.LEAVE, person_id))


async def test_whoever_declines_before_confirming_keeps_a_page_that_says_so_and_may_take_it_back(site: Site) -> None:
    _, dora = await asked(site)
    own = page_of(site, "preferences", Purpose.PREFERENCES, dora)
    site.clock.turn(minutes=1)
    answer = await site.post(own, {"morning_state": "left"})
    assert answer.status == 200
    assert "not confirmed → unsubscribed" in answer.text
    (goodbye,) = await site.mails()
    assert (await site.post(link_to(goodbye, "undo"))).status == 200
    assert await site.standing(dora) is Standing.PENDING, "as it was before: nobody is a reader who never confirmed"


async def test_whoever_was_taken_off_and_left_may_take_the_leaving_back(site: Site) -> None:
    async with site.newsroom.begin() as tx:
        about = {"person_id": site.person_id, "newsletter_id": site.newsletter.id}
        consent = subscribers.Consent(how="import")
        await subscribers.move(tx, subscribers.Event.REMOVE, **about, consent=consent, now=NOW)
    await leave(site)
    (goodbye,) = await site.mails()
    assert (await site.get(page_of(site, "preferences", Purpose.PREFERENCES))).status == 200
    assert (await site.post(link_to(goodbye, "undo"))).status == 200
    assert await site.standing() is Standing.REMOVED


def test_every_standing_has_words() -> None:
    assert set(STEPS) == {one.value for one in Standing}


async def test_whoever_declined_is_not_reminded(site: Site) -> None:
    _, dora = await asked(site)
    await leave(site, dora)
    await site.mails()
    site.clock.turn(hours=25)
    assert [mail["Subject"] for mail in await site.mails()] == []


async def test_whoever_came_in_meanwhile_is_not_reminded(site: Site) -> None:
    await leave(site)
    await site.sign_up(site.address)
    await site.mails()
    await site.post(page_of(site, "preferences", Purpose.PREFERENCES), {"morning_state": "active"})
    await site.mails()
    site.clock.turn(hours=25)
    assert [mail["Subject"] for mail in await site.mails()] == []


async def test_an_older_link_brings_nobody_back_who_left_since(site: Site) -> None:
    older, dora = await asked(site)
    newer, _ = await asked(site)
    await site.post(newer)
    await leave(site, dora)
    for answer in (await site.get(older), await site.post(older), await site.post(newer)):
        assert answer.status == 410
    assert await site.standing(dora) is Standing.LEFT
    again, _ = await asked(site)
    assert (await site.post(again)).status == 200
    assert await site.standing(dora) is Standing.ACTIVE


async def test_a_confirmation_pressed_again_names_only_what_they_still_get(site: Site) -> None:
    await site.sign_up(DORA, "/join", **{"newsletter[]": "morning", "newsletter": "evening"})
    (mail,) = await site.mails()
    link, dora = link_to(mail, "confirm"), await site.find(DORA)
    first = await site.post(link)
    assert TIDE in first.text
    assert EBB in first.text
    assert dora is not None
    await leave(site, dora.id)
    again = await site.post(link)
    assert EBB in again.text
    assert TIDE not in again.text


async def test_a_rest_ends_where_somebody_joins_anew(site: Site) -> None:
    await site.post(f"{page_of(site, 'leave', Purpose.LEAVE)}/less", {"less": "month"})
    await leave(site)
    await site.mails()
    await site.sign_up(site.address)
    (mail,) = await site.mails()
    assert "From now on you get" in (await site.post(link_to(mail, "confirm"))).text
    await site.mails()
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
    assert run is not None
    assert site.address in [str(one["To"]) for one in await site.mails()]


async def test_less_is_told_to_nobody_who_gets_nothing(site: Site) -> None:
    path = f"{page_of(site, 'leave', Purpose.LEAVE)}/less"
    await leave(site)
    answer = await site.post(path, {"less": "weekly"})
    assert (answer.status, "stays with you" in answer.text) == (409, False)
    assert f"{TIDE} will not be sent to you any more." in answer.text
    assert (await chosen(site)).cadence == ""
    await site.post(f"{page_of(site, 'preferences', Purpose.PREFERENCES)}/forget")
    forgotten = await site.post(path, {"less": "weekly"})
    assert (forgotten.status, "stays with you" in forgotten.text) == (409, False)


async def test_less_makes_no_rest_shorter(site: Site) -> None:
    await site.post(page_of(site, "preferences", Purpose.PREFERENCES), {"morning_until": "2028-03-01"})
    before = (await chosen(site)).snoozed_until
    await site.post(f"{page_of(site, 'leave', Purpose.LEAVE)}/less", {"less": "month"})
    assert (await chosen(site)).snoozed_until == before


async def test_an_old_button_to_take_back_does_not_say_that_it_did(site: Site) -> None:
    await leave(site)
    (goodbye,) = await site.mails()
    undo = link_to(goodbye, "undo")
    assert "Taken back" in (await site.post(undo)).text
    assert "Taken back" in (await site.post(undo)).text, "pressed twice it is still so"
    await leave(site)
    later = await site.post(undo)
    assert (later.status, "Taken back" in later.text) == (409, False)
    assert await site.standing() is Standing.LEFT


async def test_an_address_that_was_taken_back_is_not_called_changed(site: Site) -> None:
    await site.post(f"{page_of(site, 'preferences', Purpose.PREFERENCES)}/address", {"email": "new@example.org"})
    (mail,) = await site.mails()
    link = link_to(mail, "address")
    assert (await site.post(link)).status == 200
    assert (await site.post(link)).status == 200, "pressed twice it is still so"
    told = (await site.mails())[-1]
    await site.post(link_to(told, "undo"))
    again = await site.post(link)
    assert (again.status, "Your address is changed" in again.text) == (410, False)
    assert await site.find("new@example.org") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"morning_until": "31.12.2027"},
        {"morning_until": "soon"},
        {"morning_until": "0001-01-01", "zone": "Asia/Tokyo"},
        {"morning_hour": "seven"},
        {"morning_hour": "-1"},
        {"morning_hour": "7.5"},
    ],
)
async def test_what_cannot_be_read_is_refused_and_takes_nothing_away(site: Site, fields: dict[str, str]) -> None:
    own = page_of(site, "preferences", Purpose.PREFERENCES)
    await site.post(own, {"morning_until": "2027-03-01", "morning_hour": "7"})
    before = await chosen(site)
    answer = await site.post(own, fields)
    assert answer.status == 422
    assert "Saved." not in answer.text
    assert await chosen(site) == before


@pytest.mark.parametrize("around", ["\u200b", "\u200f", "\ufeff", "\u00a0", "\u2068", " \u200e "])
async def test_what_nobody_sees_around_a_pasted_address_refuses_nobody(site: Site, around: str) -> None:
    assert (await site.sign_up(f"{around}{DORA}{around}")).status == 200
    (mail,) = await site.mails()
    assert mail["To"] == DORA


async def test_a_browser_refuses_no_address_that_we_take(site: Site) -> None:
    """What an address is, browsers know less well: "müller@example.org" is none to them."""
    own = page_of(site, "preferences", Purpose.PREFERENCES)
    async with in_a_browser(400) as page:
        for path in ("/", "/join/morning", "/link", own):
            await page.goto(site.base + path)
            form = page.locator("form", has=page.locator("#email"))
            await page.fill("#email", "müller@example.org")
            site.clock.turn(minutes=1)
            if path == "/":
                await page.locator("[name='newsletter[]']").first.check()
            await form.locator("button").click()
            await page.wait_for_selector("h1:has-text('Look into your inbox'), .said")
    sent = {str(mail["To"]) for mail in await site.mails()}
    assert "müller@example.org" in sent


async def test_a_form_on_a_site_of_another_charset_sends_the_address_as_it_was_typed(site: Site) -> None:
    form = form_for(site.newsletter, speech("en"), base_url=site.base)
    html = f"<!DOCTYPE html><title>Old</title>{form}".encode("latin-1")
    async with in_a_browser(400) as page:
        headers = {"content-type": "text/html; charset=iso-8859-1"}
        await page.route("http://old.example/", lambda route: route.fulfill(body=html, headers=headers))
        await page.goto("http://old.example/")
        await page.fill("input[name=email]", "müller@example.org")
        await page.click("button")
        await page.wait_for_selector("h1:has-text('One more click')")
        assert await page.locator("input[name=email]").get_attribute("value") == "müller@example.org"


async def test_a_name_that_no_database_can_hold_is_no_page(tmp_path: Path, database_url: str) -> None:
    async with a_site(tmp_path, database=database_url) as site:
        for path in ("/archive/a%00b", "/archive/a%00b/1", "/archive/a%00b/feed.atom", "/join/a%00b"):
            async with site.browser.get(URL(site.base + path, encoded=True)) as answer:
                assert answer.status == 404, path


async def test_whoever_hangs_up_in_the_middle_of_a_form_leaves_no_traceback_behind(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    port = int(site.base.rpartition(":")[2])
    for path in ("/join", page_of(site, "leave", Purpose.LEAVE), "/returns/postmark"):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nemail=a".encode())
        await writer.drain()
        writer.close()
    with caplog.at_level(logging.WARNING):
        await asyncio.sleep(0.3)
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert await site.standing() is Standing.ACTIVE


async def test_whoever_leaves_everything_out_is_told_that_nothing_comes(site: Site) -> None:
    sections = (a_section_plan(), a_section_plan(key="sport", title="Sport", topics=("rowing",)))
    async with site.newsroom.begin() as tx:
        definition = a_newsletter(id=0, made=None, cadences=CADENCES, sections=sections)
        await store.newsletters.put(tx, definition, now=NOW)
    own, warning = page_of(site, "preferences", Purpose.PREFERENCES), "nothing is sent to you"
    some = await site.post(own, {"morning_sections.shown": "1", "morning_sections[]": "sport"})
    assert (some.status, warning in some.text) == (200, False)
    none = await site.post(own, {"morning_sections.shown": "1"})
    assert (none.status, warning in none.text) == (200, True)


async def test_a_rest_of_a_month_is_thirty_days(site: Site) -> None:
    await site.post(f"{page_of(site, 'leave', Purpose.LEAVE)}/less", {"less": "month"})
    until = (await chosen(site)).snoozed_until
    assert until is not None
    assert until - site.clock.now == timedelta(days=30)
