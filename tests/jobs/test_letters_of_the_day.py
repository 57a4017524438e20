"""Letters of a relay's day: at midnight, by clocks that differ, and those of which nobody knows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from digest import deliver, jobs, store
from digest.sending.desks import Desk
from tests.jobs.sends import DOUBT, accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.relays import SENT, ScriptedRelay

MIDNIGHT = NOW.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
BEFORE, AFTER = MIDNIGHT - timedelta(seconds=1), MIDNIGHT + timedelta(seconds=1)


async def test_what_is_answered_after_midnight_is_of_the_new_day(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay(name="new", daily=10)
        newsroom = replace(opened, relays=(relay,))

        def clock() -> datetime:
            return BEFORE if len(relay.taken) < 4 else AFTER

        issue = await pressed(newsroom, 40)
        await jobs.steering.pause(newsroom, issue, reason="until the evening")
        await jobs.steering.resume(newsroom, issue, now=BEFORE)
        while await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event()):
            pass
        assert len(relay.taken) == 3 + 10, "the fourth was answered a moment too late"


async def test_what_was_booked_before_midnight_is_not_for_the_day_after(tmp_path: Path) -> None:
    """It comes while the booking is being written: a letter is under way, and answered on the new day."""
    async with a_newsroom(tmp_path) as newsroom:
        relay = ScriptedRelay(name="new", daily=10)
        gaits = deliver.Gaits(newsroom.limits_of(relay), now=BEFORE, lanes={}, resting={})
        desk = Desk(relay=relay, tray=deliver.Tray(gaits), allowed=3, taken=3, day=BEFORE.date(), bookable=True)
        gaits.begin("example.org", now=BEFORE)
        desk.turn_day(AFTER)
        gaits.end("example.org", SENT, now=AFTER)
        desk.allow(7, day=BEFORE.date(), wanted=7)
        desk.turn_day(AFTER)
        desk.allow(10, day=AFTER.date(), wanted=10)
        assert desk.left == 9, "one of the ten letters of the new day has left already"


async def test_clocks_that_differ_share_the_letters_of_a_day(tmp_path: Path, database_url: str) -> None:
    """Whoever's clock is a little behind the others' carries letters of the day that they have begun."""

    async def book(newsroom_pen: store.Pen, moment: datetime) -> int:
        booked = await newsroom_pen.write(lambda tx: store.relays.book(tx, name="new", letters=7, cap=20, now=moment))
        return booked.letters

    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        assert await book(newsroom.pen, BEFORE) == 7
        assert [await book(newsroom.pen, moment) for moment in (AFTER, BEFORE, AFTER, BEFORE)] == [7, 7, 6, 0]
        async with newsroom.reading() as tx:
            state = (await store.relays.every(tx))["new"]
        assert state.sent_on(BEFORE.date()) == state.sent_on(AFTER.date()) == 20
        assert await book(newsroom.pen, BEFORE - timedelta(days=9)) == 7, "a clock that was set right goes its own way"


async def test_a_letter_in_doubt_may_have_been_counted_by_the_relay(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        answers = cycle((SENT, DOUBT))
        relay = ScriptedRelay(lambda _: next(answers), name="new", daily=10)
        newsroom = replace(opened, relays=(relay,))
        issue = await pressed(newsroom, 30)
        await carry(newsroom)
        balance = (await accounts(newsroom, issue))[1]
        assert (balance.sent, balance.in_doubt) == (5, 5)
