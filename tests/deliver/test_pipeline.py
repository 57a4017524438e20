"""Many commands in one write (RFC 2920): each letter keeps its own answer; what was only announced is not sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import aiosmtplib
import pytest
from aiosmtplib.protocol import SMTPProtocol

from digest.deliver import open_relay
from digest.deliver.pipeline import Pipeline, take_over
from digest.model import Letter, Verdict, VerdictKind
from tests.deliver.letters import a_letter, letters_to, relay_to
from tests.smtp_servers import HANG_UP, Sink, serve_sink

SENT, REFUSED, DOWN, DOUBT = (
    VerdictKind.SENT,
    VerdictKind.REFUSED,
    VerdictKind.RELAY_DOWN,
    VerdictKind.IN_DOUBT,
)


async def carried(sink: Sink, letters: list[Letter], **settings: object) -> list[Verdict]:
    """All letters on one lane, each announced behind the one before."""
    verdicts = []
    async with asyncio.timeout(10), open_relay(relay_to(sink, **settings)) as relay, relay.lane() as lane:
        waiting: Iterator[Letter] = iter(letters[1:])
        for number, letter in enumerate(letters):
            verdicts.append(await lane.carry(letter, following=lambda: next(waiting, None)))
            assert number < len(letters)
    return verdicts


async def test_the_next_envelope_goes_behind_the_final_dot() -> None:
    async with serve_sink() as sink:
        letters = letters_to([f"reader{n}@example.org" for n in range(5)])
        assert [verdict.kind for verdict in await carried(sink, letters)] == [SENT] * 5
        assert [taken.recipient for taken in sink.accepted] == [letter.envelope_to for letter in letters]
        assert sink.connections == 1
        assert sink.commands() == ["EHLO", *["MAIL", "RCPT", "DATA"] * 5, "QUIT"]


async def test_three_commands_are_one_write() -> None:
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 x\r\n")
        await reader.readuntil(b"\r\n")
        writer.write(b"250-x\r\n250 PIPELINING\r\n")
        heard.append(await reader.read(1000))
        writer.write(b"250 a\r\n250 b\r\n354 c\r\n")
        heard.append(await reader.readuntil(b"\r\n.\r\n"))
        writer.write(b"250 2.0.0 taken\r\n")
        await reader.read(1000)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        async with open_relay(relay_to(Sink(port=port))) as relay:
            assert (await relay.hand_over(a_letter())).kind is SENT
    assert heard[0] == b"MAIL FROM:<bounce+1@harbourpost.example>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n"
    assert heard[1] == a_letter().message + b".\r\n"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
async def test_a_refusal_of_the_announced_letter_is_its_own(step: str) -> None:
    async with serve_sink() as sink:
        letters = letters_to(["alice@example.org", "bob@example.org", "cem@example.org"])
        when = "bob@" if step == "RCPT" else ""
        answered = 0

        async def the_second_time() -> str | None:
            nonlocal answered
            answered += 1
            return "550 5.1.1 not here" if answered == 2 else None

        sink.on(step, "550 5.1.1 not here" if when else the_second_time, when=when)
        verdicts = await carried(sink, letters)
        assert [verdict.code for verdict in verdicts] == [250, 550, 250]
        assert [taken.recipient for taken in sink.accepted] == ["alice@example.org", "cem@example.org"]
        assert sink.connections == (2 if step == "MAIL" else 1), "what is our fault is asked again on a new one"


async def test_a_server_that_asks_for_the_message_of_nobody_is_given_a_lone_dot() -> None:
    """RFC 2920 §3.1: 354 though every recipient was refused."""
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 x\r\n")
        await reader.readuntil(b"\r\n")
        writer.write(b"250-x\r\n250 PIPELINING\r\n")
        await reader.readuntil(b"DATA\r\n")
        writer.write(b"250 a\r\n550 5.1.1 nobody\r\n354 well then\r\n")
        heard.append(await reader.readuntil(b"\r\n"))
        writer.write(b"554 5.5.1 no valid recipients\r\n")
        heard.append(await reader.readuntil(b"DATA\r\n"))
        writer.write(b"250 a\r\n250 b\r\n354 c\r\n")
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 2.0.0 taken\r\n")
        await reader.read(1000)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server, open_relay(relay_to(Sink(port=server.sockets[0].getsockname()[1]))) as relay:
        assert (await relay.hand_over(a_letter())).kind is REFUSED
        assert (await relay.hand_over(a_letter())).kind is SENT
    assert heard[0] == b".\r\n"
    assert heard[1].startswith(b"MAIL")


async def test_nobody_is_refused_by_what_a_server_out_of_step_says() -> None:
    """Two answers to MAIL: the second stands where RCPT's is looked for, and RCPT's where DATA's is."""
    calls = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.write(b"220 x\r\n")
        await reader.readuntil(b"\r\n")
        writer.write(b"250-x\r\n250 PIPELINING\r\n")
        await reader.readuntil(b"DATA\r\n")
        writer.write(b"250 ok\r\n550 5.1.1 user unknown\r\n250 ok\r\n354 well then\r\n")
        await reader.read(1000)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server, open_relay(relay_to(Sink(port=server.sockets[0].getsockname()[1]))) as relay:
        verdict = await relay.hand_over(a_letter())
    assert verdict.kind is DOWN
    assert "out of step" in verdict.text
    assert calls == 1


