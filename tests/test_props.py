"""The stage props themselves: makers, people and the feed server do what other tests trust them to do."""

from __future__ import annotations

import inspect

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

import subscribers
from digest import model
from subscribers import Standing
from tests import makers
from tests.people import move_in
from tests.servers import serve


@pytest.mark.parametrize("name", [name for name in vars(makers) if name.startswith(("a_", "an_"))])
def test_every_maker_makes_its_noun_without_being_told_anything(name: str) -> None:
    made = getattr(makers, name)()
    noun = type(made).__name__
    assert name.partition("_")[2].replace("_", "") == noun.lower()
    assert getattr(model, noun, None) is type(made) or getattr(subscribers, noun, None) is type(made)


def test_makers_take_any_field_by_name() -> None:
    article = makers.an_article(id=5, title="Fog")
    assert (article.id, article.title, article.guid) == (5, "Fog", "hp-5")
    assert makers.a_story(title="Fog", score=2.5).article.title == "Fog"
    assert makers.an_issue(subject="Fog").items[0].summary.text == makers.LEAD


def test_the_sentences_of_a_made_summary_stand_where_they_say() -> None:
    story = makers.a_story()
    for sentence in makers.a_summary(story).sentences:
        assert getattr(story.article, sentence.part)[sentence.start : sentence.end] == sentence.text


async def test_alice_may_be_written_to_and_the_others_may_not() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as tx:
        await tx.run_sync(subscribers.metadata.create_all)
        people = await move_in(tx, 1)
        assert [one.id for one in await subscribers.recipients(tx, 1)] == [people.alice]
        assert await subscribers.standing_of(tx, 1, people.bob) is Standing.PENDING
        assert await subscribers.standing_of(tx, 1, people.charlie) is Standing.SUPPRESSED
    await engine.dispose()


async def test_the_feed_server_answers_as_told_and_counts() -> None:
    async with serve() as server, aiohttp.ClientSession() as web:
        server.put("/a", "<rss/>", headers={"ETag": '"1"'})
        server.redirect("/old", "/a")
        server.put("/flaky", status=503)
        server.then("/flaky", "well again")
        async with web.get(server.url("/old")) as answer:
            assert (answer.status, await answer.text()) == (200, "<rss/>")
        async with web.get(server.url("/a"), headers={"If-None-Match": '"1"'}) as answer:
            assert answer.status == 304
        statuses = []
        for _ in range(3):
            async with web.get(server.url("/flaky")) as answer:
                statuses.append(answer.status)
        assert statuses == [503, 200, 200]
        assert (server.count("/a"), server.count("/old"), server.last("/a").method) == (2, 1, "GET")
        async with web.get(server.url("/nowhere")) as answer:
            assert answer.status == 404


async def test_the_feed_server_can_hang_up_in_the_middle() -> None:
    async with serve() as server, aiohttp.ClientSession() as web:
        server.put("/cut", b"x" * 1000, hang_up=True)
        with pytest.raises(aiohttp.ClientError):
            async with web.get(server.url("/cut")) as answer:
                await answer.read()


def test_every_noun_of_the_issue_has_a_maker() -> None:
    nouns = {type(getattr(makers, name)()).__name__ for name in vars(makers) if name.startswith(("a_", "an_"))}
    wanted = {"Source", "Draft", "Article", "Story", "Choice", "Summary", "Issue", "Newsletter", "Recipient"}
    assert wanted <= nouns
    assert all(inspect.getdoc(getattr(model, noun, None) or getattr(subscribers, noun)) for noun in nouns)
