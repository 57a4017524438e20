"""Steering: what a person orders happens once, however often it is ordered, and nothing of it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import subscribers
from digest import deliver, jobs, store
from digest.engine import Vigil
from digest.errors import RelayDown
from digest.model import ErrandState, InDoubtPolicy, Letter, Verdict, VerdictKind
from digest.store.tables import deliveries
from tests.jobs.sends import DOUBT, FULL, accounts, carry, carry_patiently, pressed
from tests.makers import NOW, a_newsletter
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.relays import SENT, ScriptedRelay

LATER = Verdict(kind=VerdictKind.DEFERRED, code=450, enhanced="4.2.0", text="4.2.0 later")
SOON = NOW + timedelta(minutes=30)


async def test_a_paused_issue_waits_and_a_resumed_one_goes_on(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 20)
        assert await jobs.steering.pause(newsroom, issue, reason="the lead is wrong")
        assert not await jobs.steering.pause(newsroom, issue, reason="again")
        await carry(newsroom)
        assert relay.taken == []
        assert await jobs.steering.resume(newsroom, issue, now=NOW)
        assert not await jobs.steering.resume(newsroom, issue, now=NOW)
        await carry(newsroom)
        assert len(set(relay.taken)) == len(relay.taken) == 20


async def test_pausing_stops_a_send_that_is_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.sending.feeding.PULSE", 0.05)
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 300)

        async def pause_after_thirty() -> None:
            while len(relay.taken) < 30:  # noqa: ASYNC110 - a relay has no event for us
                await asyncio.sleep(0)
            assert await jobs.steering.pause(newsroom, issue, reason="stop")

        pausing = asyncio.create_task(pause_after_thirty())
        await carry(newsroom)
        await pausing
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert 30 <= balance.sent < 300
        assert balance.sent + balance.pending == 300
        assert (balance.in_doubt, balance.deferred) == (0, 0)


class Held(ScriptedRelay):
    """A relay that keeps some letters until it is let go."""

    lanes = 6

    def __init__(self, keeps: str) -> None:
        super().__init__()
        self.keeps, self.go = keeps, asyncio.Event()

    async def hand_over(self, letter: Letter, *, before_data: deliver.BeforeData | None = None) -> Verdict:
        if self.keeps in letter.envelope_to:
            await self.go.wait()
        await asyncio.sleep(0.005)
        return await super().hand_over(letter, before_data=before_data)


async def test_a_resumed_issue_goes_on_although_another_is_still_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.sending.feeding.PULSE", 0.05)
    async with a_newsroom(tmp_path) as opened:
        relay = Held("reader0@")  # one letter of either issue
        newsroom = replace(opened, relays=(relay,))
        slow = await pressed(newsroom, 2)
        async with newsroom.begin() as tx:
            await store.newsletters.put(tx, a_newsletter(id=0, slug="evening", made=None, sections=()), now=NOW)
            evening = await store.newsletters.get(tx, "evening")
        await enrol(newsroom, evening, [f"late{number}@d{number % 7}.example.org" for number in range(120)])
        run = await jobs.press(newsroom, evening, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        assert run.issue_id is not None

        async def until(sent: Callable[[int], bool]) -> None:
            async with asyncio.timeout(30):
                while not sent((await accounts(newsroom, run.issue_id or 0))[1].sent):  # noqa: ASYNC110 - no event for us
                    await asyncio.sleep(0.05)

        moments = [NOW]

        async def carry_on() -> None:
            while await jobs.dispatch(newsroom, clock=lambda: moments[-1], stop=asyncio.Event()):
                pass

        async with asyncio.TaskGroup() as group:
            group.create_task(carry_on())
            try:
                await until(lambda sent: sent >= 10)
                assert await jobs.steering.pause(newsroom, run.issue_id, reason="a word in the lead")
                await asyncio.sleep(0.5)  # until that is seen
                assert (await accounts(newsroom, run.issue_id))[1].pending > 0
                moments.append(NOW + timedelta(minutes=1))  # what was given back is due again
                assert await jobs.steering.resume(newsroom, run.issue_id, now=moments[-1])
                await until(lambda sent: sent == 120)
                assert (await accounts(newsroom, slow))[1].pending == 1
            finally:
                relay.go.set()
        assert len(set(relay.taken)) == len(relay.taken) == 122


async def test_a_cancelled_issue_is_never_sent_and_its_accounts_close(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 9)
        assert await jobs.steering.cancel(newsroom, issue, now=NOW)
        assert not await jobs.steering.cancel(newsroom, issue, now=NOW)
        assert not await jobs.steering.resume(newsroom, issue, now=NOW)
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == 0
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert relay.taken == []
        assert (errand.state, balance.excluded, balance.adds_up) == (ErrandState.CANCELLED, 9, True)


async def test_cancelling_a_send_that_is_under_way_leaves_nothing_queued(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.sending.feeding.PULSE", 0.05)
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay(lambda letter: LATER if "reader1" in letter.envelope_to else SENT)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 300)

        async def cancel_after_thirty() -> None:
            while len(relay.taken) < 30:  # noqa: ASYNC110 - a relay has no event for us
                await asyncio.sleep(0)
            assert await jobs.steering.cancel(newsroom, issue, now=NOW)

        cancelling = asyncio.create_task(cancel_after_thirty())
        await carry(newsroom)
        await cancelling
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.CANCELLED
        assert 30 <= balance.sent < 300
        assert (balance.sent + balance.excluded, balance.pending, balance.deferred) == (300, 0, 0)


async def test_what_a_dead_process_had_of_a_cancelled_issue_is_left_out(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        issue = await pressed(newsroom, 5)
        async with newsroom.begin() as tx:
            await tx.run_sync(lambda tx: store.claiming.claim(tx, errand_id=issue, limit=3, lease=99, upto=NOW))
        assert await jobs.steering.cancel(newsroom, issue, now=NOW)
        assert (await accounts(newsroom, issue))[1].pending == 3
        for minutes in (0, 1):  # taken back, then left out
            await jobs.sweep(newsroom, Vigil(), now=NOW + timedelta(minutes=minutes), at=60.0 * minutes)
        _, balance = await accounts(newsroom, issue)
        assert (balance.excluded, balance.pending, balance.deferred) == (5, 0, 0)


async def test_doubts_about_a_cancelled_issue_are_never_sent_again(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        issue = await pressed(opened, 12)
        with suppress(RelayDown):  # whoever swallows letters is left alone, so some are still to be sent
            await carry(replace(opened, relays=(ScriptedRelay(lambda _: DOUBT),)))
        doubts = (await accounts(opened, issue))[1].in_doubt
        assert 0 < doubts < 12
        assert await jobs.steering.cancel(opened, issue, now=NOW)
        assert await jobs.steering.decide(opened, issue, sent=False, now=NOW) == doubts
        _, balance = await accounts(opened, issue)
        assert (balance.excluded, balance.pending, balance.deferred, balance.in_doubt) == (12, 0, 0, 0)


async def test_a_paused_issue_stays_paused_when_its_failures_are_tried_again(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        issue = await pressed(opened, 6)
        async with opened.begin() as tx:
            await tx.execute(update(deliveries).where(deliveries.c.id % 2 == 0).values(not_before=SOON))
        await carry(replace(opened, relays=(ScriptedRelay(lambda _: FULL),)))
        assert await jobs.steering.pause(opened, issue, reason="the lead is wrong")
        assert await jobs.steering.retry_failed(opened, issue, now=NOW) == 3
        errand, _ = await accounts(opened, issue)
        assert (errand.state, errand.reason) == (ErrandState.PAUSED, "the lead is wrong")
        newsroom = replace(opened, relays=(ScriptedRelay(),))
        await carry(newsroom, SOON)
        assert (await accounts(opened, issue))[1].sent == 0
        assert await jobs.steering.resume(newsroom, issue, now=NOW)
        await carry(newsroom, SOON)
        assert (await accounts(opened, issue))[1].sent == 6


async def test_who_failed_is_tried_again_once_it_is_asked_for(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        broken = ScriptedRelay(lambda letter: FULL if "reader1" in letter.envelope_to else SENT)
        issue = await pressed(replace(opened, relays=(broken,)), 12)
        await carry(replace(opened, relays=(broken,)))
        assert (await accounts(opened, issue))[1].failed == 3
        newsroom = replace(opened, relays=(ScriptedRelay(),))
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == 3
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.sent, balance.failed) == (ErrandState.DONE, 12, 0)


async def test_doubts_are_decided_for_all_or_for_one_reader(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        issue = await pressed(opened, 5)
        await carry_patiently(replace(opened, relays=(ScriptedRelay(lambda _: DOUBT),)))
        assert (await accounts(opened, issue))[1].in_doubt == 5
        async with opened.reading() as tx:
            first = await subscribers.find(tx, "reader0@d0.example.org")
        assert first is not None
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        assert await jobs.steering.decide(newsroom, issue, sent=False, now=NOW, readers=[first.id]) == 1
        assert await jobs.steering.decide(newsroom, issue, sent=True, now=NOW) == 4
        assert await jobs.steering.decide(newsroom, issue, sent=True, now=NOW) == 0
        await carry(newsroom)
        assert relay.taken == [first.address]
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.sent, balance.in_doubt) == (ErrandState.DONE, 5, 0)


@pytest.mark.parametrize("policy", [InDoubtPolicy.HOLD, InDoubtPolicy.ASSUME_SENT])
async def test_the_relays_log_settles_what_it_tells_and_nothing_else(
    tmp_path: Path, database_url: str, policy: InDoubtPolicy
) -> None:
    """Whoever is assumed to have a letter is sent it again, where the log says that they have none."""
    async with a_newsroom(tmp_path, database=database_url) as opened:
        issue = await pressed(opened, 4, in_doubt=policy)
        seen: list[Letter] = []

        def doubtful(letter: Letter) -> Verdict:
            seen.append(letter)
            return DOUBT

        await carry_patiently(replace(opened, relays=(ScriptedRelay(doubtful),)))
        ids = [
            next(line for line in letter.message.decode().splitlines() if line.startswith("Message-ID:"))
            for letter in seen
        ]
        bare = [line.partition("<")[2].rstrip(">") for line in ids]
        log = [
            f"Nov 25 07:30:01 mx postfix/cleanup[12]: AAAAA1: message-id=<{bare[0]}>",
            "Nov 25 07:30:01 mx postfix/qmgr[13]: AAAAA1: from=<b@x>, size=57000, nrcpt=1 (queue active)",
            f"Nov 25 07:30:01 mx postfix/cleanup[12]: AAAAA2: message-id=<{bare[1]}>",
            "Nov 25 07:30:01 mx postfix/cleanup[12]: AAAAA2: reject: END-OF-MESSAGE from x: 5.7.1 no",
        ]
        told = {one.message_id: one for one in deliver.read_log(log)}
        done = await jobs.steering.reconcile(opened, issue, told, complete=False, now=NOW)
        assert (done.sent, done.unsent, done.left) == (1, 1, 2 if policy is InDoubtPolicy.HOLD else 0)
        done = await jobs.steering.reconcile(opened, issue, told, complete=True, now=NOW)
        assert (done.sent, done.unsent, done.left) == (0, 2, 0)
        relay = ScriptedRelay()
        await carry(replace(opened, relays=(relay,)), NOW + timedelta(hours=3))
        assert sorted(relay.taken) == sorted(letter.envelope_to for letter in seen[1:])
        done = await jobs.steering.reconcile(opened, issue, told, complete=True, now=NOW)
        assert (done.sent, done.unsent, done.left) == (0, 0, 0), "an old log says nothing of what was sent since"


async def test_two_people_pressing_at_once_send_one_issue(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=3, stories=30)
        plan = await jobs.prove(newsroom, newsletter, now=NOW)
        orders = [jobs.Order.by_hand(now=NOW, key=plan.content, content=plan.content) for _ in range(5)]
        runs = await asyncio.gather(
            *(jobs.press_once(newsroom, newsletter, order, now=NOW) for order in orders), return_exceptions=True
        )
        again = await jobs.press_once(newsroom, newsletter, orders[0], now=NOW)
        async with newsroom.reading() as tx:
            (issue,) = await store.issues.recent(tx)
        assert again.issue_id == issue.id
        assert {run.id for run in runs if not isinstance(run, BaseException)} == {again.id}


async def test_what_was_looked_at_is_what_is_sent_or_nothing(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=3, stories=2)
        plan = await jobs.prove(newsroom, newsletter, now=NOW)
        order = jobs.Order.by_hand(now=NOW, content="something else")
        run = await jobs.press_once(newsroom, newsletter, order, now=NOW)
        assert (run.outcome, "Look again" in run.reason) == ("failed", True)
        right = jobs.Order.by_hand(now=NOW, content=plan.content)
        assert (await jobs.press_once(newsroom, newsletter, right, now=NOW)).outcome == "sent"
