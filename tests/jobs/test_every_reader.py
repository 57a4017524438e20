"""Every reader their own digest: what they left out, what they got before, and when they want it."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

import subscribers
from digest import jobs, store
from digest.engine import Vigil
from digest.model import Cadence, SectionPlan, VerdictKind
from digest.store.tables import articles
from subscribers.tables import memberships
from tests.jobs.own_digests import DAY, a_reader, mailbox, new_stories, send, stories_of
from tests.jobs.sends import DOUBT, FULL, carry
from tests.makers import NOW, a_newsletter, a_source
from tests.newsrooms import a_newsroom, add_stories, furnish

DAILY = Cadence(key="daily", rule="daily 07:30", zone="UTC")
WEEKLY = Cadence(key="weekly", rule="saturdays 07:30", zone="UTC")
SECTIONS = (SectionPlan(key="sport", title="Sport", topics=("sport",)), SectionPlan(key="rest", title="Rest"))


async def test_each_letter_holds_what_its_reader_chose(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(
            newsroom, readers=0, stories=3, subject="{{ stories[0].title }}", preheader="{{ stories | length }} stories"
        )
        async with newsroom.begin() as tx:
            newsletter = await store.newsletters.put(tx, replace(newsletter, sections=SECTIONS), now=NOW)
            source = a_source(id=0, slug="games", url="https://games.example.org/", topics=("Sport",))
            games = await store.sources.add(tx, source, now=NOW)
            await add_stories(tx, games.id, range(10, 12), NOW)
        left_out = subscribers.picks_from
        await a_reader(newsroom, newsletter, "all")
        await a_reader(newsroom, newsletter, "calm", picks=left_out({"sections": ["sport"]}))
        await a_reader(newsroom, newsletter, "bored", picks=left_out({"topics": ["sport"]}))
        await a_reader(newsroom, newsletter, "fan", picks=left_out({"sections": ["rest"]}))
        await a_reader(newsroom, newsletter, "deaf", picks=left_out({"sources": [str(games.id)]}))
        await a_reader(newsroom, newsletter, "nobody", picks=left_out({"sections": ["sport", "rest"]}))
        run = await send(newsroom, newsletter, NOW)
        assert run.counts == {"readers": 5, "nothing": 1, "variants": 3}
        assert "nothing was left for 1 reader" in run.reason
        assert mailbox(tmp_path) == {
            "all": [("Story number 10", [10, 11, 0, 1, 2])],
            "calm": [("Story number 0", [0, 1, 2])],
            "bored": [("Story number 0", [0, 1, 2])],
            "fan": [("Story number 10", [10, 11])],
            "deaf": [("Story number 0", [0, 1, 2])],
        }


async def test_who_joined_late_gets_what_is_not_too_old_and_nobody_else_gets_it_again(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        await a_reader(newsroom, newsletter, "early")
        await send(newsroom, newsletter, NOW)
        await a_reader(newsroom, newsletter, "late", now=NOW + DAY)
        await new_stories(newsroom, range(2, 4), NOW + DAY)
        run = await send(newsroom, newsletter, NOW + DAY)
        assert run.counts["variants"] == 2
        assert mailbox(tmp_path)["late"][0][1] == [2, 3, 0, 1]
        assert stories_of(tmp_path) == {"early": [0, 1, 2, 3], "late": [0, 1, 2, 3]}
        await a_reader(newsroom, newsletter, "too-late", now=NOW + 8 * DAY)
        await new_stories(newsroom, range(4, 5), NOW + 8 * DAY)
        await send(newsroom, newsletter, NOW + 8 * DAY)
        assert stories_of(tmp_path)["too-late"] == [4], "what is older than max_age is not owed"


async def test_what_its_publisher_took_back_is_not_told_to_who_joined_late(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        await a_reader(newsroom, newsletter, "early")
        await send(newsroom, newsletter, NOW)
        async with newsroom.begin() as tx:
            await tx.execute(update(articles).where(articles.c.guid == "story-1").values(removed="its page is gone"))
        await a_reader(newsroom, newsletter, "late", now=NOW + DAY)
        await new_stories(newsroom, range(2, 3), NOW + DAY)
        await send(newsroom, newsletter, NOW + DAY)
        assert stories_of(tmp_path) == {"early": [0, 1, 2], "late": [0, 2]}


async def test_who_does_not_want_to_catch_up_need_not(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2, catch_up=False)
        await a_reader(newsroom, newsletter, "early")
        await send(newsroom, newsletter, NOW)
        await a_reader(newsroom, newsletter, "late", now=NOW + DAY)
        await new_stories(newsroom, range(2, 4), NOW + DAY)
        await send(newsroom, newsletter, NOW + DAY)
        assert stories_of(tmp_path) == {"early": [0, 1, 2, 3], "late": [2, 3]}


async def test_who_was_away_gets_nothing_meanwhile_and_what_they_missed_afterwards(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        await a_reader(newsroom, newsletter, "here")
        await a_reader(newsroom, newsletter, "away", snoozed_until=NOW + timedelta(hours=30))
        await send(newsroom, newsletter, NOW)
        assert set(mailbox(tmp_path)) == {"here"}
        for days in (1, 2):
            await new_stories(newsroom, range(days + 1, days + 2), NOW + days * DAY)
            await send(newsroom, newsletter, NOW + days * DAY)
        assert stories_of(tmp_path) == {"here": [0, 1, 2, 3], "away": [0, 1, 2, 3]}
        assert len(mailbox(tmp_path)["away"]) == 1


@pytest.mark.parametrize(("verdict", "again"), [(FULL, True), (DOUBT, False)])
async def test_what_was_not_accepted_is_owed_still_and_what_may_have_been_is_not(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    verdict: Any,
    again: bool,  # noqa: FBT001 - pytest's way
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        await a_reader(newsroom, newsletter, "lucky")
        await a_reader(newsroom, newsletter, "unlucky")
        hand_over = type(newsroom.relays[0]).hand_over

        async def refuse_one(relay: Any, letter: Any, *, before_data: Any = None) -> Any:
            if letter.envelope_to.startswith("unlucky"):
                if verdict.kind is VerdictKind.IN_DOUBT and before_data is not None:
                    await before_data()
                return verdict
            return await hand_over(relay, letter, before_data=before_data)

        with monkeypatch.context() as patch:
            patch.setattr(type(newsroom.relays[0]), "hand_over", refuse_one)
            await send(newsroom, newsletter, NOW)
        await new_stories(newsroom, range(2, 4), NOW + DAY)
        await send(newsroom, newsletter, NOW + DAY)
        assert stories_of(tmp_path) == {"lucky": [0, 1, 2, 3], "unlucky": [0, 1, 2, 3] if again else [2, 3]}


async def test_readers_of_one_rhythm_of_the_other_and_of_both(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2, cadences=(DAILY, WEEKLY))
        await a_reader(newsroom, newsletter, "daily", cadence="daily")
        await a_reader(newsroom, newsletter, "weekly", cadence="weekly")
        await a_reader(newsroom, newsletter, "both")
        changes = await a_reader(newsroom, newsletter, "changes", cadence="weekly")
        await send(newsroom, newsletter, NOW, "daily")
        async with newsroom.begin() as tx:
            await tx.execute(update(memberships).where(memberships.c.person_id == changes).values(cadence="daily"))
        await new_stories(newsroom, range(2, 4), NOW + DAY)
        await send(newsroom, newsletter, NOW + DAY, "daily")
        await new_stories(newsroom, range(4, 5), NOW + 2 * DAY)
        await send(newsroom, newsletter, NOW + 2 * DAY, "weekly")
        assert stories_of(tmp_path) == {
            "daily": [0, 1, 2, 3],
            "weekly": [0, 1, 2, 3, 4],
            "both": [0, 1, 2, 3, 4],
            "changes": [0, 1, 2, 3],
        }
        await send(newsroom, newsletter, NOW + 3 * DAY, "daily")
        assert {name: told for name, told in stories_of(tmp_path).items() if name != "weekly"} == {
            "daily": [0, 1, 2, 3, 4],
            "both": [0, 1, 2, 3, 4],
            "changes": [0, 1, 2, 3, 4],
        }


@pytest.mark.parametrize("once", [True, False])
async def test_two_newsletters_of_a_newsroom_tell_a_story_once_if_they_say_so(
    tmp_path: Path,
    once: bool,  # noqa: FBT001 - pytest's way
) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        morning = await furnish(newsroom, readers=0, stories=2)
        async with newsroom.begin() as tx:
            fresh = a_newsletter(id=0, slug="evening", made=None, sections=(), once_in_newsroom=once)
            evening = await store.newsletters.put(tx, fresh, now=NOW)
        await a_reader(newsroom, morning, "fond")
        await a_reader(newsroom, evening, "fond")
        await a_reader(newsroom, evening, "other")
        await send(newsroom, morning, NOW)
        await new_stories(newsroom, range(2, 3), NOW + timedelta(hours=9))
        await send(newsroom, evening, NOW + timedelta(hours=9))
        assert stories_of(tmp_path) == {"fond": [0, 1, 2] if once else [0, 0, 1, 1, 2], "other": [0, 1, 2]}


async def test_a_press_that_died_between_two_pages_gives_nobody_another_variant(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["digest.jobs.freezing"], "PAGE", 2)
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        await a_reader(newsroom, newsletter, "early")
        await send(newsroom, newsletter, NOW)
        for name in ("b", "c", "d", "e"):
            await a_reader(newsroom, newsletter, name, now=NOW + DAY)
        await new_stories(newsroom, range(2, 4), NOW + DAY)
        freeze_page, pages = store.freezing.freeze_page, Counter[str]()

        async def die_once(*arguments: Any, **named: Any) -> bool:
            pages["written"] += 1
            if pages["written"] == 2:
                raise KeyboardInterrupt
            return await freeze_page(*arguments, **named)

        monkeypatch.setattr(store.freezing, "freeze_page", die_once)
        order = jobs.Order.by_hand(now=NOW + DAY, key="one")
        with suppress(KeyboardInterrupt):
            await jobs.press(newsroom, newsletter, order, now=NOW + DAY)
        await jobs.sweep(newsroom, Vigil(), now=NOW + DAY, at=0.0)
        run = await jobs.press(newsroom, newsletter, order, now=NOW + DAY + timedelta(hours=1))
        assert run is not None
        assert run.counts == {"readers": 5, "nothing": 0, "variants": 2}
        await carry(newsroom, NOW + DAY + timedelta(hours=1))
        assert stories_of(tmp_path) == {name: [0, 1, 2, 3] for name in ("early", "b", "c", "d", "e")}
