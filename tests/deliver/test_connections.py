"""Which connections letters take, and what it means when one is lost."""

from __future__ import annotations

import asyncio

import pytest

from digest.deliver import open_relay
from digest.model import VerdictKind
from tests.deliver.letters import a_letter, letters_to, relay_to
from tests.smtp_servers import SILENCE, Farewell, serve_sink

pytestmark = pytest.mark.usefixtures("manner")

SENT, DEFERRED, REFUSED = VerdictKind.SENT, VerdictKind.DEFERRED, VerdictKind.REFUSED
SENDER_FAULT, RELAY_DOWN, IN_DOUBT = VerdictKind.SENDER_FAULT, VerdictKind.RELAY_DOWN, VerdictKind.IN_DOUBT


async def test_a_connection_is_kept_for_the_next_letter_and_ended_politely() -> None:
    async with serve_sink() as sink:
        async with open_relay(relay_to(sink)) as relay:
            for letter in letters_to(["a@example.org", "b@example.org", "c@example.org"]):
                assert (await relay.hand_over(letter)).kind is SENT
        await asyncio.sleep(0)
        assert sink.connections == 1
        assert sink.commands() == ["EHLO", *["MAIL", "RCPT", "DATA"] * 3, "QUIT"]


async def test_all_lanes_are_used_side_by_side_and_no_more() -> None:
    everybody_is_here = asyncio.Barrier(4)

    async def wait_for_the_others() -> None:
        async with asyncio.timeout(5):
            await everybody_is_here.wait()

    async with serve_sink() as sink, open_relay(relay_to(sink, connections=4)) as relay:
        assert relay.lanes == 4
        sink.on(".", wait_for_the_others)
        verdicts = await asyncio.gather(*map(relay.hand_over, letters_to([f"r{i}@example.org" for i in range(12)])))
    assert {verdict.kind for verdict in verdicts} == {SENT}
    assert sink.most_open == 4
    assert sorted(taken.recipient for taken in sink.accepted) == sorted(f"r{i}@example.org" for i in range(12))


async def test_letters_one_after_the_other_need_one_connection_of_many() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink, connections=10)) as relay:
        for letter in letters_to(["a@example.org", "b@example.org"]):
            await relay.hand_over(letter)
    assert sink.connections == 1


async def test_a_relay_that_asks_for_patience_at_mail_is_not_asked_twice() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        await relay.hand_over(a_letter())
        sink.on("MAIL", "451 4.3.0 queue file write error, try again in 90 seconds")
        verdict = await relay.hand_over(a_letter())
        assert (verdict.kind, verdict.wait) == (RELAY_DOWN, 90.0)
    assert sink.commands().count("MAIL") == 2


@pytest.mark.parametrize(
    ("step", "kind"),
    [("CONNECT", RELAY_DOWN), ("MAIL", RELAY_DOWN), ("RCPT", RELAY_DOWN), ("DATA", RELAY_DOWN), (".", IN_DOUBT)],
)
async def test_silence_ends_after_the_time_of_its_phase(step: str, kind: VerdictKind) -> None:
    quick = {"connect_timeout": 0.05, "command_timeout": 0.05, "data_timeout": 0.05}
    async with serve_sink() as sink, open_relay(relay_to(sink, **quick)) as relay:
        sink.on(step, SILENCE)
        async with asyncio.timeout(3):
            assert (await relay.hand_over(a_letter())).kind is kind


async def test_a_connection_lost_while_the_ledger_writes_does_not_begin_a_message_elsewhere() -> None:
    """DATA on a new connection that knows no reader would be our fault, and pause everybody."""
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:

        async def write_slowly() -> None:
            await sink.alone.wait()
            await asyncio.sleep(0.01)

        sink.on("RCPT", Farewell("250 2.1.5 ok"), times=1)
        verdict = await relay.hand_over(a_letter(), before_data=write_slowly)
        assert verdict.kind is RELAY_DOWN
        assert "DATA" not in sink.commands()
        assert (await relay.hand_over(a_letter())).kind is SENT
