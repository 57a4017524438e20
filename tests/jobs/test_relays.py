"""Several relays: one stands in for another, each carries its letters of the day, and readers are not blamed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from digest import jobs, store
from digest.errors import RelayDown
from digest.model import DeliveryState, ErrandState, Letter, Verdict, VerdictKind
from digest.sending import Attention
from tests.jobs.sends import REFUSED, accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.relays import SENT, ScriptedRelay


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


@pytest.mark.parametrize("restarted", [False, True])
async def test_who_waits_for_tomorrow_or_for_its_relay_is_not_taken_for_a_backup(
    tmp_path: Path,
    database_url: str,
    restarted: bool,  # noqa: FBT001 - pytest's way
) -> None:
    """As ``digest serve`` does it, one dispatch after the other, or with a process started anew each time."""
    attention = jobs.Attention()
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay(name="new", daily=10)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 25)
        for half_hours in range(35):  # until after midnight
            now = NOW + timedelta(minutes=30 * half_hours)
            attention = jobs.Attention() if restarted else attention
            with suppress(RelayDown):
                await jobs.dispatch(newsroom, clock=partial(at, now), stop=asyncio.Event(), attention=attention)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.sent) == (ErrandState.OPEN, 20), errand.reason


def at(moment: datetime) -> datetime:
    return moment


async def test_a_letter_that_no_relay_is_there_for_pauses_its_issue_and_says_so(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        picky = ScriptedRelay(name="picky", domains=("d1.example.org",))
        newsroom = replace(opened, relays=(picky, ScriptedRelay(name="others", newsletters=("evening",))))
        issue = await pressed(newsroom, 20)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert errand.reason.startswith("no relay takes letters of morning to d")
        assert balance.sent + balance.pending == 20
        willing = replace(opened, relays=(picky, ScriptedRelay(name="all")))
        assert await jobs.steering.resume(willing, issue, now=NOW)
        await carry(willing, NOW + timedelta(minutes=1))
        assert (await accounts(willing, issue))[1].sent == 20


async def test_too_many_refusals_pause_the_issue(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(lambda _: REFUSED),))
        issue = await pressed(newsroom, 400)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert "were refused, more than 5.0%" in errand.reason
        assert 200 <= balance.failed < 260


async def test_the_reason_of_that_pause_is_what_was_said_with_a_refusal(tmp_path: Path) -> None:
    numbers = count()

    def say(_: Letter) -> Verdict:
        return REFUSED if next(numbers) < 100 else replace(SENT, text="2.0.0 Ok queued")

    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(say),))
        issue = await pressed(newsroom, 400)
        await carry(newsroom)
        errand, _ = await accounts(newsroom, issue)
    assert errand.reason.endswith(f"letters were refused, more than 5.0%: {REFUSED.answer}")


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


async def test_a_relay_that_swallows_many_letters_among_others_pauses_the_issue(tmp_path: Path) -> None:
    lost = Verdict(kind=VerdictKind.IN_DOUBT, text="Connection lost")
    turns = count()
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda _: SENT if next(turns) % 4 else lost)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 600)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert errand.reason.endswith("letters may or may not have arrived: Connection lost")
        assert 50 <= balance.in_doubt < 60
        assert balance.sent + balance.in_doubt + balance.pending == 600


async def test_a_relay_that_is_restarted_pauses_nothing(tmp_path: Path) -> None:
    lost = Verdict(kind=VerdictKind.IN_DOUBT, text="Connection lost")
    turns = count()
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda _: lost if next(turns) in (100, 400, 401) else SENT)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 600)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.in_doubt, balance.sent) == (ErrandState.DONE, 3, 597)


async def test_a_relay_that_begins_to_swallow_letters_pauses_the_issue_however_many_it_carried(tmp_path: Path) -> None:
    lost = Verdict(kind=VerdictKind.IN_DOUBT, text="Connection lost")
    turns = count()
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda _: SENT if (turn := next(turns)) < 800 or turn % 2 else lost)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 1200)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert errand.reason.endswith("letters may or may not have arrived: Connection lost")
        assert 50 <= balance.in_doubt < 60


async def test_what_a_restart_leaves_in_doubt_on_many_connections_pauses_nothing(tmp_path: Path) -> None:
    lost = Verdict(kind=VerdictKind.IN_DOUBT, text="Connection lost")
    turns = count()
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda _: lost if 100 <= (turn := next(turns)) < 260 and turn % 2 else SENT)
        relay.lanes = 80
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 400)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.in_doubt, balance.sent) == (ErrandState.DONE, 80, 320)


async def test_a_relay_that_swallows_many_pauses_the_issue_though_it_is_left_alone_in_between(tmp_path: Path) -> None:
    lost = Verdict(kind=VerdictKind.IN_DOUBT, text="Connection lost")
    turns, attention = count(), Attention()
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay(lambda _: SENT if next(turns) % 16 < 8 else lost)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 300)
        for minutes in range(0, 600, 20):
            now = NOW + timedelta(minutes=minutes)
            with suppress(RelayDown):
                await jobs.dispatch(newsroom, clock=partial(_same, now), stop=asyncio.Event(), attention=attention)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED, balance
        assert errand.reason.endswith("letters may or may not have arrived: Connection lost")
        assert 50 <= balance.in_doubt < 60
        await jobs.steering.resume(newsroom, issue, now=NOW)
        relay.answer = lambda _: SENT
        await jobs.dispatch(
            newsroom, clock=partial(_same, NOW + timedelta(days=1)), stop=asyncio.Event(), attention=attention
        )
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.DONE, errand.reason


def _same(now: datetime) -> datetime:
    return now
