"""What would have been: each issue sees what there was by then, and tells nothing that the ones before it told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from digest import jobs, store
from digest.jobs.backtest import MOST, moments
from digest.model import Newsletter, Taste
from digest.newsroom import Newsroom
from digest.store.tables import articles
from tests.chat_servers import serve_chat
from tests.makers import NOW, a_cadence, a_draft, a_newsletter, a_source
from tests.newsrooms import a_newsroom, furnish

DAY = timedelta(days=1)
DAILY = a_newsletter(id=0, made=None, sections=(), cadences=(a_cadence(rule="daily 07:30", zone="UTC"),))
BRIDGE = (
    "The old bridge over the Larkmoor river at Felling collapsed on Tuesday after days of heavy rain. Two lorries "
    "fell into the water; both drivers were rescued by a fishing boat. Engineer Brandt had warned the county in March."
)
WORDS = ("quay", "gate", "storm", "ferry", "light", "harbour", "master", "fog", "tide", "rope")


async def tried(folder: Path, newsletter: Newsletter, days: int = 5) -> list[list[int]]:
    """The stories of each issue, by the number in their titles; an article a day, the bridge on days 2 and 3."""
    async with a_newsroom(folder) as newsroom:
        async with newsroom.begin() as tx:
            kept = await store.newsletters.put(tx, newsletter, now=NOW)
            for n in range(1, 7):
                source = await store.sources.add(
                    tx, a_source(id=0, slug=f"s{n}", title=f"Paper {n}", url=f"https://s{n}.example/rss"), now=NOW
                )
                words = " ".join(f"{word}{n}" for word in WORDS)
                text = f"{BRIDGE} {words}" if n in (2, 3) else words * 3
                draft = a_draft(guid=str(n), url=f"https://s{n}.example/{n}", title=f"{n}", text=text, lead="")
                made = NOW - timedelta(days=6 - n, hours=2)
                await store.articles.keep(tx, source.id, [replace(draft, published=made)], now=NOW)
        found = [one async for one in jobs.try_out(newsroom, kept, days=days, now=NOW)]
        async with newsroom.reading() as tx:
            assert await store.issues.next_number(tx, kept.id) == 1, "nothing was stored"
    return [[int(story.article.title) for story in one.proof.choice.stories] for one in found]


async def test_each_issue_tells_what_was_new_by_then_and_an_event_once(tmp_path: Path) -> None:
    assert await tried(tmp_path, DAILY) == [[2, 1], [], [4], [5], [6]]


async def test_rules_of_the_newsletter_hold_in_what_would_have_been(tmp_path: Path) -> None:
    assert await tried(tmp_path, replace(DAILY, taste=Taste(minimum=2, max_age=DAY))) == [[], [], [], [], []]


def test_the_newest_moments_are_tried_where_there_are_too_many() -> None:
    hourly = a_newsletter(
        cadences=(a_cadence(rule="hourly", zone="UTC"), a_cadence(key="w", rule="daily 07:30", zone="UTC"))
    )
    found = moments(hourly, NOW - 30 * DAY, NOW)
    assert len(found) == MOST
    assert found[-1][1] == NOW
    assert {key for key, _ in moments(hourly, NOW - 3 * DAY, NOW, "w")} == {"w"}


def test_what_is_sent_by_hand_is_tried_once_a_day() -> None:
    found = moments(a_newsletter(cadences=()), NOW - 3 * DAY, NOW)
    assert found == [("hand", NOW - n * DAY) for n in (2, 1, 0)]


async def titles(newsroom: Newsroom, newsletter: Newsletter) -> list[list[str]]:
    found = [one async for one in jobs.try_out(newsroom, newsletter, days=4, now=NOW)]
    return [[story.article.title for story in one.proof.choice.stories] for one in found]


async def test_pins_count_from_when_they_were_made_and_what_may_not_be_printed_is_not_there(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom, newsroom.begin() as tx:
        kept = await store.newsletters.put(tx, DAILY, now=NOW)
        source = await store.sources.add(tx, a_source(id=0), now=NOW)
        kinds = [("Old", 60, False), ("Flood", 2, True), ("Gone", 2, False), ("New", 1, False)]
        for n, (title, age, held) in enumerate(kinds):
            draft = a_draft(guid=str(n), url=f"https://a.example/{n}", title=title, lead="", text=f"{title} it is.")
            await store.articles.keep(tx, source.id, [replace(draft, published=NOW - age * DAY)], now=NOW, held=held)
        ids = {one.title: one.id for one in await store.articles.by_id(tx, range(1, 9))}
        await store.pins.pin(tx, kept.id, ids["Old"], now=NOW - 2 * DAY)
        await tx.execute(update(articles).where(articles.c.title == "Gone").values(removed="404"))
    async with a_newsroom(tmp_path) as newsroom:
        assert await titles(newsroom, kept) == [[], ["Old"], ["New"], []]


async def test_no_model_is_asked_for_what_is_only_tried(tmp_path: Path) -> None:
    async with serve_chat() as server:
        llm = f'[llm]\nurl = "{server.url}"\nmodel = "small"'
        async with a_newsroom(tmp_path, more=llm) as newsroom:
            kept = await furnish(newsroom, cadences=DAILY.cadences, now=NOW - timedelta(hours=12))
            assert any(await titles(newsroom, kept))
        assert server.asked == []
