"""R-15: servers that are broken or mean are bounded in time and memory, and never a reader's fault."""

from __future__ import annotations

import asyncio
import tracemalloc

import pytest

from digest.deliver import open_relay
from digest.model import Verdict, VerdictKind
from tests.deliver.letters import a_letter, relay_to
from tests.smtp_servers import DEAF, HANG_UP, Farewell, Fault, Sink, serve_sink

RELAY_DOWN, IN_DOUBT, SENT = VerdictKind.RELAY_DOWN, VerdictKind.IN_DOUBT, VerdictKind.SENT

pytestmark = pytest.mark.usefixtures("manner")

NO_ANSWERS = [
    b"-25 what\r\n",
    b"+25 what\r\n",
    b"000 what\r\n",
    b"999 what\r\n",
    b"150 what\r\n",
    b"334 what\r\n",
    b"2_0 what\r\n",
    b"  2 what\r\n",
    b"hello\r\n",
    b"\r\n",
    b"\xff\xfe\x00\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n",
    b"250-\r\nno\r\n",
]


async def ask(sink: Sink, **fields: object) -> Verdict:
    async with asyncio.timeout(5), open_relay(relay_to(sink, **fields)) as relay:
        return await relay.hand_over(a_letter())


@pytest.mark.parametrize("wire", NO_ANSWERS)
@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."])
async def test_an_answer_that_is_none_counts_as_none(step: str, wire: bytes) -> None:
    async with serve_sink() as sink:
        sink.on(step, wire, times=1)
        async with asyncio.timeout(5), open_relay(relay_to(sink)) as relay:
            verdict = await relay.hand_over(a_letter())
            assert verdict.kind is (IN_DOUBT if step == "." else RELAY_DOWN)
            assert verdict.text
            assert verdict.text.isprintable()
            assert (await relay.hand_over(a_letter())).kind is SENT
    assert sink.connections == 2, "a server out of step is left"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
async def test_a_yes_to_another_question_is_not_taken_for_a_sent_letter(step: str) -> None:
    async with serve_sink() as sink:
        sink.on(step, "235 2.7.0 welcome" if step != "DATA" else "250 2.0.0 taken")
        verdict = await ask(sink)
    assert verdict.kind is RELAY_DOWN
    assert "unexpected answer" in verdict.text


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(
    "wire",
    [b"250 " + b"x" * 1_000_000 + b"\r\n", b"250-x\r\n" * 150_000 + b"250 x\r\n", b"x" * 1_000_000],
    ids=["one line", "many lines", "no line"],
)
async def test_a_megabyte_of_answer_takes_no_memory_to_speak_of(step: str, wire: bytes) -> None:
    async with serve_sink() as sink:
        sink.on(step, wire)
        tracemalloc.start()
        try:
            verdict = await ask(sink)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert verdict.kind is (IN_DOUBT if step == "." else RELAY_DOWN)
    assert len(verdict.text) <= 600
    assert peak < 8_000_000, "two megabytes of it are the sink's own"


async def test_a_line_that_is_longer_than_it_may_be_is_an_answer() -> None:
    """Ten thousand octets where RFC 5321 allows 512: whether the letter was taken is no matter of doubt."""
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on("RCPT", b"550 5.1.1 " + b"x" * 10_000 + b"\r\n", times=1)
        sink.on(".", b"250 2.0.0 " + b"x" * 10_000 + b"\r\n")
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.REFUSED
        assert (await relay.hand_over(a_letter())).kind is SENT
    assert sink.connections == 1


async def test_an_ehlo_of_5000_lines_is_no_greeting() -> None:
    async with serve_sink(extensions=tuple(f"X-FEATURE-{i}" for i in range(5000))) as sink:
        assert (await ask(sink)).kind is RELAY_DOWN


