"""Cancelling: an issue that nobody got told nothing, whenever it was cancelled, and it can be sent after all."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from digest import jobs, store
from digest.model import ErrandState, FirstRun, Newsletter, Outcome, Run, Taste, Verdict, VerdictKind
from digest.newsroom import Newsroom
from digest.store.tables import deliveries
from tests.jobs.sends import DOUBT, accounts, carry
from tests.makers import NOW
from tests.newsrooms import a_newsroom, add_stories, furnish
from tests.relays import ScriptedRelay
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay

A_MINUTE = timedelta(minutes=1)
LATER = Verdict(kind=VerdictKind.DEFERRED, code=450, enhanced="4.2.0", text="4.2.0 later")


async def ordered(newsroom: Newsroom, newsletter: Newsletter, minutes: int = 0) -> Run:
    """An editor's order, with time to think better of it."""
    now = NOW + minutes * A_MINUTE
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now, undo=timedelta(seconds=30)), now=now)
    assert run is not None
    return run


async def stories_of(newsroom: Newsroom, run: Run) -> list[str]:
    assert run.issue_id is not None, run.reason
    async with newsroom.reading() as tx:
        issue = await store.issues.get(tx, run.issue_id)
    return [item.story.article.title for item in issue.items]


@pytest.mark.parametrize("catch_up", [True, False])
async def test_what_was_undone_is_owed_again_and_can_be_sent_after_all(
    tmp_path: Path, database_url: str, *, catch_up: bool
) -> None:
    """The very first issue, too: with what its first-run rule reached back to."""
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        taste = Taste(first_run=FirstRun.NEWEST, first_run_count=3)
        newsletter = await furnish(newsroom, cadences=(), catch_up=catch_up, taste=taste)
        first = await ordered(newsroom, newsletter)
        assert await jobs.steering.cancel(newsroom, first.issue_id or 0, now=NOW)
        again = await ordered(newsroom, newsletter, minutes=1)
        assert (again.outcome, again.reason) == (Outcome.SENT, "queued for 5 readers")
        assert await stories_of(newsroom, again) == await stories_of(newsroom, first)
        await carry(newsroom, NOW + 5 * A_MINUTE)
        assert (await accounts(newsroom, again.issue_id or 0))[1].sent == 5
        assert (await accounts(newsroom, first.issue_id or 0))[1].excluded == 5
        assert (await ordered(newsroom, newsletter, minutes=9)).reason == "nothing new"


async def test_what_one_reader_got_before_it_was_cancelled_was_told(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        newsletter = await furnish(opened, cadences=())
        run = await ordered(opened, newsletter)
        issue = run.issue_id or 0
        limited = ScriptedRelay(daily=1)
        await carry(replace(opened, relays=(limited,)), NOW + A_MINUTE)
        assert len(limited.taken) == 1
        assert await jobs.steering.cancel(opened, issue, now=NOW)
        assert (await ordered(opened, newsletter, minutes=2)).reason == "nothing new"
        async with opened.begin() as tx:
            (source,) = await store.sources.every(tx)
            await add_stories(tx, source.id, range(10, 11), NOW)
        assert (await ordered(opened, newsletter, minutes=3)).reason == "queued for 5 readers in 2 variants"


async def test_doubts_that_are_decided_after_it_was_cancelled_decide_what_was_told(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        newsletter = await furnish(opened, cadences=())
        relay = ScriptedRelay(lambda letter: DOUBT if "reader0" in letter.envelope_to else LATER)
        issue = (await ordered(opened, newsletter)).issue_id or 0
        await carry(replace(opened, relays=(relay,)), NOW + A_MINUTE)
        assert await jobs.steering.cancel(opened, issue, now=NOW)
        assert (await ordered(opened, newsletter, minutes=2)).reason == "nothing new", "somebody may have it"
        assert await jobs.steering.decide(opened, issue, sent=False, now=NOW) == 1
        assert (await accounts(opened, issue))[1].excluded == 5
        assert (await ordered(opened, newsletter, minutes=3)).reason == "queued for 5 readers"


async def test_cancelled_while_its_readers_are_written_down_it_is_queued_for_nobody(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=25, cadences=())
        monkeypatch.setattr(sys.modules["digest.jobs.freezing"], "PAGE", 10)
        freeze, pages = store.freezing.freeze_page, 0

        async def cancelled_at_the_second(tx: store.Tx, errand_id: int, *arguments: Any, **named: Any) -> bool:
            nonlocal pages
            pages += 1
            if pages == 2:
                await store.steering.cancel(tx, errand_id, reason="cancelled by a person", now=NOW)
            return await freeze(tx, errand_id, *arguments, **named)

        monkeypatch.setattr(store.freezing, "freeze_page", cancelled_at_the_second)
        run = await ordered(newsroom, newsletter)
        assert (run.outcome, run.reason) == (Outcome.SKIPPED, "cancelled before it was queued")
        errand, balance = await accounts(newsroom, run.issue_id or 0)
        assert (errand.state, balance.excluded, balance.pending) == (ErrandState.CANCELLED, 10, 0)
        assert pages == 2
        monkeypatch.setattr(store.freezing, "freeze_page", freeze)
        assert (await ordered(newsroom, newsletter, minutes=1)).reason == "queued for 25 readers"


async def test_the_run_of_a_cancelled_issue_says_so(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        run = await ordered(newsroom, await furnish(newsroom, cadences=()))
        assert await jobs.steering.cancel(newsroom, run.issue_id or 0, now=NOW)
        async with newsroom.reading() as tx:
            assert (await store.runs.get(tx, run.id)).reason == "queued for 5 readers; cancelled by a person"


@pytest.mark.parametrize("order", ["cancel", "pause"])
async def test_of_what_lies_ready_in_a_fast_send_little_leaves_behind_the_order(tmp_path: Path, order: str) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=4)) as newsroom:
        issue = (await ordered(newsroom, await furnish(newsroom, readers=700, cadences=()))).issue_id or 0
        ready = 0

        async def give_the_order() -> None:
            nonlocal ready
            await asyncio.sleep(0.01)
            if len(sink.accepted) >= 400 and not ready:
                ready = -1
                if order == "cancel":
                    assert await jobs.steering.cancel(newsroom, issue, now=NOW)
                else:
                    assert await jobs.steering.pause(newsroom, issue, reason="wrong picture")
                async with newsroom.reading() as tx:
                    ready = await tx.run_sync(under_way)

        sink.on(".", give_the_order)
        await carry(newsroom, NOW + A_MINUTE)
        assert ready >= 100
        assert len(sink.accepted) - 400 < 0.8 * ready


def under_way(tx: Connection) -> int:
    return int(tx.execute(select(func.count()).where(deliveries.c.state == "sending")).scalar_one())