async def test_what_was_announced_and_not_carried_is_forgotten_with_the_connection() -> None:
    async with serve_sink() as sink:
        first, second = letters_to(["alice@example.org", "bob@example.org"])
        async with open_relay(relay_to(sink)) as relay:
            async with relay.lane() as lane:
                assert (await lane.carry(first, following=lambda: second)).kind is SENT
            assert (await relay.hand_over(a_letter(envelope_to="cem@example.org"))).kind is SENT
        assert [taken.recipient for taken in sink.accepted] == ["alice@example.org", "cem@example.org"]
        assert sink.connections == 2


async def test_another_letter_than_the_announced_one_is_sent_whole_and_alone() -> None:
    async with serve_sink() as sink:
        first, second, other = letters_to(["alice@example.org", "bob@example.org", "cem@example.org"])
        async with open_relay(relay_to(sink)) as relay, relay.lane() as lane:
            await lane.carry(first, following=lambda: second)
            assert (await lane.carry(other)).kind is SENT
        assert [taken.recipient for taken in sink.accepted] == ["alice@example.org", "cem@example.org"]


async def test_a_connection_that_ends_after_a_letter_costs_the_announced_one_nothing() -> None:
    async with serve_sink() as sink:
        sink.on("MAIL", HANG_UP, times=0)
        letters = letters_to(["alice@example.org", "bob@example.org"])
        times = 0

        async def hang_up_on_the_second() -> object:
            nonlocal times
            times += 1
            return HANG_UP if times == 2 else None

        sink.on("MAIL", hang_up_on_the_second)  # type: ignore[arg-type]
        assert [verdict.kind for verdict in await carried(sink, letters)] == [SENT, SENT]
        assert [taken.recipient for taken in sink.accepted] == ["alice@example.org", "bob@example.org"]
        assert sink.connections == 2


async def test_a_lost_answer_to_the_dot_puts_one_letter_in_doubt_and_not_the_announced_one() -> None:
    async with serve_sink() as sink:
        sink.on(".", HANG_UP, times=1)
        marked: list[str] = []
        letters = letters_to(["alice@example.org", "bob@example.org"])
        async with open_relay(relay_to(sink)) as relay, relay.lane() as lane:

            async def mark() -> None:
                marked.append("one")

            assert (await lane.carry(letters[0], mark, lambda: letters[1])).kind is DOUBT
            assert len(marked) == 1
            assert (await lane.carry(letters[1], mark)).kind is SENT
    assert [taken.recipient for taken in sink.accepted] == ["alice@example.org", "bob@example.org"]


async def test_a_connection_is_renewed_between_letters_and_never_announces_beyond() -> None:
    async with serve_sink() as sink:
        letters = letters_to([f"reader{n}@example.org" for n in range(7)])
        verdicts = await carried(sink, letters, messages_per_connection=3)
        assert [verdict.kind for verdict in verdicts] == [SENT] * 7
        assert sink.connections == 3
        assert sink.commands(1).count("MAIL") == 3


async def test_an_impossible_letter_is_not_announced_and_gets_its_verdict_in_its_turn() -> None:
    async with serve_sink() as sink:
        letters = letters_to(["alice@example.org", "b b@example.org", "cem@example.org"])
        assert [verdict.kind for verdict in await carried(sink, letters)] == [SENT, REFUSED, SENT]


async def test_an_answer_that_nobody_asked_for_ends_the_conversation() -> None:
    """Or it would be taken for the answer to something else."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 x\r\n")
        await reader.readuntil(b"\r\n")
        writer.write(b"250-x\r\n250 PIPELINING\r\n")
        await reader.readuntil(b"DATA\r\n")
        writer.write(b"250 a\r\n250 b\r\n354 c\r\n250 2.0.0 taken before it was sent\r\n")
        await reader.read(100_000)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server, open_relay(relay_to(Sink(port=server.sockets[0].getsockname()[1]))) as relay:
        verdict = await relay.hand_over(a_letter())
    assert verdict.kind is not SENT


def test_aiosmtplib_is_still_built_as_the_pipeline_needs_it() -> None:
    """A new aiosmtplib that is built otherwise is noticed here; without it, letters go one command at a time."""
    protocol = SMTPProtocol(loop=asyncio.new_event_loop())
    assert isinstance(protocol._buffer, bytearray)
    assert protocol._read_response_from_buffer() is None
    protocol._buffer += b"250-one\r\n250 two\r\n354 more"
    assert protocol._read_response_from_buffer() == aiosmtplib.SMTPResponse(250, "one\ntwo")
    assert protocol._read_response_from_buffer() is None
    assert bytes(protocol._buffer) == b"354 more"
    assert callable(aiosmtplib.SMTP()._on_connection_lost)
    for name in ("write", "read_response", "execute_command", "connection_made", "connection_lost", "eof_received"):
        assert callable(getattr(protocol, name))
    protocol._loop.close()


async def test_an_aiosmtplib_that_is_built_otherwise_is_left_to_itself() -> None:
    async with serve_sink() as sink:
        client = aiosmtplib.SMTP(hostname=sink.host, port=sink.port, start_tls=False)
        await client.connect()
        await client.ehlo()
        assert client.protocol is not None
        del type(client.protocol)._read_response_from_buffer
        try:
            assert take_over(client) is None
        finally:
            SMTPProtocol._read_response_from_buffer = READ  # type: ignore[method-assign]
        assert isinstance(take_over(client), Pipeline)
        await client.quit()


READ = SMTPProtocol._read_response_from_buffer
