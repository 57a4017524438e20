"""Every page and mail in another language: nothing stays English, nothing runs over, all of it runs the right way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest import jobs
from digest.model import MailKind
from digest.phrases import Speech
from subscribers import Purpose
from tests.faces import DORA, ITS_OWN, LATIN, a_whole_site, english_left, in_a_browser, mail_in, pages_in
from tests.makers import NOW

# Whose direction differs from the page's, and what stands outside of a phone's screen.
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    return !one.closest(".trap, .skip") && box.width && (box.right > innerWidth + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 120))"""


async def test_no_page_keeps_an_english_word_in_arabic_and_all_are_said_to_be_arabic(tmp_path: Path) -> None:
    async with a_whole_site(tmp_path, "ar") as site:
        pages = await pages_in(site, "ar")
    left = {name: words for name, html in pages.items() if (words := english_left(html))}
    assert left == {}
    assert {re.findall(r'<html lang="(\w+)" dir="(\w+)"', html)[0] for html in pages.values()} == {("ar", "rtl")}


@pytest.mark.parametrize("language", ["ru", "ar"])
@pytest.mark.parametrize("kind", MailKind)
def test_no_small_mail_keeps_an_english_word(kind: MailKind, language: str) -> None:
    mail = mail_in(kind, language)
    html, text = (mail.get_body((part,)) for part in ("html", "plain"))
    assert html is not None
    assert text is not None
    assert english_left(html.get_content()) == []
    assert LATIN.findall(ITS_OWN.sub("", " ".join(text.get_content().split()))) == []
    assert not LATIN.search(ITS_OWN.sub("", mail["Subject"]))


def test_the_search_for_english_finds_it() -> None:
    assert english_left('<p>Подписаться</p><img alt="Picture: Fog">') == ["Picture: Fog"]
    assert english_left("<p>Отписаться <a>Unsubscribe</a> now</p>") == ["Unsubscribe", "now"]


@pytest.mark.parametrize("language", ["ar", "de", "ru"])
async def test_nothing_stands_outside_of_a_phone_and_arabic_runs_from_the_right(tmp_path: Path, language: str) -> None:
    async with a_whole_site(tmp_path, language) as site:
        shown = await pages_in(site, language)
    for kind in MailKind:
        html = mail_in(kind, language).get_body(("html",))
        assert html is not None
        shown[f"mail: {kind}"] = html.get_content()
    async with in_a_browser(390) as page:
        for name, html in shown.items():
            await page.set_content(html)
            assert await page.evaluate(OUTSIDE) == [], name
            assert await page.evaluate("document.documentElement.scrollWidth") <= 390, name
            (direction, align) = await page.evaluate(
                "(one => [one.direction, one.textAlign])(getComputedStyle(document.querySelector('h1')))"
            )
            assert direction == Speech(language).direction, name
            assert align in ("start", "right" if direction == "rtl" else "left"), name


@pytest.mark.parametrize(
    ("asks", "chosen", "speaks"),
    [
        ("fr-CH, de;q=0.9", "", "fr"),  # whoever is not known is spoken to as their browser asks
        ("de;q=0.5, es;q=0.8", "", "es"),
        ("de;q=0, ru", "", "ru"),
        ("tlh", "", "en"),  # the newsletter's
        ("fr", "ar", "ar"),  # whoever chose, as they chose
    ],
)
async def test_a_page_is_in_the_readers_language(tmp_path: Path, asks: str, chosen: str, speaks: str) -> None:
    async with a_whole_site(tmp_path, chosen or "en") as site:
        join = await site.post("/join/morning", {"email": "x", "language": chosen}, Accept_Language=asks)
        own = await site.get("/leave/" + site.token(Purpose.LEAVE), Accept_Language=asks)
    assert f'<html lang="{speaks}"' in join.text
    assert join.headers["content-language"] == speaks
    assert join.headers["vary"] == "Accept-Language"
    assert f'<html lang="{chosen or "en"}"' in own.text


async def test_an_issue_online_is_framed_in_the_readers_language_where_readers_chose_it(tmp_path: Path) -> None:
    async with a_whole_site(tmp_path, "ar") as site:
        run = await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        view = f"/view/{site.token(Purpose.VIEW, person_id=0, errand_id=run.issue_id or 0)}"
        shown = {
            (path, asks): await site.get(path, Accept_Language=asks)
            for path in (view, "/archive/morning/1")
            for asks in ("ar-EG, en", "en, ar", "fr", "")
        }
    for (_, asks), answer in shown.items():
        assert ("العدد 1" in answer.text) is asks.startswith("ar")
        assert ("Issue 1" in answer.text) is not asks.startswith("ar")
        assert "Story number 0" in answer.text
        assert answer.headers["vary"] == "Accept-Language"
        assert '<html lang="en" dir="ltr"' in answer.text


async def test_a_reader_who_chose_none_is_spoken_to_as_the_newsletter_speaks(tmp_path: Path) -> None:
    async with a_whole_site(tmp_path, "") as site:
        own = await site.get(f"/leave/{site.token(Purpose.LEAVE)}", Accept_Language="fr")
        page = await site.get(f"/preferences/{site.token(Purpose.PREFERENCES)}", Accept_Language="fr")
    assert {'<html lang="en"' in answer.text for answer in (own, page)} == {True}


@pytest.mark.parametrize(
    ("fields", "asks", "language", "subject"),
    [
        ({}, "fr-CA, en", "fr", "Veuillez confirmer"),  # another site's form asks for no language
        (
            {"language": ""},
            "fr",
            "",
            "Please confirm",
        ),  # ours offers the browser's; whoever chose the newsletter's has it
        ({"language": "ru"}, "fr", "ru", "Подтвердите подписку"),
        ({}, "en-GB", "", "Please confirm"),  # the newsletter's own
    ],
)
async def test_signing_up_takes_the_browsers_language_over(
    tmp_path: Path, fields: dict[str, str], asks: str, language: str, subject: str
) -> None:
    async with a_whole_site(tmp_path, "en") as site:
        page = await site.get("/join/morning", Accept_Language=asks)
        offered = re.search(r'<select id="language".*?</select>', page.text, re.DOTALL)
        assert offered is not None
        chosen = re.findall(r'value="(\w*)" selected', offered[0])
        assert chosen == [asks[:2] if asks[:2] != "en" else ""]
        stamp = re.search(r'name="stamp" value="([^"]+)"', page.text)
        assert stamp is not None
        site.clock.turn(seconds=20)
        await site.post("/join/morning", {"email": DORA, "stamp": stamp[1], **fields}, Accept_Language=asks)
        (mail,) = await site.mails()
        dora = await site.find(DORA)
    assert mail["Subject"].startswith(subject)
    assert dora is not None
    assert dora.language == language
