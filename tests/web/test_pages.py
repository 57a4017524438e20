"""The public pages: opening them changes nothing, posting does what it says, and no answer tells who is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from digest import jobs
from subscribers import Purpose, Standing
from tests.makers import NOW
from tests.sites import BASE, Site, a_site, link_to


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path) as site:
        yield site


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


async def test_opening_every_link_three_times_changes_nothing(site: Site, browser: aiohttp.ClientSession) -> None:
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    before = await site.everything()
    paths = [
        f"/leave/{site.token(Purpose.LEAVE)}",
        f"/preferences/{site.token(Purpose.PREFERENCES)}",
        f"/view/{site.token(Purpose.VIEW, person_id=0, errand_id=run.issue_id or 0)}",
    ]
    for method in ("GET", "HEAD", "OPTIONS") * 3:
        for path in paths:
            async with browser.request(method, site.base + path) as answer:
                assert answer.status == (405 if method == "OPTIONS" else 200)
                assert not answer.cookies
    assert await site.everything() == before


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
async def test_one_click_leaves_at_once_without_cookie_or_redirect(
    site: Site, browser: aiohttp.ClientSession, form: str
) -> None:
    address = f"{site.base}/leave/{site.token(Purpose.LEAVE)}"
    body: object = {"List-Unsubscribe": "One-Click"}
    if form == "multipart":
        body = aiohttp.FormData(default_to_multipart=True)
        body.add_field("List-Unsubscribe", "One-Click")
    for _ in range(2):  # a mailbox provider may post twice
        async with browser.post(address, data=body, allow_redirects=False) as answer:
            assert (answer.status, await answer.text()) == (200, "Unsubscribed.\n")
    assert await site.standing() is Standing.LEFT


async def test_the_page_shows_one_button_and_the_button_leaves(site: Site, browser: aiohttp.ClientSession) -> None:
    address = f"{site.base}/leave/{site.token(Purpose.LEAVE)}"
    async with browser.get(address) as answer:
        page = await answer.text()
    first_form = page.partition("</form>")[0]
    assert first_form.count("<button") == 1
    assert "<input" not in first_form
    assert "<script" not in page
    assert await site.standing() is Standing.ACTIVE
    async with browser.post(address) as answer:
        assert "unsubscribed" in (await answer.text()).lower()
    assert await site.standing() is Standing.LEFT


async def test_a_token_that_is_not_ours_gets_the_same_answer_and_changes_nothing(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    before = await site.everything()
    wrong = [
        site.token(Purpose.PREFERENCES),
        "nonsense",
        site.token(Purpose.LEAVE)[:-1] + ("B" if site.token(Purpose.LEAVE).endswith("A") else "A"),
        site.token(Purpose.LEAVE, person_id=5),
    ]
    for token in wrong:
        async with browser.post(f"{site.base}/leave/{token}", data={"List-Unsubscribe": "One-Click"}) as answer:
            assert (answer.status, await answer.text()) == (200, "Unsubscribed.\n")
        async with browser.get(f"{site.base}/leave/{token}") as answer:
            assert answer.status == 200
    assert await site.everything() == before


async def test_the_doctors_click_gets_the_answer_a_provider_gets_and_nobody_leaves(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    before = await site.everything()
    token = site.token(Purpose.LEAVE, person_id=0, newsletter_id=0)
    async with browser.post(f"{site.base}/leave/{token}", data={"List-Unsubscribe": "One-Click"}) as answer:
        assert answer.status == 200
    assert await site.everything() == before


async def test_a_reader_pauses_resumes_and_leaves_on_their_page(site: Site) -> None:
    path, state = f"/preferences/{site.token(Purpose.PREFERENCES)}", f"{site.newsletter.slug}_state"
    for wish, standing in (
        ("paused", Standing.PAUSED),
        ("paused", Standing.PAUSED),
        ("active", Standing.ACTIVE),
        ("left", Standing.LEFT),
        ("active", Standing.ACTIVE),
    ):
        assert (await site.post(path, {state: wish})).status == 200
        assert await site.standing() is standing
    assert (await site.post(path, {state: "explode"})).status == 200
    assert await site.standing() is Standing.ACTIVE
    for method, nowhere in (("GET", "/preferences/nonsense"), ("POST", f"/preferences/{site.token(Purpose.LEAVE)}")):
        assert (await site.ask(method, nowhere)).status == 404


async def test_an_issue_online_shows_nobodys_links(site: Site, browser: aiohttp.ClientSession) -> None:
    run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    address = f"{site.base}/view/{site.token(Purpose.VIEW, person_id=0, errand_id=run.issue_id or 0)}"
    async with browser.get(address) as answer:
        page = await answer.text()
    assert "Story number 0" in page
    assert "/leave/" not in page
    assert "/preferences/" not in page
    for token in ("nonsense", site.token(Purpose.LEAVE), site.token(Purpose.VIEW, errand_id=99)):
        async with browser.get(f"{site.base}/view/{token}") as answer:
            assert answer.status == 404


async def test_every_page_carries_the_safety_headers_and_its_language(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(f"{site.base}/nowhere", headers={"Accept-Language": "ru, en;q=0.5"}) as answer:
        page = await answer.text()
        assert answer.status == 404
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert 'lang="ru"' in page
    assert "Такой страницы нет" in page
    async with browser.get(f"{site.base}/healthz") as answer:
        assert await answer.json() == {"status": "ok"}


async def test_an_address_that_a_button_led_to_may_be_opened_again(site: Site) -> None:
    """Out of the history, or after a restart: the page stands there, its buttons work, nothing is done twice."""
    mine, leave = f"/preferences/{site.token(Purpose.PREFERENCES)}", f"/leave/{site.token(Purpose.LEAVE)}"
    before = await site.everything()
    for again, page in ((f"{mine}/undo", mine), (f"{mine}/address", mine), (f"{leave}/less", leave)):
        answer, own = await site.get(again), await site.get(page)
        assert (answer.status, answer.text.partition("<main")[2]) == (200, own.text.partition("<main")[2])
    assert await site.everything() == before
    await site.sign_up("dora@example.org")
    (mail,) = await site.mails()
    link = link_to(mail, "confirm")
    answer = await site.get(f"{link}/renew")
    assert (answer.status, f'action="{link.removeprefix(BASE)}"' in answer.text) == (200, True)


async def test_what_cannot_be_done_with_a_page_is_said_on_a_page(site: Site) -> None:
    answer = await site.post("/archive/morning")
    assert (answer.status, "<h1>" in answer.text) == (405, True)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert (await site.ask("HEAD", "/healthz")).status == 200


async def test_what_nobody_thought_of_is_a_page_too_and_tells_nothing(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise RuntimeError("a secret")

    site.app.get("/fault")(fail)
    answer = await site.get("/fault")
    assert (answer.status, "Please try again in a few minutes" in answer.text) == (500, True)
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "a secret" in caplog.text, "the log says why"
