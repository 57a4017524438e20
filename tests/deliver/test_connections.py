"""Which connections letters take, and what it means when one is lost."""

from __future__ import annotations

import asyncio

import pytest

from digest.deliver import open_relay
from digest.model import VerdictKind
from tests.deliver.letters import a_letter, letters_to, relay_to
from tests.smtp_servers import HANG_UP, RESET, SILENCE, Farewell, Fault, serve_sink

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


async def test_a_connection_is_renewed_after_so_many_letters() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink, messages_per_connection=3)) as relay:
        for letter in letters_to([f"reader{i}@example.org" for i in range(7)]):
            assert (await relay.hand_over(letter)).kind is SENT
    assert [taken.connection for taken in sink.accepted] == [1, 1, 1, 2, 2, 2, 3]
    assert sink.commands(1)[-1] == "QUIT"


async def test_refused_readers_count_for_the_renewal_too() -> None:
    """Servers close connections on which too much was refused; it is renewed before they lose patience."""
    async with serve_sink() as sink, open_relay(relay_to(sink, messages_per_connection=2)) as relay:
        sink.on("RCPT", "550 5.1.1 no such user")
        for letter in letters_to([f"reader{i}@example.org" for i in range(4)]):
            assert (await relay.hand_over(letter)).kind is REFUSED
    assert sink.connections == 2


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


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("rude", [HANG_UP, RESET, "421 4.3.2 too many messages, come again"])
async def test_a_kept_connection_that_is_closed_is_replaced_without_a_word(step: str, rude: Fault) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        first, second = letters_to(["a@example.org", "b@example.org"])
        assert (await relay.hand_over(first)).kind is SENT
        sink.on(step, rude, times=1)
        verdict = await relay.hand_over(second)
        if isinstance(rude, str) and step != "MAIL":  # said to a reader's face, it is about the reader
            assert verdict.kind is DEFERRED
            verdict = await relay.hand_over(second)
        assert verdict.kind is SENT
    assert [taken.connection for taken in sink.accepted] == [1, 2]


@pytest.mark.parametrize(
    "farewell", [Farewell("250 2.0.0 taken"), Farewell("250 2.0.0 taken\r\n421 4.4.2 you are too slow")]
)
async def test_a_connection_that_the_server_closed_while_idle_is_replaced(farewell: Fault) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(".", farewell, times=1)
        assert (await relay.hand_over(a_letter())).kind is SENT
        await sink.alone.wait()
        await asyncio.sleep(0.01)
        assert (await relay.hand_over(a_letter())).kind is SENT
    assert [taken.connection for taken in sink.accepted] == [1, 2]


async def test_a_fresh_connection_that_is_closed_at_once_is_told_and_not_tried_for_ever() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on("MAIL", HANG_UP)
        assert (await relay.hand_over(a_letter())).kind is RELAY_DOWN
    assert sink.connections == 1


async def test_a_relay_that_asks_for_patience_at_mail_is_not_asked_twice() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        await relay.hand_over(a_letter())
        sink.on("MAIL", "451 4.3.0 queue file write error, try again in 90 seconds")
        verdict = await relay.hand_over(a_letter())
        assert (verdict.kind, verdict.wait) == (RELAY_DOWN, 90.0)
    assert sink.commands().count("MAIL") == 2


@pytest.mark.parametrize(
    ("step", "kind", "stored"),
    [
        ("CONNECT", RELAY_DOWN, 0),
        ("EHLO", RELAY_DOWN, 0),
        ("MAIL", RELAY_DOWN, 0),
        ("RCPT", RELAY_DOWN, 0),
        ("DATA", RELAY_DOWN, 0),
        ("BODY", IN_DOUBT, 0),
        (".", IN_DOUBT, 1),
    ],
)
@pytest.mark.parametrize("rude", [HANG_UP, RESET])
async def test_a_lost_connection_means_doubt_only_when_the_message_was_on_its_way(
    step: str, rude: Fault, kind: VerdictKind, stored: int
) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(step, rude, times=1)
        verdict = await relay.hand_over(a_letter())
        assert verdict.kind is kind
        assert verdict.text
        assert len(sink.accepted) == stored
        assert (await relay.hand_over(a_letter())).kind is SENT, "the lane works again"


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


async def test_the_reply_to_the_final_dot_has_a_time_of_its_own() -> None:
    """A spurious time-out here makes a second copy (RFC 5321 §4.5.3.2.6)."""

    async def think() -> None:
        await asyncio.sleep(0.3)

    async with serve_sink() as sink, open_relay(relay_to(sink, command_timeout=0.1)) as relay:
        sink.on(".", think)
        assert (await relay.hand_over(a_letter())).kind is SENT
    assert len(sink.accepted) == 1


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