async def test_a_greeting_in_drips_ends_with_the_time_for_all_of_it() -> None:
    """Each byte comes in time, and the whole never does."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(b"220-welcome\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()[:2]
        sink = Sink(host=host, port=port)
        verdict = await ask(sink, connect_timeout=0.1, command_timeout=0.1)
        assert verdict.kind is RELAY_DOWN
        assert "Timed out" in verdict.text or "took more than" in verdict.text
    finally:
        server.close()
        await asyncio.sleep(0.05)


async def test_many_slow_answers_in_time_do_not_add_up_to_a_held_lane() -> None:
    """Banner, EHLO and login have one limit together; the words say so."""

    async def think() -> None:
        await asyncio.sleep(0.7)

    async with serve_sink(extensions=("AUTH PLAIN LOGIN",)) as sink:
        for step in ("CONNECT", "EHLO", "AUTH"):
            sink.on(step, think)
        login = {"username": "editor", "password": "low tide", "allow_plain_login": True}
        verdict = await ask(sink, connect_timeout=1.0, command_timeout=0.5, **login)
    assert verdict.kind is RELAY_DOWN
    assert verdict.text == "banner, EHLO, TLS and login took more than 1.5 seconds"


async def test_an_old_server_that_knows_only_helo_is_spoken_to() -> None:
    async with serve_sink() as sink:
        sink.on("EHLO", "502 5.5.1 never heard of it")
        assert (await ask(sink)).kind is SENT
    assert sink.commands() == ["EHLO", "HELO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert sink.accepted[0].options == ""


async def test_a_server_that_refuses_every_greeting_is_our_set_up() -> None:
    async with serve_sink() as sink:
        sink.on("EHLO", "550 5.7.1 we do not know you")
        assert (await ask(sink)).kind is VerdictKind.SENDER_FAULT


async def test_words_that_no_database_holds_are_made_printable() -> None:
    async with serve_sink() as sink:
        sink.on("RCPT", b"550 5.1.1 \xe4\xf6\xfc \x00 \x1b[2J \x7f nobody\r\n")
        verdict = await ask(sink)
    assert verdict.kind is VerdictKind.REFUSED
    assert verdict.text.isprintable()
    verdict.text.encode()
    assert verdict.text.endswith("nobody")


async def test_a_refusal_in_the_middle_of_the_message_is_heard() -> None:
    async with serve_sink() as sink:
        sink.on("BODY", Farewell("554 5.6.0 we do not like this"))
        verdict = await ask(sink)
    assert (verdict.kind, verdict.code) == (VerdictKind.SENDER_FAULT, 554)


async def test_a_peer_that_reads_no_more_gets_nothing_more_and_the_socket_comes_back() -> None:
    """What was written and could not leave must not leave later: the letter was given up, and is in doubt."""
    big = b"Sand und Wind auf der Mole heute Nacht, und wieder Sand und Wind =\r\n" * 200_000
    async with serve_sink(extensions=()) as sink, open_relay(relay_to(sink, data_timeout=0.2)) as relay:
        sink.on("BODY", DEAF)
        assert (await relay.hand_over(a_letter(message=big))).kind is IN_DOUBT
        sink.hears_again.set()
        await asyncio.wait_for(sink.alone.wait(), 5)
        assert sink.accepted == []


async def test_a_good_bye_that_is_not_answered_is_not_waited_for_long() -> None:
    async with asyncio.timeout(5), serve_sink() as sink:
        sink.on("QUIT", HANG_UP)
        assert (await ask(sink)).kind is SENT
        sink.rules.clear()
        sink.on("QUIT", b"what?\r\n")
        assert (await ask(sink)).kind is SENT


@pytest.mark.parametrize("fault", [HANG_UP, "421 4.3.2 no", "554 5.0.0 no", b"what?\r\n"])
async def test_a_reset_that_goes_wrong_costs_the_connection_and_no_letter(fault: Fault) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on("RCPT", "550 5.1.1 no such user", times=1)
        sink.on("RSET", fault, times=1)
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.REFUSED
        assert (await relay.hand_over(a_letter())).kind is SENT
    assert sink.connections == 2
