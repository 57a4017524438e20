"""L-01, L-02, L-03, L-05, S-11, S-15: one click leaves, no scanner does, and nobody is brought back by others."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

import subscribers
from digest import jobs, store
from subscribers import Keys, NotPermitted, Purpose, Standing
from tests.makers import NOW
from tests.sites import BASE, Site, a_site, link_to, links_of

PURPOSES = {
    Purpose.LEAVE: "leave",
    Purpose.PREFERENCES: "preferences",
    Purpose.CONFIRM: "confirm",
    Purpose.ADDRESS: "address",
    Purpose.UNDO: "undo",
    Purpose.VIEW: "view",
}


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path) as site:
        yield site


async def an_issue(site: Site) -> list[object]:
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
    assert run is not None
    return [*await site.mails()]


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
async def test_l_01_one_click_leaves_at_once_without_cookie_redirect_or_goodbye(site: Site, form: str) -> None:
    mail = (await an_issue(site))[0]
    address = mail["List-Unsubscribe"].strip("<>").split(">")[0]  # type: ignore[index]
    body: object = {"List-Unsubscribe": "One-Click"}
    if form == "multipart":
        body = aiohttp.FormData({"List-Unsubscribe": "One-Click"}, default_to_multipart=True)
    for _ in range(2):
        answer = await site.post(address, body() if callable(body) else body)
        assert (answer.status, answer.text) == (200, "Unsubscribed.\n")
        body = {"List-Unsubscribe": "One-Click"}
    assert len([one for one in await standings(site) if one is Standing.LEFT]) == 1
    assert await site.mails() == []
    unknown = await site.post(f"/leave/{secrets.token_urlsafe(45)}", {"List-Unsubscribe": "One-Click"})
    assert (unknown.status, unknown.text) == (200, "Unsubscribed.\n")


async def standings(site: Site) -> list[Standing]:
    async with site.newsroom.reading() as tx:
        roll = await subscribers.subscribers_of(tx, site.newsletter.id)
    return [one.standing for one in roll]


async def test_l_02_scanners_that_open_every_link_of_every_mail_and_page_change_nothing(
    site: Site, tmp_path: Path
) -> None:
    mails = await an_issue(site)
    await site.sign_up("dora@example.org")
    await site.sign_up("reader1@d1.example.org")
    mails += await site.mails()
    await site.post(f"/leave/{site.token(Purpose.LEAVE)}")
    preferences = f"/preferences/{site.token(Purpose.PREFERENCES)}"
    await site.post(f"{preferences}/address", {"email": "new@example.org"})
    mails += await site.mails()
    kinds = {link.split("/")[3] for mail in mails for link in links_of(mail)}  # type: ignore[arg-type]
    assert kinds >= {"leave", "preferences", "confirm", "address", "undo", "view"}
    own = [f"{preferences}/data.json", f"{preferences}/forget", preferences, "/sitemap.xml", "/robots.txt"]
    begin = {link for mail in mails for link in links_of(mail)} | {"/", *own}  # type: ignore[arg-type]  # the policy makes them EmailMessages
    before, on_disk = await site.everything(), (tmp_path / "digest.db").read_bytes()
    seen = await crawled(site, begin)
    assert seen >= {"/join/morning", "/link", "/archive/morning", "/archive/morning/1", "/archive/morning/feed.json"}
    assert await site.everything() == before
    assert (tmp_path / "digest.db").read_bytes() == on_disk


async def crawled(site: Site, begin: Iterable[str]) -> set[str]:
    """Follow every link of ours to its end, and ask for each address three times in each harmless way."""
    waiting, seen = {link.removeprefix(BASE) for link in begin}, set[str]()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        for method in ("GET", "HEAD", "OPTIONS") * 3:
            answer = await site.ask(method, path)
            assert answer.status == (405 if method == "OPTIONS" else 200), (method, path)
        text = (await site.get(path)).text
        found = re.findall(
            rf"""(?:href="|src="|action="|<loc>|"(?:url|feed_url)": ")({BASE}/[^"<]*|/[^"<]*)["<]""", text
        )
        waiting |= {one.removeprefix(BASE).replace("&amp;", "&") for one in found} - seen
    return seen


async def test_l_03_links_work_after_a_year_a_new_key_and_a_new_name(site: Site, tmp_path: Path) -> None:
    old = {page: site.token(purpose) for purpose, page in PURPOSES.items() if page in ("leave", "preferences")}
    keys = site.newsroom.keys
    key_file = tmp_path / "digest.key"
    line = f"{keys.current + 1} {base64.b64encode(secrets.token_bytes(32)).decode()}\n"
    key_file.write_text(key_file.read_text() + line)
    renamed = replace(site.newsletter, title="The Evening Tide")
    async with site.newsroom.begin() as tx:
        await store.newsletters.put(tx, renamed, now=NOW)
    async with a_site(tmp_path, known=renamed) as later:
        later.clock.turn(days=400)
        assert later.newsroom.keys.current == keys.current + 1
        page = await later.get(f"/preferences/{old['preferences']}")
        assert "The Evening Tide" in page.text
        await later.post(f"/leave/{old['leave']}")
        assert await later.standing(site.person_id) is Standing.LEFT


