"""Dispatch: every letter goes once, whoever left is left out, and nobody pays for another's trouble."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

import subscribers
from digest import deliver, jobs, store
from digest.deliver.retry import HORIZON
from digest.errors import RelayDown
from digest.model import (
    Delivery,
    DeliveryState,
    ErrandState,
    InDoubtPolicy,
    Letter,
    Newsletter,
    Run,
    Verdict,
    VerdictKind,
)
from digest.newsroom import Newsroom
from digest.sending.settling import settlement
from tests.makers import NOW, an_errand
from tests.newsrooms import a_newsroom, furnish
from tests.relays import ScriptedRelay


def clock() -> datetime:
    return NOW


async def pressed(newsroom: Newsroom, newsletter: Newsletter) -> Run:
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    return run


async def carry_all(newsroom: Newsroom, **options: Any) -> None:
    while await jobs.dispatch(newsroom, clock=clock, stop=options.get("stop", asyncio.Event())):
        pass


async def test_every_reader_gets_one_letter_and_the_accounts_close(tmp_path: Path, database_url: str) -> None:
    relay = ScriptedRelay()
    async with a_newsroom(tmp_path, database=database_url) as opened:
        newsroom = replace(opened, relays=(relay,))
        run = await pressed(newsroom, await furnish(newsroom, readers=130))
        settled: list[int] = []
        while await jobs.dispatch(
            newsroom, clock=clock, stop=asyncio.Event(), on_settled=lambda done: settled.append(len(done))
        ):
            pass
        assert len(relay.taken) == len(set(relay.taken)) == sum(settled) == 130
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
            assert (balance.sent, balance.candidates, balance.adds_up, balance.finished) == (130, 130, True, True)
            assert (await store.errands.get(tx, run.issue_id or 0)).state is ErrandState.DONE


async def test_who_leaves_during_the_send_is_not_written_to(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        newsletter = await furnish(newsroom, readers=6)
        run = await pressed(newsroom, newsletter)
        async with newsroom.begin() as tx:
            first, second, *_ = await subscribers.recipients(tx, newsletter.id)
            await subscribers.leave(tx, person_id=first.id, newsletter_id=newsletter.id, why="test", now=NOW)
            await subscribers.suppress(tx, second.address, reason="complaint", keys=newsroom.keys, now=NOW)
        await carry_all(newsroom)
        assert not {first.address, second.address} & set(relay.taken)
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
        assert (balance.sent, balance.excluded, balance.suppressed, balance.adds_up) == (4, 1, 1, True)


class SlowRelay(ScriptedRelay):
    async def hand_over(self, letter: Letter, *, before_data: deliver.BeforeData | None = None) -> Verdict:
        await asyncio.sleep(0.01)
        return await super().hand_over(letter, before_data=before_data)


async def test_nobody_asks_the_ledger_for_more_with_each_letter_that_leaves(tmp_path: Path) -> None:
    relay, asked = SlowRelay(), 0

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal asked
        asked += statement.startswith("SELECT errands.")

    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(relay,))
        await pressed(newsroom, await furnish(newsroom, readers=300))
        event.listen(Engine, "before_cursor_execute", count)
        try:
            await carry_all(newsroom)
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        assert len(relay.taken) == 300
    assert asked < 50, "with every letter of the second half it was asked 78 times"


async def test_one_refused_address_never_stops_the_rest(tmp_path: Path) -> None:
    refused = Verdict(kind=VerdictKind.REFUSED, code=550, enhanced="5.1.1", text="5.1.1 no such user")
    sent = Verdict(kind=VerdictKind.SENT, code=250)
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda letter: refused if letter.envelope_to.startswith("reader3@") else sent)
        newsroom = replace(opened, relays=(relay,))
        run = await pressed(newsroom, await furnish(newsroom, readers=20))
        await carry_all(newsroom)
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
            replies = await store.ledger.replies(tx, run.issue_id or 0, [DeliveryState.REFUSED])
        assert (balance.sent, balance.failed) == (19, 1)
        assert replies[0][3:] == (550, "5.1.1", "5.1.1 no such user")


async def test_a_deferred_letter_comes_back_later_and_blocks_nobody(tmp_path: Path) -> None:
    answers = iter([Verdict(kind=VerdictKind.DEFERRED, code=451, text="4.7.1 greylisted")])
    sent = Verdict(kind=VerdictKind.SENT, code=250)
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda _: next(answers, sent))
        newsroom = replace(opened, relays=(relay,))
        run = await pressed(newsroom, await furnish(newsroom, readers=5))
        await carry_all(newsroom)
        assert len(relay.taken) == 4
        async with newsroom.reading() as tx:
            assert (await store.ledger.balance(tx, run.issue_id or 0)).deferred == 1
        assert await jobs.dispatch(newsroom, clock=lambda: NOW + timedelta(minutes=10), stop=asyncio.Event())
        assert len(set(relay.taken)) == 5


async def test_our_own_trouble_pauses_the_errand_and_blames_no_reader(tmp_path: Path) -> None:
    policy = Verdict(kind=VerdictKind.SENDER_FAULT, code=550, enhanced="5.7.1", text="5.7.1 blocked by policy")
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(lambda _: policy),))
        run = await pressed(newsroom, await furnish(newsroom, readers=50))
        await carry_all(newsroom)
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
            errand = await store.errands.get(tx, run.issue_id or 0)
        assert (balance.pending, balance.failed, balance.deferred) == (50, 0, 0)
        assert (errand.state, errand.reason) == (ErrandState.PAUSED, "550 5.7.1 blocked by policy")


async def test_a_relay_that_is_down_gives_every_letter_back_uncounted(tmp_path: Path) -> None:
    down = Verdict(kind=VerdictKind.RELAY_DOWN, text="connection refused")
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(lambda _: down),))
        run = await pressed(newsroom, await furnish(newsroom, readers=9))
        with pytest.raises(RelayDown):
            await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
        with pytest.raises(RelayDown, match="is left alone until 07:30:30 UTC: connection refused"):
            await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
        healthy = replace(opened, relays=(ScriptedRelay(),))
        await jobs.dispatch(healthy, clock=lambda: NOW + timedelta(minutes=1), stop=asyncio.Event())
        async with newsroom.reading() as tx:
            assert (await store.ledger.balance(tx, run.issue_id or 0)).sent == 9


async def test_a_stop_finishes_what_is_under_way_and_gives_the_rest_back(tmp_path: Path) -> None:
    stop = asyncio.Event()
    relay = ScriptedRelay()

    def after_ten(_: Letter) -> Verdict:
        if len(relay.taken) >= 10:
            stop.set()
        return Verdict(kind=VerdictKind.SENT, code=250)

    relay.answer = after_ten
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(relay,))
        run = await pressed(newsroom, await furnish(newsroom, readers=100))
        await jobs.dispatch(newsroom, clock=clock, stop=stop)
        assert 10 <= len(relay.taken) < 30
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
        assert (balance.sent, balance.in_doubt, balance.deferred) == (len(relay.taken), 0, 0)
        await carry_all(newsroom)
        assert len(relay.taken) == len(set(relay.taken)) == 100


async def test_a_letter_taken_over_by_another_process_is_not_sent(tmp_path: Path) -> None:
    relay = ScriptedRelay()
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(relay,))
        run = await pressed(newsroom, await furnish(newsroom, readers=1))
        original = store.noting.mark_data_started

        def somebody_else_was_faster(tx: Connection, ids: list[int], *, lease: int, now: datetime) -> set[int]:
            if ids:
                store.lost.rescue(tx, now=now, dead=[lease])
            return original(tx, ids, lease=lease, now=now)

        store.noting.mark_data_started = somebody_else_was_faster
        try:
            for _ in range(store.outbox.MOST_CRASHES):
                await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
        finally:
            store.noting.mark_data_started = original
        assert relay.taken == []
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
        assert (balance.sent, balance.failed, balance.adds_up) == (0, 1, True), "parked after three times"


@pytest.mark.parametrize(
    ("kind", "policy", "state", "counted"),
    [
        (VerdictKind.SENT, InDoubtPolicy.HOLD, DeliveryState.SENT, True),
        (VerdictKind.REFUSED, InDoubtPolicy.HOLD, DeliveryState.REFUSED, True),
        (VerdictKind.DEFERRED, InDoubtPolicy.HOLD, DeliveryState.QUEUED, True),
        (VerdictKind.RELAY_DOWN, InDoubtPolicy.HOLD, DeliveryState.QUEUED, False),
        (VerdictKind.SENDER_FAULT, InDoubtPolicy.HOLD, DeliveryState.QUEUED, False),
        (VerdictKind.IN_DOUBT, InDoubtPolicy.HOLD, DeliveryState.IN_DOUBT, True),
        (VerdictKind.IN_DOUBT, InDoubtPolicy.RESEND, DeliveryState.QUEUED, True),
        (VerdictKind.IN_DOUBT, InDoubtPolicy.ASSUME_SENT, DeliveryState.SENT, True),
    ],
)
def test_a_verdict_becomes_a_state(
    kind: VerdictKind,
    policy: InDoubtPolicy,
    state: DeliveryState,
    counted: bool,  # noqa: FBT001 - pytest's way
) -> None:

    delivery = Delivery(id=1, errand_id=2, recipient_id=3, state=DeliveryState.SENDING, attempts=1)
    errand = an_errand(in_doubt=policy, made=NOW)
    result = settlement(delivery, Verdict(kind=kind), errand, give_up=HORIZON, now=NOW, rng=random.Random(1))
    assert (result.state, result.counted) == (state, counted)


def test_two_days_of_deferral_are_enough() -> None:

    delivery = Delivery(id=1, errand_id=2, recipient_id=3, state=DeliveryState.SENDING, attempts=20)
    errand = an_errand(made=NOW - timedelta(hours=47))
    result = settlement(
        delivery, Verdict(kind=VerdictKind.DEFERRED), errand, give_up=HORIZON, now=NOW, rng=random.Random(1)
    )
    assert result.state is DeliveryState.EXPIRED
