"""Steering: what a person orders happens once, however often it is ordered, and nothing of it is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import subscribers
from digest import deliver, jobs, store
from digest.jobs.canary import Fate, against
from digest.jobs.tending import Stance, stance
from digest.model import Balance, Canary, CanaryPlan, DeliveryState, Errand, ErrandState, Letter, Verdict, VerdictKind
from digest.newsroom import Newsroom
from tests.makers import NOW, an_errand
from tests.newsrooms import a_newsroom, furnish
from tests.relays import SENT, ScriptedRelay

REFUSED = Verdict(kind=VerdictKind.REFUSED, code=550, enhanced="5.1.1", text="5.1.1 no such user")
DOUBT = Verdict(kind=VerdictKind.IN_DOUBT, text="no answer after the end of the message")


async def pressed(newsroom: Newsroom, readers: int, **fields: object) -> int:
    newsletter = await furnish(newsroom, readers=readers, **fields)
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    assert run.issue_id is not None
    return run.issue_id


async def carry(newsroom: Newsroom, now: datetime = NOW) -> None:
    while await jobs.dispatch(newsroom, clock=lambda: now, stop=asyncio.Event()):
        pass


async def accounts(newsroom: Newsroom, errand_id: int) -> tuple[Errand, Balance]:
    async with newsroom.reading() as tx:
        return await store.errands.get(tx, errand_id), await store.ledger.balance(tx, errand_id)


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
    monkeypatch.setattr("digest.jobs.feeding.PULSE", 0.05)
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


async def test_who_failed_is_tried_again_once_it_is_asked_for(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        broken = ScriptedRelay(lambda letter: REFUSED if "reader1" in letter.envelope_to else SENT)
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
        await carry(replace(opened, relays=(ScriptedRelay(lambda _: DOUBT),)))
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


async def test_the_relays_log_settles_what_it_tells_and_nothing_else(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        issue = await pressed(opened, 4)
        seen: list[Letter] = []

        def doubtful(letter: Letter) -> Verdict:
            seen.append(letter)
            return DOUBT

        await carry(replace(opened, relays=(ScriptedRelay(doubtful),)))
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
        assert (done.sent, done.unsent, done.left) == (1, 1, 2)
        done = await jobs.steering.reconcile(opened, issue, told, complete=True, now=NOW)
        assert (done.sent, done.unsent, done.left) == (0, 2, 0)
        relay = ScriptedRelay()
        await carry(replace(opened, relays=(relay,)))
        assert sorted(relay.taken) == sorted(letter.envelope_to for letter in seen[1:])


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


async def test_canaries_go_first_and_the_others_when_they_fared_well(tmp_path: Path, database_url: str) -> None:
    plan = CanaryPlan(share=0.2, seed=("reader7@d0.example.org",), wait=timedelta(minutes=10))
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 100, canary=plan)
        await carry(newsroom)
        first = len(relay.taken)
        assert 1 <= first < 50
        assert "reader7@d0.example.org" in relay.taken
        await carry(newsroom)
        assert (await accounts(newsroom, issue))[0].canary is Canary.WAITING
        await carry(newsroom, NOW + timedelta(minutes=9))
        assert len(relay.taken) == first, "their fate is awaited"
        await carry(newsroom, NOW + timedelta(minutes=11))
        await carry(newsroom, NOW + timedelta(minutes=11))
        assert len(set(relay.taken)) == len(relay.taken) == 100


async def test_canaries_that_fare_badly_hold_the_issue_until_a_person_decides(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        issue = await pressed(opened, 100, canary=CanaryPlan(share=0.3, wait=timedelta()))
        await carry(replace(opened, relays=(ScriptedRelay(lambda _: REFUSED),)))
        for _ in range(3):
            await carry(replace(opened, relays=(ScriptedRelay(),)))
        errand, balance = await accounts(opened, issue)
        assert errand.state is ErrandState.PAUSED
        assert "of the first" in errand.reason
        assert balance.sent == 0
        assert await jobs.steering.resume(opened, issue, now=NOW)
        relay = ScriptedRelay()
        await carry(replace(opened, relays=(relay,)))
        assert len(relay.taken) == balance.pending


@pytest.mark.parametrize(
    ("fate", "speaks_against"),
    [
        (Fate(answered=100), False),
        (Fate(answered=100, refused=5), False),
        (Fate(answered=100, refused=6), True),
        (Fate(answered=3, refused=1), False),
        (Fate(answered=1000, complaints=3), False),
        (Fate(answered=1000, complaints=4), True),
        (Fate(answered=100, bounced=50), True),
        (Fate(answered=0), True),
    ],
)
def test_rates_decide_and_one_letter_is_no_rate(fate: Fate, speaks_against: bool) -> None:  # noqa: FBT001
    assert bool(against(fate, CanaryPlan(share=0.01))) is speaks_against


@pytest.mark.parametrize(
    ("fields", "hours", "expected"),
    [
        ({}, 0, Stance.CARRY),
        ({"opens": NOW + timedelta(seconds=30)}, 0, Stance.WAIT),
        ({"closes": NOW + timedelta(hours=3)}, 2, Stance.CARRY),
        ({"closes": NOW + timedelta(hours=3)}, 3, Stance.GIVE_UP),
        ({"active": NOW}, 7, Stance.ASK),
        ({"active": NOW + timedelta(hours=6)}, 7, Stance.CARRY),
        ({"canary": Canary.RUNNING}, 0, Stance.CARRY_CANARIES),
        ({"canary": Canary.WAITING}, 0, Stance.JUDGE),
        ({"canary": Canary.PASSED}, 0, Stance.CARRY),
    ],
)
def test_what_an_errands_moment_asks_for(fields: dict[str, object], hours: int, expected: Stance) -> None:
    errand = an_errand(made=NOW, **fields)
    assert stance(errand, None, stale=timedelta(hours=6), now=NOW + timedelta(hours=hours)) is expected


async def test_what_was_to_be_sent_by_then_is_given_up_then(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        issue = await pressed(opened, 6, finish_by=timedelta(hours=3))
        newsroom = replace(opened, relays=(ScriptedRelay(),))
        await carry(newsroom, NOW + timedelta(hours=4))
        _, balance = await accounts(newsroom, issue)
        assert (balance.sent, balance.failed, balance.adds_up) == (0, 6, True)


async def test_letters_leave_in_their_hours_only(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        await pressed(newsroom, 4, window="12:00-14:00", zone="UTC")
        await carry(newsroom)
        assert relay.taken == []
        await carry(newsroom, NOW.replace(hour=12, minute=30))
        assert len(relay.taken) == 4


async def test_when_one_relay_fails_the_other_carries_and_the_reason_is_kept(tmp_path: Path) -> None:
    down = Verdict(kind=VerdictKind.RELAY_DOWN, text="connection refused", connecting=True)
    async with a_newsroom(tmp_path) as opened:
        broken, sound = ScriptedRelay(lambda _: down, name="broken"), ScriptedRelay(name="sound")
        newsroom = replace(opened, relays=(broken, sound))
        issue = await pressed(newsroom, 60)
        await carry(newsroom)
        assert len(set(sound.taken)) == len(sound.taken) == 60
        async with newsroom.reading() as tx:
            state = (await store.relays.every(tx))["broken"]
        assert (state.reason, state.open_until) == ("connection refused", NOW + timedelta(seconds=30))
        assert (await accounts(newsroom, issue))[1].sent == 60


async def test_a_relay_carries_no_more_than_its_letters_of_the_day(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay(name="new", daily=10)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 25)
        await carry(newsroom)
        assert len(relay.taken) == 10
        await carry(newsroom, NOW + timedelta(hours=1))
        assert len(relay.taken) == 10
        async with newsroom.reading() as tx:
            assert (await store.relays.every(tx))["new"].sent_on(NOW.date()) == 10
        tomorrow = NOW.replace(hour=0) + timedelta(days=1)
        await jobs.steering.pause(newsroom, issue, reason="over night")
        await jobs.steering.resume(newsroom, issue, now=tomorrow)
        await carry(newsroom, tomorrow)
        assert len(set(relay.taken)) == len(relay.taken) == 20


async def test_too_many_refusals_pause_the_issue(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(lambda _: REFUSED),))
        issue = await pressed(newsroom, 400)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert "were refused, more than 5.0%" in errand.reason
        assert 200 <= balance.failed < 260


async def test_a_letter_that_breaks_something_of_ours_is_parked_with_the_traceback(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:

        def poison(letter: Letter) -> Verdict:
            if letter.envelope_to.startswith("reader3@"):
                raise ZeroDivisionError("a poisonous letter")
            return SENT

        relay = ScriptedRelay(poison)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 50)
        for _ in range(4):
            await carry(newsroom)
        _, balance = await accounts(newsroom, issue)
        assert (balance.sent, balance.failed, balance.finished) == (49, 1, True)
        async with newsroom.reading() as tx:
            (reply,) = await store.ledger.replies(tx, issue, [DeliveryState.PARKED])
        assert "ZeroDivisionError: a poisonous letter" in reply[5]
