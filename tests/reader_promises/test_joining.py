"""L-04, S-10, S-12, S-13, S-22: whoever signs up is asked first, strangers can flood nobody, and learn nothing."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import subscribers
from digest import jobs, store
from digest.doctor import examine
from digest.model import PublicFace
from subscribers import Purpose, Standing
from tests.sites import BASE, Answer, Site, a_site, link_to, links_of

DORA = "dora@example.org"
PROXY = '[web]\ntrusted_proxies = ["127.0.0.1"]\n'


@pytest.fixture
async def either(tmp_path: Path, database_url: str) -> AsyncIterator[Site]:
    """On both databases."""
    async with a_site(tmp_path, more=PROXY, database=database_url) as site:
        yield site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path, more=PROXY) as site:
        yield site


async def test_l_04_a_reader_confirms_by_a_button_and_is_welcomed(either: Site) -> None:
    site = either
    answer = await site.sign_up(DORA, language="de", zone="Europe/Vienna", hour="7")
    assert answer.status == 200
    (confirm,) = await site.mails()
    assert (confirm["To"], confirm["List-Unsubscribe"], confirm["Auto-Submitted"]) == (DORA, None, "auto-generated")
    assert "The Morning Tide" in confirm["Subject"]
    assert "Story number" not in confirm.as_string(), "no feed content before they agreed"
    link = link_to(confirm, "confirm")
    dora = await site.find(DORA)
    assert dora is not None
    assert (await site.get(link)).text.count("<button") == 1
    assert await site.standing(dora.id) is Standing.PENDING
    for _ in range(2):
        assert "Sie haben abonniert" in (await site.post(link)).text
    assert await site.standing(dora.id) is Standing.ACTIVE
    (welcome,) = await site.mails()
    assert welcome["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Willkommen" in welcome["Subject"]
    async with site.newsroom.reading() as tx:
        history = await subscribers.history(tx, dora.id)
        (found,) = await subscribers.recipients(tx, site.newsletter.id, after=dora.id - 1)
    assert [event for _, _, event, _ in history] == ["join", "confirm"]
    assert history[0][3].client == history[1][3].client == "127.0.0.0/24"
    assert "stimmen Sie zu" in history[1][3].wording
    assert (found.zone, found.hour) == ("Europe/Vienna", 7)


async def test_l_04_a_link_is_good_for_72_hours_may_be_renewed_and_is_reminded_of_once(site: Site) -> None:
    await site.sign_up(DORA)
    (first,) = await site.mails()
    site.clock.turn(hours=23)
    assert await site.mails() == []
    site.clock.turn(hours=2)
    (reminder,) = await site.mails()
    assert "Still interested" in reminder["Subject"]
    site.clock.turn(hours=49)
    old = link_to(first, "confirm")
    page = await site.get(old)
    assert (page.status, page.text.count("<button")) == (410, 1)
    assert (await site.post(old)).status == 410
    dora = await site.find(DORA)
    assert dora is not None
    assert await site.standing(dora.id) is Standing.PENDING
    assert (await site.post(f"{old}/renew")).status == 200
    assert (await site.post(f"{old}/renew")).status == 200, "the second time nothing is sent, and nobody is told"
    (renewed,) = await site.mails()
    assert (await site.post(link_to(renewed, "confirm"))).status == 200
    assert await site.standing(dora.id) is Standing.ACTIVE


async def test_l_04_an_old_link_brings_nobody_back_who_left_since(site: Site) -> None:
    await site.sign_up(DORA)
    (mail,) = await site.mails()
    await site.post(link_to(mail, "confirm"))
    (welcome,) = await site.mails()
    await site.post(link_to(welcome, "leave"))
    assert (await site.post(link_to(mail, "confirm"))).status == 410
    dora = await site.find(DORA)
    assert dora is not None
    assert await site.standing(dora.id) is Standing.LEFT


async def test_l_04_what_is_never_confirmed_is_forgotten(either: Site) -> None:
    site = either
    await site.sign_up(DORA)
    (mail,) = await site.mails()
    site.clock.turn(hours=25)
    assert len(await site.mails()) == 1
    site.clock.turn(days=8)
    assert await site.mails() == []
    assert await jobs.tidy(site.newsroom, now=site.clock.now) == 1
    assert DORA not in str(await site.everything())
    assert (await site.post(link_to(mail, "confirm"))).status == 410


async def test_s_12_five_victims_get_five_mails_whoever_asks_how_often(site: Site) -> None:
    page = await site.get("/join/morning")
    assert 'name="stamp"' in page.text

    async def post(number: int) -> int:
        fields = {"email": f"Victim{number % 5}@example.org", "stamp": stamp_of(site)}
        network = f"10.{number % 50}.{number % 7}.{number % 200}"
        return (await site.post("/join/morning", fields, X_Forwarded_For=network)).status

    for first in range(0, 200, 50):
        answers = await asyncio.gather(*(post(number) for number in range(first, first + 50)))
        assert set(answers) <= {200}
    assert len(await site.mails()) == 5
    site.clock.turn(hours=25)
    assert len(await site.mails()) == 5, "one reminder each"
    for _ in range(4):
        site.clock.turn(hours=25)
        await asyncio.gather(*(post(number) for number in range(5)))
        await site.mails()
    assert len(list(site.outbox.glob("*.eml"))) == 15, "three in all, until somebody confirms"


async def test_s_12_a_network_that_asks_too_often_is_told_so_and_a_forged_hop_does_not_help(site: Site) -> None:
    answers = []
    for number in range(22):
        site.clock.turn(seconds=1)
        forged = f"198.51.100.{number}, 203.0.113.{number}"
        fields = {"email": f"reader{number}@d{number}.example", "stamp": stamp_of(site)}
        answers.append(await site.post("/join/morning", fields, X_Forwarded_For=forged))
    assert [one.status for one in answers] == [200] * 20 + [429] * 2
    assert [one.headers.get("retry-after") for one in answers[-3:]] == [None, "3580", "3579"], "an hour from the first"
    assert "Too many requests came from your network." in answers[-1].text
    site.clock.turn(seconds=3579)
    fields = {"email": "late@example.org", "stamp": stamp_of(site)}
    assert (await site.post("/join/morning", fields, X_Forwarded_For="203.0.113.9")).status == 200


async def test_whoever_comes_in_a_crowd_is_heard_or_told_to_come_back(tmp_path: Path, database_url: str) -> None:
    few = PROXY + '[join]\nper_domain = "3 per hour"\nin_all = "5 per hour"\n'
    async with a_site(tmp_path, more=few, database=database_url) as site:

        async def knock(address: str, number: int, path: str = "/join/morning") -> Answer:
            fields = {"email": address, "stamp": stamp_of(site)}
            return await site.post(path, fields, X_Forwarded_For=f"203.0.{number}.9")

        crowd = [await knock(f"reader{number}@example.org", number) for number in range(5)]
        assert [one.status for one in crowd] == [200] * 3 + [429] * 2
        assert "More people are asking just now than we may write to. Nothing was noted down" in crowd[-1].text
        assert crowd[-1].headers["retry-after"] == "3600"
        others = [await knock(f"reader@d{number}.example", 100 + number, "/link") for number in range(3)]
        assert [one.status for one in others] == [200, 200, 429], "and whoever it is, in all no more than five"
        assert (await knock("reader0@example.org", 200)).status == 429, "the same answer to who is known"
        assert len(await site.mails()) == 3, (
            "who was told that a mail is coming got one, and a link is for readers only"
        )
        async with site.newsroom.reading() as tx:
            assert await store.crowds.sent_away(tx, now=site.clock.now) == {"join.in_all": 2, "join.per_domain": 2}
        findings = await examine(lambda: site.newsroom.settings, now=site.clock.now, offline=True)
        (words,) = [one.words for one in findings if one.about == "requests"]
        assert "2 times by join.in_all and 2 times by join.per_domain" in words
        site.clock.turn(hours=1)
        assert (await knock("reader4@example.org", 4)).status == 200


def stamp_of(site: Site, **age: float) -> str:
    moment = site.clock.now - timedelta(**(age or {"seconds": 20}))
    return subscribers.sign(
        Purpose.FORM,
        person_id=0,
        newsletter_id=0,
        errand_id=int(moment.timestamp()),
        keys=site.newsroom.keys,
        now=moment,
    )


@pytest.mark.parametrize("age", [{"seconds": 0}, {"days": 2}, {"days": -1}])
async def test_s_12_a_form_without_a_good_time_asks_for_one_more_click(site: Site, age: dict[str, float]) -> None:
    answer = await site.post("/join/morning", {"email": DORA, "stamp": stamp_of(site, **age), "rhythm": "daily"})
    assert "press the button once more" in answer.text
    assert await site.mails() == []
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
    site.clock.turn(seconds=2)
    assert "Look into your inbox" in (await site.post("/join/morning", fields)).text
    assert len(await site.mails()) == 1


async def test_s_12_a_program_that_fills_in_every_field_is_thanked_and_ignored(site: Site) -> None:
    answer = await site.sign_up(DORA, homepage="https://spam.example/")
    assert "Look into your inbox" in answer.text
    assert await site.mails() == []


async def test_s_13_the_answer_is_the_same_for_whoever_is_here_and_who_is_not(site: Site) -> None:
    async with site.newsroom.begin() as tx:
        await subscribers.suppress(
            tx, "gone@example.org", reason="complaint", keys=site.newsroom.keys, now=site.clock.now
        )
    for path in ("/join/morning", "/link"):
        answers = [
            await site.sign_up(f"{who}@{where}.example.org", path)
            for who, where in (("reader0", "d0"), ("nobody", "d0"), ("gone", "d1"))
        ]
        assert len({(one.status, re.sub(r'nonce="[^"]+"', "", one.text)) for one in answers}) == 1


async def test_s_13_the_answer_takes_the_same_time(site: Site) -> None:
    took: dict[str, list[float]] = {"reader0@d0.example.org": [], "nobody@d0.example.org": []}
    for number in range(20):
        for address, times in took.items():
            fields = {"email": address, "stamp": stamp_of(site)}
            begun = time.perf_counter()
            await site.post("/link", fields, X_Forwarded_For=f"10.0.{number}.1")
            times.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(times) for times in took.values())
    assert min(min(times) for times in took.values()) >= 0.05
    assert abs(known - unknown) < 0.03


async def test_s_22_no_host_that_a_request_names_comes_into_a_mail_or_page(site: Site) -> None:
    await site.post(
        "/join/morning",
        {"email": DORA, "stamp": stamp_of(site)},
        Host="evil.example",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="gopher",
    )
    (mail,) = await site.mails()
    assert "evil.example" not in mail.as_string()
    assert all(link.startswith(BASE) for link in links_of(mail))
    page = await site.get("/join/morning", Host="evil.example", X_Forwarded_Host="evil.example")
    assert "evil.example" not in page.text


async def test_s_10_what_is_closed_cannot_be_joined_by_guessing_its_name(tmp_path: Path) -> None:
    async with a_site(tmp_path, public=PublicFace(joinable=False, archived=False)) as site:
        for path in ("/join/morning", "/archive/morning", "/archive/morning/1", "/archive/morning/feed.atom"):
            assert (await site.get(path)).status == 404
        fields = {"email": DORA, "stamp": stamp_of(site), "newsletter": "morning"}
        assert (await site.post("/join/morning", fields)).status == 404
        await site.post("/join", fields)
        assert await site.mails() == []
        assert await site.find(DORA) is None


async def test_s_08_nothing_that_is_typed_into_a_form_breaks_a_line_of_a_mail(site: Site) -> None:
    for address in ("a@example.org\r\nBcc: b@example.org", "a@example.org\0", "a b@example.org", "ü\u2028@example.org"):
        answer = await site.sign_up(address)
        assert answer.status == 422
    preferences = f"/preferences/{site.token(Purpose.PREFERENCES)}"
    answer = await site.post(preferences, {"name": "Eve\r\nBcc: b@example.org\u2028x"})
    assert answer.status == 422 or "Eve Bcc: b@example.org x" in answer.text
    await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
    mails = await site.mails()
    assert mails
    assert all(mail["Bcc"] is None for mail in mails)