async def test_l_05_nobody_who_left_or_is_suppressed_is_brought_back_but_by_their_own_hand(site: Site) -> None:
    address, now, keys = site.address, site.clock.now, site.newsroom.keys
    async with site.newsroom.begin() as tx:
        await subscribers.suppress(tx, address.upper(), reason="complaint", keys=keys, now=now)
    await site.sign_up(address)
    assert await site.standing() is Standing.SUPPRESSED, "a stranger's form moves nobody"
    async with site.newsroom.begin() as tx:
        with pytest.raises(NotPermitted):
            await subscribers.join(
                tx,
                address,
                site.newsletter.id,
                consent=subscribers.Consent(how="admin"),
                keys=keys,
                now=now,
                confirmed=True,
            )
    preferences = f"/preferences/{site.token(Purpose.PREFERENCES)}"
    await site.post(preferences, {"morning_state": "active"})
    assert await site.standing() is Standing.SUPPRESSED, "nor does a link in an old mail that was passed on"
    (confirm,) = await site.mails()
    await site.post(link_to(confirm, "confirm"))
    assert await site.standing() is Standing.ACTIVE


async def test_s_11_a_token_for_one_purpose_is_worth_nothing_for_another(site: Site) -> None:
    before = await site.everything()
    for purpose in PURPOSES:
        for other, page in PURPOSES.items():
            if other is purpose or page in ("leave", "view"):
                continue
            for method in ("GET", "POST"):
                assert (await site.ask(method, f"/{page}/{site.token(purpose)}")).status in (404, 410)
        if purpose is not Purpose.LEAVE:
            await site.post(f"/leave/{site.token(purpose)}", {"List-Unsubscribe": "One-Click"})
    assert await site.everything() == before


def test_s_11_no_forged_token_of_many_is_accepted() -> None:
    keys = Keys(1, {1: secrets.token_bytes(32)})
    good = subscribers.sign(Purpose.LEAVE, person_id=1, newsletter_id=1, keys=keys, now=NOW)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    flipped = [
        good[:place] + letter + good[place + 1 :]
        for place in range(len(good))
        for letter in alphabet
        if letter != good[place]
    ]
    for token in [*flipped, *(secrets.token_urlsafe(45) for _ in range(20_000))]:
        with pytest.raises(subscribers.TokenError):
            subscribers.read(token, Purpose.LEAVE, keys=keys, now=NOW)


async def test_s_11_no_link_names_an_address_and_no_page_of_a_token_is_found_or_passed_on(site: Site) -> None:
    for mail in await an_issue(site):
        assert not any("@" in link or "example.org" in link.partition("org/")[2] for link in links_of(mail))  # type: ignore[arg-type]
    for purpose in (Purpose.LEAVE, Purpose.PREFERENCES):
        headers = (await site.get(f"/{PURPOSES[purpose]}/{site.token(purpose)}")).headers
        assert (headers["referrer-policy"], headers["x-robots-tag"]) == ("no-referrer", "noindex")
        assert headers["cache-control"] == "no-store"


async def test_s_15_a_form_on_another_site_changes_nothing(site: Site) -> None:
    before = await site.everything()
    preferences = f"/preferences/{site.token(Purpose.PREFERENCES)}"
    paths = [preferences, f"{preferences}/undo", f"{preferences}/forget", f"{preferences}/address"]
    paths += [f"/leave/{site.token(Purpose.LEAVE)}/less", f"/undo/{site.token(Purpose.UNDO)}"]
    for path in paths:
        for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}):
            assert (await site.post(path, {"morning_state": "left", "less": "month"}, **headers)).status == 403
        overridden = await site.get(f"{path}?_method=POST", X_HTTP_Method_Override="POST")
        assert overridden.status in (200, 404, 405)
    assert await site.everything() == before


async def test_less_not_leave(site: Site) -> None:
    path = f"/leave/{site.token(Purpose.LEAVE)}"
    assert "Nothing for a month" in (await site.get(path)).text
    assert (await site.post(f"{path}/less", {"less": "month"})).status == 200
    assert (await site.post(f"{path}/less", {"less": "everything"})).status == 422
    async with site.newsroom.reading() as tx:
        found = await subscribers.preferences(tx, site.person_id)
    assert found is not None
    chosen = found.choices[site.newsletter.id]
    assert (chosen.standing, chosen.snoozed_until and (chosen.snoozed_until - site.clock.now).days) == (
        Standing.ACTIVE,
        30,
    )


async def test_whoever_leaves_by_the_page_gets_a_goodbye_that_takes_it_back_for_30_days(site: Site) -> None:
    await site.post(f"/leave/{site.token(Purpose.LEAVE)}")
    (goodbye,) = await site.mails()
    assert goodbye["List-Unsubscribe"] is None
    undo = link_to(goodbye, "undo")
    assert (await site.get(undo)).text.count("<button") == 1
    assert await site.standing() is Standing.LEFT
    assert (await site.post(undo)).status == 200
    assert await site.standing() is Standing.ACTIVE
    await site.post(f"/leave/{site.token(Purpose.LEAVE)}")
    (goodbye,) = await site.mails()
    site.clock.turn(days=31)
    assert (await site.post(link_to(goodbye, "undo"))).status == 404
    assert await site.standing() is Standing.LEFT
