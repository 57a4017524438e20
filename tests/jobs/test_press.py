"""Pressing: one slot makes one issue, whoever presses, and what cannot be printed leaves its reason."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import subscribers
from digest import jobs, store
from digest.engine import Vigil
from digest.model import Cadence, ErrandState, Misfire, MisfirePolicy, Outcome
from tests.makers import NOW
from tests.newsrooms import a_newsroom, add_stories, furnish

DAILY = (Cadence(key="daily", rule="daily 07:00", zone="Europe/Berlin"),)
DUE = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # 07:00 in Berlin


async def test_a_due_slot_is_pressed_once_however_often_somebody_looks(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        await furnish(newsroom, cadences=DAILY)
        assert await jobs.press_due(newsroom, now=DUE - timedelta(seconds=1)) == []
        (run,) = await jobs.press_due(newsroom, now=DUE)
        assert (run.outcome, run.key, run.counts) == (
            Outcome.SENT,
            "2026-11-25T07:00",
            {"readers": 5, "nothing": 0, "variants": 1},
        )
        assert await jobs.press_due(newsroom, now=DUE + timedelta(minutes=1)) == []


async def test_two_processes_pressing_one_slot_make_one_issue(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as one, a_newsroom(tmp_path, database=database_url) as two:
        await furnish(one, cadences=DAILY)
        runs = await asyncio.gather(jobs.press_due(one, now=DUE), jobs.press_due(two, now=DUE))
        assert sum(len(made) for made in runs) == 1
        async with one.reading() as tx:
            assert len(await store.issues.recent(tx)) == 1


async def test_a_manual_send_and_a_slot_at_once_never_tell_a_story_twice(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, cadences=DAILY)
        orders = [jobs.Order.by_hand(now=DUE, key=str(n)) for n in range(3)]
        runs = await asyncio.gather(*(jobs.press(newsroom, newsletter, order, now=DUE) for order in orders))
        async with newsroom.reading() as tx:
            issues = await store.issues.recent(tx)
        told = [item.story.article.id for issue in issues for item in issue.items]
        assert len(told) == len(set(told))
        assert {run.outcome for run in runs if run} <= {Outcome.SENT, Outcome.SKIPPED}, runs


async def test_a_slot_missed_for_too_long_is_recorded_and_its_stories_wait(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        await furnish(
            newsroom, cadences=DAILY, misfire=Misfire(policy=MisfirePolicy.SEND_UNTIL, until=timedelta(hours=3))
        )
        (late,) = await jobs.press_due(newsroom, now=DUE + timedelta(hours=4, minutes=10))
        assert late.outcome is Outcome.LATE
        assert "4 h 10 min" in late.reason
        (next_day,) = await jobs.press_due(newsroom, now=DUE + timedelta(days=1))
        assert next_day.outcome is Outcome.SENT


async def test_after_days_of_absence_one_issue_is_sent_not_one_for_each_day(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        await furnish(newsroom, cadences=DAILY)
        runs = await jobs.press_due(newsroom, now=DUE + timedelta(days=3, hours=1))
        assert [run.outcome for run in runs] == [Outcome.LATE] * 3 + [Outcome.SENT]
        assert runs[-1].reason == "sent 1 h late"


async def test_too_few_stories_hold_the_issue_and_carry_over(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, stories=2, cadences=DAILY)
        picky = replace(newsletter, taste=replace(newsletter.taste, minimum=3))
        async with newsroom.begin() as tx:
            await store.newsletters.put(tx, picky, now=NOW)
        (held,) = await jobs.press_due(newsroom, now=DUE)
        assert (held.outcome, held.reason, held.counts) == (Outcome.HELD, "held: 2 of 3", {"waiting": 2})
        async with newsroom.begin() as tx:
            (source,) = await store.sources.every(tx)
            await add_stories(tx, source.id, range(2, 3), DUE)
        (run,) = await jobs.press_due(newsroom, now=DUE + timedelta(days=1))
        assert run.outcome is Outcome.SENT
        async with newsroom.reading() as tx:
            assert len((await store.issues.recent(tx))[0].items) == 3


async def test_a_broken_template_fails_the_run_with_its_reason(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, subject="{{ nobody.knows }}")
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        assert run.outcome is Outcome.FAILED
        assert "subject template" in run.reason
        async with newsroom.reading() as tx:
            assert await store.issues.recent(tx) == []


async def test_a_press_that_died_while_freezing_is_finished_with_the_whole_audience(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=25, cadences=DAILY)
        monkeypatch.setattr(sys.modules["digest.jobs.freezing"], "PAGE", 10)
        pages = 0
        freeze = store.freezing.freeze_page

        async def dies_on_the_second_page(*arguments: Any, **named: Any) -> bool:
            nonlocal pages
            pages += 1
            if pages == 2:
                raise KeyboardInterrupt  # as good as a kill: nothing after it runs
            return await freeze(*arguments, **named)

        monkeypatch.setattr(store.freezing, "freeze_page", dies_on_the_second_page)
        with pytest.raises(KeyboardInterrupt):
            await jobs.press_due(newsroom, now=DUE)
        monkeypatch.setattr(store.freezing, "freeze_page", freeze)
        async with newsroom.reading() as tx:
            (errand,) = await store.errands.unfinished(tx)
            assert errand.state is ErrandState.FREEZING, "a partial audience is never sent to"
            assert await store.errands.due(tx, now=DUE) == []
        await jobs.sweep(newsroom, Vigil(), now=DUE, at=0.0)
        (run,) = await jobs.press_due(newsroom, now=DUE + timedelta(minutes=30))
        assert run.outcome is Outcome.SENT
        async with newsroom.reading() as tx:
            assert (await store.ledger.balance(tx, run.issue_id or 0)).candidates == 25
        assert newsletter.id == run.newsletter_id


async def test_readers_of_another_cadence_do_not_get_it(tmp_path: Path) -> None:
    cadences = (*DAILY, Cadence(key="weekly", rule="saturdays 09:00", zone="Europe/Berlin"))
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=2, cadences=cadences)
        async with newsroom.begin() as tx:
            await subscribers.join(
                tx, "weekly@example.org", newsletter.id, consent=subscribers.Consent(how="test"), keys=newsroom.keys,
                now=NOW, confirmed=True, cadence="weekly",
            )  # fmt: skip
        (run,) = await jobs.press_due(newsroom, now=DUE)
        assert run.counts == {"readers": 2, "nothing": 0, "variants": 1}
