"""The first letters go alone; an errand that was left too long, is too late or out of its hours is not carried."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.model import Canary, CanaryPlan, ErrandState
from digest.sending.canary import judged
from digest.sending.rates import Fate
from digest.sending.tending import Stance, stance
from tests.jobs.sends import FULL, REFUSED, accounts, carry, pressed
from tests.makers import NOW, an_errand
from tests.newsrooms import a_newsroom
from tests.relays import SENT, ScriptedRelay


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


async def test_of_a_removed_newsletter_nothing_more_is_sent_and_no_other_waits_for_it(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 100, canary=CanaryPlan(share=0.2, wait=timedelta(minutes=10)))
        for _ in range(2):
            await carry(newsroom)
        first = len(relay.taken)
        async with newsroom.reading() as tx:
            newsletter = await store.newsletters.get(tx, "morning")
        assert await jobs.steering.remove(newsroom, newsletter, now=NOW) == 1
        await carry(newsroom, NOW + timedelta(minutes=11))
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, errand.reason) == (ErrandState.CANCELLED, "its newsletter was removed")
        assert (len(relay.taken), balance.sent, balance.excluded) == (first, first, 100 - first)


async def test_an_issue_whose_newsletter_is_gone_stops_nobody(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 100, canary=CanaryPlan(share=0.2, wait=timedelta(minutes=10)))
        async with newsroom.begin() as tx:  # as an older version did it
            await store.newsletters.remove(tx, (await store.newsletters.get(tx, "morning")).id)
        for minutes in (0, 0, 11, 11):
            await carry(newsroom, NOW + timedelta(minutes=minutes))
        assert (await accounts(newsroom, issue))[0].state is ErrandState.DONE


async def test_a_pause_by_a_person_takes_nothing_from_what_canaries_are_for(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        issue = await pressed(opened, 100, canary=CanaryPlan(share=0.3, wait=timedelta(minutes=10)))
        relay = ScriptedRelay()
        calm = replace(opened, relays=(relay,))
        for _ in range(2):
            await carry(calm)
        first = len(relay.taken)
        assert await jobs.steering.pause(opened, issue, reason="let me look at it")
        assert await jobs.steering.resume(opened, issue, now=NOW)
        await carry(calm, NOW + timedelta(minutes=9))
        assert (len(relay.taken), (await accounts(opened, issue))[0].canary) == (first, Canary.WAITING)
        await carry(calm, NOW + timedelta(minutes=11))
        await carry(calm, NOW + timedelta(minutes=11))
        assert len(relay.taken) == 100


async def test_canaries_that_are_tried_again_are_canaries_again(tmp_path: Path, database_url: str) -> None:
    """Else who was refused would count for nothing, and the others would follow those few who were not."""
    async with a_newsroom(tmp_path, database=database_url) as opened:
        plan = CanaryPlan(share=0.5, wait=timedelta(minutes=10))
        issue = await pressed(opened, 100, canary=plan)
        sick = ScriptedRelay(lambda letter: SENT if "@d0." in letter.envelope_to else FULL)
        newsroom = replace(opened, relays=(sick,))
        for _ in range(2):
            await carry(newsroom)
        errand, before = await accounts(newsroom, issue)
        assert (errand.canary, before.sent > 0, before.failed > 0) == (Canary.WAITING, True, True)
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == before.failed
        for minute in (11, 11, 22):
            await carry(newsroom, NOW + timedelta(minutes=minute))
        errand, after = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert (after.sent, after.failed, after.pending) == (before.sent, before.failed, before.pending)
        well = replace(opened, relays=(ScriptedRelay(),))
        assert await jobs.steering.retry_failed(well, issue, now=NOW) == before.failed
        assert await jobs.steering.resume(well, issue, now=NOW + timedelta(minutes=30))
        await carry(well, NOW + timedelta(minutes=30))
        assert (await accounts(well, issue))[1].sent == before.sent + before.failed, "theirs is awaited first"
        for _ in range(3):
            await carry(well, NOW + timedelta(minutes=41))
        assert (await accounts(well, issue))[1].sent == 100


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
def test_rates_decide_and_one_letter_is_no_rate(fate: Fate, speaks_against: bool) -> None:  # noqa: FBT001 - pytest's way
    assert bool(judged(fate, CanaryPlan(share=0.01))) is speaks_against


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


async def test_whoever_waits_for_the_hours_of_a_window_is_not_taken_for_a_backup(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 4, window="06:00-07:00", zone="UTC")
        for half_hours in range(47):  # until tomorrow, by a process that is started anew each time
            await carry(newsroom, NOW + timedelta(minutes=30 * half_hours))
        errand, _ = await accounts(newsroom, issue)
        assert (errand.state, len(relay.taken)) == (ErrandState.DONE, 4), errand.reason


async def test_letters_leave_in_their_hours_only(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        relay = ScriptedRelay()
        newsroom = replace(opened, relays=(relay,))
        await pressed(newsroom, 4, window="12:00-14:00", zone="UTC")
        await carry(newsroom)
        assert relay.taken == []
        await carry(newsroom, NOW.replace(hour=12, minute=30))
        assert len(relay.taken) == 4
