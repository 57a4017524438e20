"""A letter's frame is in its reader's language, the newsletter's text stays as it is; each language is printed once."""

from __future__ import annotations

import asyncio
import email
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import lxml.html
import pytest

import subscribers
from digest import jobs, store
from digest.model import Newsletter, Sheet
from digest.newsroom import Newsroom
from tests.makers import NOW, a_section_plan
from tests.newsrooms import a_newsroom, add_stories, furnish

LANGUAGES = {0: "ar", 1: "de-AT", 2: "", 3: "en", 4: "ru", 5: "tlh"}
LEAVE = {0: "إلغاء الاشتراك", 1: "Abbestellen", 2: "Unsubscribe", 3: "Unsubscribe", 4: "Отписаться", 5: "Unsubscribe"}


async def choose(newsroom: Newsroom, newsletter: Newsletter, languages: Mapping[int, str]) -> None:
    async with newsroom.begin() as tx:
        people = {one.address: one.id for one in await subscribers.recipients(tx, newsletter.id)}
        for number, language in languages.items():
            person = people[f"reader{number}@d{number}.example.org"]
            await subscribers.change(tx, person, {"language": language}, how="test", now=NOW)


async def printed(newsroom: Newsroom, newsletter: Newsletter, *, days: int = 0) -> tuple[int, Sheet]:
    now = NOW + timedelta(days=days)
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
    assert run is not None
    assert run.issue_id is not None, run.reason
    async with newsroom.reading() as tx:
        return run.issue_id, await store.errands.sheet_of(tx, run.issue_id)


async def sent(newsroom: Newsroom, folder: Path, *, days: int = 0) -> dict[int, EmailMessage]:
    before = set((folder / "outbox").glob("*.eml"))
    while await jobs.dispatch(newsroom, clock=lambda: NOW + timedelta(days=days), stop=asyncio.Event()):
        pass
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=default)
        for path in set((folder / "outbox").glob("*.eml")) - before
    ]
    return {int(str(letter["To"])[len("reader")]): letter for letter in letters}  # type: ignore[misc]


def html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("html",))
    assert part is not None
    return part.get_content()


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return part.get_content()


def told(letter: EmailMessage) -> list[str]:
    tree = lxml.html.document_fromstring(html_of(letter))
    return [element.text_content() for element in tree.iter("h1", "h2", "h3")]


async def test_each_reader_is_spoken_to_in_their_language_and_told_the_same(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=6)
        await choose(newsroom, newsletter, LANGUAGES)
        _, sheet = await printed(newsroom, newsletter)
        letters = await sent(newsroom, tmp_path)
    assert [edition.language for edition in sheet.editions] == ["ar", "de", "ru"]
    assert len(sheet.variants) == 1
    assert set(letters) == set(LEAVE)
    for number, letter in letters.items():
        assert LEAVE[number] in html_of(letter)
        assert f"{LEAVE[number]}: https://news.example.org/leave/" in text_of(letter)
        assert [words for words in set(LEAVE.values()) if words in html_of(letter)] == [LEAVE[number]]
        assert '<html lang="en" dir="ltr"' in html_of(letter), "the newsletter's own text is English"
        assert told(letter) == told(letters[2])
        assert letter["Subject"] == letters[2]["Subject"]
    assert "Вторник, 24 ноября 2026" in html_of(letters[4])
    assert 'lang="ar" dir="rtl"' in html_of(letters[0])
    assert 'lang="en"' in html_of(letters[2])
    assert "lang=" not in html_of(letters[3]).partition("<body")[2].replace(' lang="en"', "")


async def test_readers_who_chose_less_get_less_in_their_own_language(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=3)
        await choose(newsroom, newsletter, {0: "ru", 1: "ru"})
        plans = (a_section_plan(sources=("city",)), a_section_plan(key="sea", title="At sea", topics=("weather",)))
        async with newsroom.begin() as tx:
            changed = await store.newsletters.put(tx, replace(newsletter, sections=plans), now=NOW)
            (first,) = [
                one for one in await subscribers.recipients(tx, newsletter.id) if one.address.startswith("reader0")
            ]
            left_out = {"picks": subscribers.picks_from({"sections": {"city"}})}
            await subscribers.change(tx, first.id, left_out, newsletter_id=newsletter.id, how="test", now=NOW)
        _, sheet = await printed(newsroom, changed)
        letters = await sent(newsroom, tmp_path)
    assert [edition.language for edition in sheet.editions] == ["ru"]
    assert set(letters) == {1, 2}, "nothing is left for who wants nothing of the only section that has stories"
    assert told(letters[1]) == told(letters[2])
    assert "Отписаться" in html_of(letters[1])


async def test_who_changes_their_language_meanwhile_gets_it_if_it_is_there_and_else_the_newsletters(
    tmp_path: Path,
) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=3)
        await choose(newsroom, newsletter, {0: "ru"})
        await printed(newsroom, newsletter)
        await choose(newsroom, newsletter, {1: "ru-RU", 2: "fr"})
        letters = await sent(newsroom, tmp_path)
        assert [LEAVE[4] in html_of(letters[number]) for number in range(3)] == [True, True, False]
        assert "Unsubscribe" in html_of(letters[2])
        async with newsroom.begin() as tx:
            (source,) = await store.sources.every(tx)
            await add_stories(tx, source.id, range(10, 14), NOW + timedelta(days=1))
        _, sheet = await printed(newsroom, newsletter, days=1)
        letters = await sent(newsroom, tmp_path, days=1)
    assert [edition.language for edition in sheet.editions] == ["fr", "ru"]
    assert "Se désabonner" in html_of(letters[2])


@pytest.mark.parametrize(("language", "words"), [("ar", "إلغاء الاشتراك"), ("it", "Unsubscribe")])
async def test_a_newsletter_in_a_language_of_its_own(tmp_path: Path, language: str, words: str) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=2, language=language)
        _, sheet = await printed(newsroom, newsletter)
        letter = (await sent(newsroom, tmp_path))[0]
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in html_of(letter)
    assert words in html_of(letter)
    assert sheet.editions == ()
    if language == "it":  # what we do not speak we say in English, and mark it as such; dates are in the newsletter's
        assert 'lang="en" dir="ltr"' in html_of(letter)
        assert "Martedì 24 novembre 2026" in html_of(letter)
