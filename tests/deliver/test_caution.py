"""Whether a server that offers PIPELINING is believed, and what is done where it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from digest.deliver import open_relay
from digest.deliver.caution import Caution
from tests.deliver.letters import letters_to, relay_to
from tests.deliver.test_pipeline import DOWN, REFUSED, SENT, carried
from tests.smtp_servers import HANG_UP, Sink, serve_sink

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def swallow(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, close: bool = False, behind: bool = False
) -> None:
    """Offer PIPELINING, and hear of all that comes together the first line only, or ``close`` the connection.

    ``behind``: only of what comes behind the end of a message.
    """
    answers = {b"EHLO": b"250-x\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
    writer.write(b"220 x\r\n")
    carried = 0
    while (heard := await reader.read(10_000)) and not (close and heard.count(b"\r\n") > 1):
        lines = heard.splitlines() if behind and not carried else heard.splitlines()[:1]
        for line in lines:
            writer.write(answers.get(line[:4], b"250 ok\r\n"))
        if lines[-1] == b"DATA":
            await reader.readuntil(b"\r\n.\r\n")
            carried += 1
            await asyncio.sleep(0.01)
            writer.write(b"250 taken\r\n")
    writer.close()


def served(talk: Talk) -> Awaitable[asyncio.Server]:
    return asyncio.start_server(talk, "127.0.0.1", 0)


def port_of(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port


SUSPECTED = "does not answer what is pipelined"


@pytest.mark.parametrize("talk", [swallow, partial(swallow, close=True)])
async def test_a_server_that_swallows_what_is_pipelined_is_asked_one_thing_after_the_other(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    async with await served(talk) as server:
        letters = letters_to([f"reader{n}@example.org" for n in range(4)])
        verdicts = await carried(Sink(port=port_of(server)), letters, command_timeout=0.2)
        assert [verdict.kind for verdict in verdicts] == [DOWN, SENT, SENT, SENT]
        assert caplog.text.count(SUSPECTED) == 1


async def test_a_server_that_swallows_what_comes_behind_a_message_is_found_out_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with await served(partial(swallow, behind=True)) as server:
        letters = letters_to([f"reader{n}@example.org" for n in range(8)])
        verdicts = await carried(Sink(port=port_of(server)), letters, command_timeout=0.1)
        assert [verdict.kind for verdict in verdicts] == [SENT] * 8
        assert caplog.text.count(SUSPECTED) == 1


async def test_one_silence_is_no_reason_to_believe_a_server_less() -> None:
    async with serve_sink() as sink:
        sink.on("MAIL", HANG_UP, times=1)
        letters = letters_to([f"reader{n}@example.org" for n in range(3)])
        assert [verdict.kind for verdict in await carried(sink, letters)] == [DOWN, SENT, SENT]
        sink.on("RCPT", HANG_UP, times=1)
        assert [verdict.kind for verdict in await carried(sink, letters)] == [DOWN, SENT, SENT]


@pytest.mark.parametrize("bad", [["odd@a.example"] * 3, ["odd@a.example", "odd@b.example"]], ids=["one", "two"])
async def test_addresses_that_a_server_ends_at_say_nothing_of_pipelining(
    bad: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with serve_sink() as sink:
        sink.on("RCPT", HANG_UP, when="odd@")
        verdicts = await carried(sink, letters_to([*bad, "reader@example.org"]))
        assert [verdict.kind for verdict in verdicts] == [DOWN] * len(bad) + [SENT]
    assert SUSPECTED not in caplog.text


async def test_a_refusal_is_an_answer_to_what_was_pipelined(caplog: pytest.LogCaptureFixture) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        for _ in range(3):
            sink.on("MAIL", HANG_UP, times=1)
            sink.on("RCPT", "550 5.1.1 no such user")
            (letter,) = letters_to(["reader@example.org"])
            async with relay.lane() as lane:
                await lane.line.close()  # type: ignore[attr-defined]
                kinds = [(await lane.carry(letter)).kind for _ in range(13)]
            assert kinds == [DOWN] + [REFUSED] * 12
    assert SUSPECTED not in caplog.text


async def test_a_connection_that_ends_while_the_ledger_is_written_was_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def leave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 x\r\n")
        await reader.readline()
        writer.write(b"250-x\r\n250 PIPELINING\r\n")
        await reader.readuntil(b"DATA\r\n")
        writer.write(b"250 ok\r\n250 ok\r\n354 go on\r\n")
        writer.close()

    async with await served(leave) as server, open_relay(relay_to(Sink(port=port_of(server)))) as relay:
        for letter in letters_to([f"reader{n}@example.org" for n in range(4)]):
            verdict = await relay.hand_over(letter, before_data=lambda: asyncio.sleep(0.05))
            assert verdict.kind is DOWN
    assert SUSPECTED not in caplog.text


def test_pipelining_is_tried_anew_by_one_connection_soon_and_ever_less_often() -> None:
    caution = Caution("relay")
    caution.unanswered(0.0)
    caution.answered()
    caution.unanswered(1.0)
    assert caution.believes(1.0)
    caution.unanswered(2.0)
    at = 2.0
    for pause in (60, 120, 240, 480, 960, 1920, 3600, 3600):
        assert not caution.believes(at + pause - 1)
        at += pause
        assert caution.believes(at)
        assert not caution.believes(at + 1)
        caution.unanswered(at + 2)


def test_a_server_that_said_nothing_for_a_moment_is_soon_believed_again() -> None:
    caution = Caution("relay")
    for _ in range(20):  # on as many connections
        caution.unanswered(0.0)
    assert not caution.believes(59.0)
    assert caution.believes(60.0)
    for _ in range(20):
        assert not caution.believes(61.0)
        caution.answered()
    assert caution.believes(61.0)
