"""R-20: few letters at once to a domain at first, one more for each success, half when it asks; others do not wait."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import subscribers
from digest import jobs, store
from digest.newsroom import Newsroom
from subscribers import Asked, Request
from tests.delivery_promises.sending import at, balance_of, carry, copies_of, going, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.smtp_sink import Conversation, Farewell, Sink, listening
from tests.torture.scene import relay

ANGRY = "d1.example.org"
READERS = 140  # of seven domains, twenty each


@dataclass(slots=True)
class Receivers(Sink):
    """Counts how many letters are under way to each domain at once, and the most of them while it is angry."""

    under_way: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    history: list[tuple[int, int]] = field(default_factory=list)  # (letters taken so far, under way at once)


class Receiver(Conversation):
    """Takes a moment for each letter, so that there are several at once."""

    sink: Receivers

    async def reply(self, step: str, line: str, usual: str) -> str:
        if step != "RCPT":
            return await Conversation.reply(self, step, line, usual)
        domain = line.rpartition("@")[2].strip("<>")
        self.sink.under_way[domain] += 1
        if any(rule.times for rule in self.sink.rules if rule.when == domain):
            self.sink.most[domain] = max(self.sink.most[domain], self.sink.under_way[domain])
        self.sink.history.append((len(self.sink.accepted), self.sink.under_way[domain]))
        await asyncio.sleep(0.005)
        self.sink.under_way[domain] -= 1
        return await Conversation.reply(self, step, line, usual)


async def test_one_domain_asks_for_less_and_the_others_do_not_wait(tmp_path: Path, database_url: str) -> None:
    sink = Receivers()
    async with (
        listening(sink, Receiver),
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=7)) as newsroom,
    ):
        sink.on("RCPT", Farewell("421 4.7.28 unusual rate of mail"), when=ANGRY, times=6)
        errand = await queued(newsroom, readers=READERS)
        await jobs.dispatch(newsroom, clock=at(), stop=asyncio.Event())
        balance = await balance_of(newsroom, errand)
        assert balance.deferred == 6, "it was not asked again at once"
        assert balance.sent == READERS - 6, "all others have their letters in the same round"
        async with newsroom.reading() as tx:
            lanes = await store.relays.lanes(tx, "relay", now=NOW)
        for minutes in (11, 30, 60):
            await carry(newsroom, now=NOW + timedelta(minutes=minutes))
        assert (await balance_of(newsroom, errand)).sent == READERS
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS
    assert 0 < sink.most[ANGRY] <= 2 + 2, "two at first, and hardly more as long as it is angry"
    assert lanes.get(ANGRY, 1) < max(lanes.values()), "and that it is slow is remembered"


async def test_a_domain_begins_with_two_and_earns_one_more_at_a_time_up_to_what_is_set(tmp_path: Path) -> None:
    sink = Receivers()
    async with (
        listening(sink, Receiver),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=8), more="[pace]\nconnections = 5\n") as newsroom,
    ):
        errand = await queued(newsroom, readers=60, domains=1)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).sent == 60
    assert all(at_once <= 2 + taken for taken, at_once in sink.history)
    assert max(at_once for taken, at_once in sink.history if taken == 0) <= 2
    assert max(at_once for _, at_once in sink.history) == 5


async def test_a_rate_for_a_domain_holds_it_back_and_nobody_else(tmp_path: Path) -> None:
    sink = Receivers()
    more = f'[pace.limits."{ANGRY}"]\nrate = 10.0\n'
    async with (
        listening(sink, Receiver),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=7), more=more) as newsroom,
    ):
        began = time.monotonic()
        errand = await queued(newsroom, readers=105)
        moments = list[tuple[str, float]]()

        async def note() -> None:
            moments.append((sink.accepted[-1].recipient, time.monotonic() - began))

        sink.on(".", note)

        def clock() -> datetime:
            return NOW + timedelta(seconds=time.monotonic() - began)

        start = time.monotonic() - began
        await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
        assert (await balance_of(newsroom, errand)).sent == 105
    slow = [moment for who, moment in moments if who.endswith(ANGRY)]
    others = [moment for who, moment in moments if not who.endswith(ANGRY)]
    assert slow[-1] - start >= 0.49, "ten at once, a second's worth, and five more at ten a second"
    assert len([moment for moment in others if moment < slow[-1]]) > 80, "the others did not wait behind it"


async def pressed(newsroom: Newsroom, *, slow: int, others: int) -> int:
    """An issue that is queued for so many readers whose domain has a rate, and behind them for others."""
    newsletter = await furnish(newsroom, readers=0, now=NOW, cadences=())
    people = [f"a{n}@{ANGRY}" for n in range(slow)] + [f"b{n}@fast{n % 5}.example" for n in range(others)]
    await enrol(newsroom, newsletter, people, now=NOW)
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    assert run.issue_id is not None
    return run.issue_id


async def test_a_rate_is_used_up_and_no_lane_sleeps_while_the_next_letter_is_due(tmp_path: Path) -> None:
    sink, more = Receivers(), f'[pace.limits."{ANGRY}"]\nrate = 10.0\n'
    async with (
        listening(sink, Receiver),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=20), more=more) as newsroom,
    ):
        errand = await pressed(newsroom, slow=24, others=30)
        began = time.monotonic()
        await jobs.dispatch(newsroom, clock=going(NOW), stop=asyncio.Event())
        assert (await balance_of(newsroom, errand)).sent == 54
    assert time.monotonic() - began < 7, "ten at once, and fourteen within two seconds"


async def test_what_made_room_for_others_leaves_in_the_same_round(tmp_path: Path) -> None:
    sink, more = Receivers(), f'[pace.limits."{ANGRY}"]\nrate = 3.0\n'
    async with (
        listening(sink, Receiver),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=10), more=more) as newsroom,
    ):
        errand = await pressed(newsroom, slow=20, others=20)
        await jobs.dispatch(newsroom, clock=going(NOW), stop=asyncio.Event())
        assert (await balance_of(newsroom, errand)).sent == 40, "nobody waits for a process that may not be there"


async def test_a_rate_holds_from_one_small_mail_to_the_next(tmp_path: Path) -> None:
    """As they come where somebody signs up now and then: each is a round of its own."""
    sink, moments = Receivers(), list[float]()
    async with (
        listening(sink, Receiver),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=5, rate=1.0)) as newsroom,
    ):

        async def note() -> None:
            moments.append(time.monotonic())

        sink.on(".", note)
        newsletter = await furnish(newsroom, readers=0, now=NOW, cadences=())
        attention, clock = jobs.Attention(), going(NOW)
        for n in range(3):
            wish = Request(kind=Asked.JOIN, address=f"new{n}@d{n}.example.org", newsletters=(newsletter.id,))
            async with newsroom.begin() as tx:
                await subscribers.ask(tx, wish, now=clock())
            await jobs.correspond(newsroom, now=clock())
            await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event(), attention=attention)
    assert len(moments) == 3
    assert all(later - earlier > 0.8 for earlier, later in itertools.pairwise(moments))
