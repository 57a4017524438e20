"""What a relay and its receivers may be given is for all processes together, however many carry."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import deliver, engine, store
from digest.deliver.pace import Limits
from digest.mailroom import Mailroom
from digest.model import Lease, Letter, Verdict, VerdictKind
from digest.newsroom import Newsroom
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.relays import SENT, ScriptedRelay

NEIGHBOUR = "elsewhere:4711:99:"
LATER = Verdict(kind=VerdictKind.DEFERRED, code=450, enhanced="4.2.0", text="4.2.0 later")


async def a_neighbour(newsroom: Newsroom, *uniques: str) -> None:
    """Another process carries letters, too; it may hold several leases."""
    async with newsroom.begin() as tx:
        for unique in uniques:
            await store.leases.take(tx, NEIGHBOUR + unique, now=NOW)


async def test_a_process_carries_the_letters_of_the_day_that_no_other_booked(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay(name="new", daily=20)
        newsroom = replace(opened, relays=(relay,))
        await pressed(newsroom, 60)
        await a_neighbour(newsroom)
        await newsroom.pen.write(lambda tx: store.relays.book(tx, name="new", letters=7, cap=20, now=NOW))
        await carry(newsroom)
        assert len(relay.taken) == 13, "whoever booked the others may have been killed"
        await newsroom.pen.write(lambda tx: store.relays.unbook(tx, "new", letters=7, day=NOW.date()))
        await carry(newsroom, NOW + timedelta(minutes=1))  # what was claimed and not carried waits for some seconds
        assert len(relay.taken) == 20, "to the last one, however many share it"


async def test_what_was_booked_and_is_not_needed_is_given_back(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        relay = ScriptedRelay(lambda letter: LATER if "reader1@" in letter.envelope_to else SENT, name="new", daily=20)
        newsroom = replace(opened, relays=(relay,))
        await pressed(newsroom, 5)
        await carry(newsroom)
        async with newsroom.reading() as tx:
            assert (await store.relays.every(tx))["new"].sent_on(NOW.date()) == len(relay.taken) == 4


@pytest.mark.parametrize(("holder", "crew"), [(NEIGHBOUR, 2), (f"{socket.gethostname()}:{2**22}:1:", 1)])
async def test_a_neighbour_that_is_gone_takes_no_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holder: str, crew: int
) -> None:
    """No process of this host has the second one's number."""
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(rate=1000.0),))
        await pressed(newsroom, 5)
        async with newsroom.begin() as tx:
            await store.leases.take(tx, holder + "a", now=NOW)
        crews, usual = list[int](), Mailroom.limits_of

        def limits_of(mailroom: Mailroom, relay: deliver.Relay, *, crew: int = 1) -> deliver.gaits.LimitsOf:
            crews.append(crew)
            return usual(mailroom, relay, crew=crew)

        monkeypatch.setattr(Mailroom, "limits_of", limits_of)
        await carry(newsroom)
        assert crews[-1] == crew


async def test_side_by_side_they_carry_no_more_than_the_letters_of_the_day(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever joins in the middle, and whoever carries faster than the others know."""
    names = iter(f"host:{number}:1:x" for number in range(1000))
    monkeypatch.setattr("digest.sending.holding.engine.holder", lambda _: next(names))
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(a_newsroom(tmp_path, database=database_url)) for _ in range(3)]
        relays = [Unhurried(name="new", daily=40) for _ in opened]
        newsrooms = [replace(one, relays=(relay,)) for one, relay in zip(opened, relays, strict=True)]
        issue = await pressed(newsrooms[0], 150)
        await asyncio.gather(*(carry(one) for one in newsrooms))
        taken = sum(len(relay.taken) for relay in relays)
        assert taken == 40
        assert (await accounts(newsrooms[0], issue))[1].sent == taken


class Unhurried(ScriptedRelay):
    """A relay that takes its time."""

    async def hand_over(self, letter: Letter, *, before_data: deliver.BeforeData | None = None) -> Verdict:
        await asyncio.sleep(0.02)
        return await super().hand_over(letter, before_data=before_data)


async def test_rates_and_lanes_are_shared(tmp_path: Path) -> None:
    more = "[pace]\nconnections = 9\nrate = 8.0\n[pace.limits.acme]\nconnections = 2\n"
    async with a_newsroom(tmp_path, more=more) as newsroom:
        relay = ScriptedRelay(rate=12.0)
        alone, shared = newsroom.limits_of(relay), newsroom.limits_of(relay, crew=4)
        assert (alone("d1.example.org").rate, alone("d1.example.org").most_lanes) == (8.0, 9)
        assert (shared("d1.example.org").rate, shared("d1.example.org").most_lanes) == (2.0, 2)
        assert shared("acme").most_lanes == 1, "each has one at least"
        assert (alone("").rate, shared("").rate, shared("").most_lanes) == (12.0, 3.0, 6)


def test_a_share_of_no_limit_is_no_limit() -> None:
    assert Limits.shared(0.0, first=2, most=20, crew=4).rate == 0.0


def test_leases_of_one_process_are_one_carrier() -> None:
    mine, again = (Lease(id=number, holder=engine.holder(str(number))) for number in (1, 2))
    assert mine.holder != again.holder
    assert mine.process == again.process
