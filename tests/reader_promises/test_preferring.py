"""The reader's own page: everything can be chosen, is obeyed, written down, and taken back for thirty days."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import subscribers
from digest import jobs, store
from digest.model import PublicFace
from subscribers import Preferences, Purpose, Standing
from tests.makers import NOW, a_cadence, a_newsletter, a_section_plan, a_source
from tests.sites import Site, a_site, link_to

CADENCES = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"))


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path, cadences=CADENCES, public=PublicFace(description="The harbour.")) as site:
        sections = (a_section_plan(), a_section_plan(key="sport", title="Sport", topics=("Football", "Rowing")))
        async with site.newsroom.begin() as tx:
            definition = a_newsletter(id=0, made=None, cadences=CADENCES, sections=sections)
            await store.newsletters.put(tx, definition, now=NOW)
            evening = a_newsletter(id=0, made=None, slug="evening", title="The Evening Ebb")
            await store.newsletters.put(tx, evening, now=NOW)
            await store.sources.add(tx, a_source(id=0, slug="ferry", url="https://ferry.example/feed"), now=NOW)
        yield site


def mine(site: Site) -> str:
    return f"/preferences/{site.token(Purpose.PREFERENCES)}"


async def chosen(site: Site) -> Preferences:
    async with site.newsroom.reading() as tx:
        found = await subscribers.preferences(tx, site.person_id)
    assert found is not None
    return found


def form_of(page: str) -> list[tuple[str, str]]:
    """What a browser would send if nothing were touched."""
    (form,) = re.findall(r'<form method="post" action="/preferences/[^/"]+">.*?</form>', page, re.DOTALL)
    fields = re.findall(r'<input type="(?:text|hidden|date)"[^>]*? name="([^"]+)" value="([^"]*)"', form)
    fields += re.findall(r'<input type="(?:checkbox|radio)" name="([^"]+)" value="([^"]*)" checked>', form)
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        fields += [(name, value) for value in re.findall(r'value="([^"]*)" selected', options)[:1]]
    return fields


async def test_saving_an_untouched_page_changes_nothing(site: Site) -> None:
    await site.post(mine(site), {"morning_rhythm": "weekly", "morning_until": "2026-12-24", "zone": "Asia/Tokyo"})
    await site.post(f"/leave/{site.token(Purpose.LEAVE)}/less", {"less": "month"})
    before = await site.everything()
    page = await site.get(mine(site))
    sent = form_of(page.text)
    assert {"morning_state", "morning_rhythm", "morning_sections[]", "zone", "name"} <= {name for name, _ in sent}
    assert (await site.post(mine(site), sent)).status == 200
    assert await site.everything() == before


async def test_everything_that_is_chosen_is_stored_as_the_press_reads_it(site: Site) -> None:
    page = await site.get(mine(site))
    sources = re.findall(r'name="morning_sources\[\]" value="(\d+)"', page.text)
    assert len(sources) == 2
    fields = [
        ("morning_state", "active"),
        ("morning_rhythm", "weekly"),
        ("morning_hour", "6"),
        ("morning_until", "2026-12-24"),
        *((f"morning_{kind}.shown", "1") for kind in ("sections", "topics", "sources")),
        ("morning_sections[]", "city"),
        ("morning_topics[]", "rowing"),
        ("morning_sources[]", sources[0]),
        ("name", "Mara"),
        ("zone", "Asia/Tokyo"),
        ("language", "de"),
    ]
    answer = await site.post(mine(site), fields)
    assert "Gespeichert" in answer.text, "in the language that was chosen just now"
    found = await chosen(site)
    one = found.choices[site.newsletter.id]
    assert (one.cadence, one.hour) == ("weekly", 6)
    assert one.snoozed_until == datetime(2026, 12, 23, 15, tzinfo=UTC), "midnight in Tokyo"
    assert (one.picks.sections, one.picks.topics, one.picks.sources) == ({"sport"}, {"football"}, {sources[1]})
    assert (found.person.name, found.person.zone, found.person.language) == ("Mara", "Asia/Tokyo", "de")
    async with site.newsroom.reading() as tx:
        assert await subscribers.recipients(tx, site.newsletter.id, cadence="daily", now=NOW + timedelta(days=40)) == [
            one for one in await subscribers.recipients(tx, site.newsletter.id) if one.id != site.person_id
        ]


async def test_each_change_can_be_taken_back_for_thirty_days(site: Site) -> None:
    await site.post(mine(site), {"morning_rhythm": "weekly", "morning_hour": "6", "name": "Mara"})
    page = await site.post(mine(site), {"morning_state": "left"})
    numbers = re.findall(r'name="change" value="(\d+)"', page.text)
    assert len(numbers) == 4
    for number in numbers:
        assert (await site.post(f"{mine(site)}/undo", {"change": number})).status == 200
    found = await chosen(site)
    one = found.choices[site.newsletter.id]
    assert (one.standing, one.cadence, one.hour, found.person.name) == (Standing.ACTIVE, "", None, "")
    await site.post(mine(site), {"name": "Eve"})
    page = await site.get(mine(site))
    (number,) = re.findall(r'name="change" value="(\d+)"', page.text)
    site.clock.turn(days=31)
    await site.post(f"{mine(site)}/undo", {"change": number})
    assert (await chosen(site)).person.name == "Eve"
    for nonsense in ("0", "-1", "x", "9" * 30, ""):
        assert (await site.post(f"{mine(site)}/undo", {"change": nonsense})).status == 200


@pytest.mark.parametrize(
    "fields",
    [{"zone": "Mars/Olympus"}, {"language": "xx-"}, {"morning_hour": "24"}, {"name": "x" * 101}, {"name": "\x1b[2J"}],
)
async def test_what_cannot_be_meant_is_refused_and_changes_nothing(site: Site, fields: dict[str, str]) -> None:
    before = await site.everything()
    assert (await site.post(mine(site), {"morning_rhythm": "weekly", **fields})).status == 422
    assert await site.everything() == before


async def test_another_newsletter_is_joined_by_one_tick_and_welcomes(site: Site) -> None:
    page = await site.get(mine(site))
    assert "The Evening Ebb" in page.text
    await site.post(mine(site), {"evening_state": "active"})
    (welcome,) = await site.mails()
    assert "The Evening Ebb" in welcome["Subject"]
    assert len([one for one in (await chosen(site)).choices.values() if one.standing is Standing.ACTIVE]) == 2


async def test_an_address_is_changed_from_the_new_one_told_to_the_old_one_and_taken_back_there(site: Site) -> None:
    answer = await site.post(f"{mine(site)}/address", {"email": "New@Example.org"})
    assert "on its way" in answer.text
    assert (await site.post(f"{mine(site)}/address", {"email": "none"})).status == 422
    (asked,) = await site.mails()
    assert asked["To"] == "New@example.org"
    link = link_to(asked, "address")
    await site.get(link)
    assert (await chosen(site)).person.address == site.address
    assert "Your address is changed" in (await site.post(link)).text
    assert (await chosen(site)).person.address == "New@example.org"
    (told,) = await site.mails()
    assert told["To"] == site.address
    assert "New@example.org" not in told.as_string()
    await site.post(link_to(told, "undo"))
    assert (await chosen(site)).person.address == site.address


async def test_an_address_that_somebody_else_has_is_not_taken(site: Site) -> None:
    async with site.newsroom.reading() as tx:
        other = next(one for one in await subscribers.recipients(tx, site.newsletter.id) if one.id != site.person_id)
    await site.post(f"{mine(site)}/address", {"email": other.address})
    (asked,) = await site.mails()
    assert (await site.post(link_to(asked, "address"))).status == 409
    assert (await chosen(site)).person.address == site.address


async def test_a_reader_downloads_everything_and_is_forgotten_with_nothing_left(site: Site) -> None:
    await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
    await site.mails()
    await site.post(mine(site), {"name": "Zelda Quist", "morning_hour": "6"})
    await site.sign_up(site.address)
    await site.post(f"{mine(site)}/address", {"email": "mara.new@example.org"})
    await site.mails()
    answer = await site.get(f"{mine(site)}/data.json")
    known = json.loads(answer.text)
    assert known["person"]["address"] == site.address
    assert [one["what"] for one in known["changes"]] == ["hour", "name"]
    assert known["letters"][-1]["state"] == "sent"
    assert "attachment" in answer.headers["content-disposition"]
    assert (await site.get(f"{mine(site)}/forget")).text.count("<button") == 1
    assert "You are forgotten" in (await site.post(f"{mine(site)}/forget")).text
    left = str(await site.everything())
    for trace in (site.address, site.address.partition("@")[0], "Zelda Quist", "mara.new"):
        assert trace not in left
    assert (await site.get(mine(site))).status == 404
    async with site.newsroom.reading() as tx:
        assert [reason for _, reason, _, _ in await subscribers.suppressed(tx)] == ["forgotten"]
    assert (await site.post(f"/leave/{site.token(Purpose.LEAVE)}", {"List-Unsubscribe": "One-Click"})).status == 200
