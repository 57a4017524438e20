"""The LMTP listener: each recipient gets an answer, a good one only when the mail is written down."""

from __future__ import annotations

import asyncio
import smtplib
import tracemalloc
from collections.abc import Sequence

import pytest

from digest.deliver import lmtp
from digest.deliver.lmtp import serve_lmtp
from digest.deliver.mailboxes.box import LARGEST
from digest.errors import StoreError

MAIL = b"From: MAILER-DAEMON@mx.example\r\nSubject: Undeliverable\r\n\r\n.dot\r\n" + b"x" * 3000 + b"\r\n"


class Taken:
    """What was handed on; refuses while ``fault`` is set."""

    def __init__(self) -> None:
        self.mails: list[tuple[bytes, list[str]]] = []
        self.fault: Exception | None = None

    async def __call__(self, raw: bytes, recipients: Sequence[str]) -> None:
        if self.fault:
            raise self.fault
        self.mails.append((raw, list(recipients)))


def deliver(port: int, *recipients: str) -> list[str]:
    """Deliver as a mail server does, and return the answers, one for each recipient (RFC 2033 §4.2)."""
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo_or_helo_if_needed()
        assert client.docmd("MAIL FROM:<>")[0] == 250
        for recipient in recipients:
            client.docmd(f"RCPT TO:<{recipient}>")
        assert client.docmd("DATA")[0] == 354
        client.send(
            b"\r\n".join(b"." + line if line.startswith(b".") else line for line in MAIL.split(b"\r\n")) + b".\r\n"
        )
        return [" ".join((str(code), text.decode())) for code, text in (client.getreply() for _ in recipients)]


async def test_each_recipient_is_answered_and_the_mail_arrives_as_it_is() -> None:
    taken = Taken()
    async with serve_lmtp("127.0.0.1", 0, taken) as (_, port):
        answers = await asyncio.to_thread(deliver, port, "bounces+a@news.example", "bounces+b@news.example")
    assert answers == ["250 2.0.0 Taken"] * 2
    assert taken.mails == [(MAIL, ["bounces+a@news.example", "bounces+b@news.example"])]


@pytest.mark.parametrize("fault", [StoreError("The disk is full."), RuntimeError("a defect of ours")])
async def test_our_own_trouble_is_a_later_for_every_recipient(fault: Exception) -> None:
    taken = Taken()
    taken.fault = fault
    async with serve_lmtp("127.0.0.1", 0, taken) as (_, port):
        assert await asyncio.to_thread(deliver, port, "a@x.example", "b@x.example") == ["451 4.3.0 Later, please"] * 2
        taken.fault = None
        assert await asyncio.to_thread(deliver, port, "a@x.example") == ["250 2.0.0 Taken"]


async def talk(port: int, *said: bytes) -> list[bytes]:
    """What a server answers until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in (b"LHLO mx.example\r\nMAIL FROM:<>\r\nRCPT TO:<a@x.example>\r\nRCPT TO:<b@x.example>\r\n", *said):
        writer.write(piece)
        await writer.drain()
    answers = (await reader.read()).splitlines()
    writer.close()
    await writer.wait_closed()
    return answers


async def test_commands_may_come_together_and_one_mail_behind_the_other() -> None:
    taken = Taken()
    one = b"RSET\r\nMAIL FROM:<>\r\nRCPT TO:<c@x.example>\r\nDATA\r\nSubject: 2\r\n\r\n.\r\nQUIT\r\n"
    async with serve_lmtp("127.0.0.1", 0, taken) as (_, port):
        answers = await talk(port, b"DATA\r\nSubject: 1\r\n\r\n.\r\n" + one)
    assert b"250-PIPELINING" in answers
    said = [answer[:3] for answer in answers if not answer.startswith(b"250-")]
    assert said == b"220 250 250 250 250 354 250 250 250 250 250 354 250 221".split()
    assert taken.mails == [
        (b"Subject: 1\r\n\r\n", ["a@x.example", "b@x.example"]),
        (b"Subject: 2\r\n\r\n", ["c@x.example"]),
    ]


@pytest.mark.parametrize("line", [b"x" * 100_000 + b"\r\n", b"x" * 78 + b"\r\n"], ids=["long lines", "many lines"])
async def test_no_mail_is_too_long_and_its_beginning_is_kept(line: bytes) -> None:
    """Each recipient waits for an answer: after one too few, a mail server takes the next mail's for this one's."""
    taken = Taken()
    body = line * (21_000_000 // len(line))
    async with serve_lmtp("127.0.0.1", 0, taken) as (_, port):
        end = b".\r\nMAIL FROM:<>\r\nQUIT\r\n"
        answers = await talk(port, b"DATA\r\n", b"Subject: long\r\n\r\n", body, end)
    assert answers[-4:] == [b"250 2.0.0 Taken", b"250 2.0.0 Taken", b"250 OK", b"221 Bye"]
    ((raw, _),) = taken.mails
    assert raw == (b"Subject: long\r\n\r\n" + body)[:LARGEST]


async def test_a_line_without_an_end_is_not_kept() -> None:
    taken = Taken()
    async with serve_lmtp("127.0.0.1", 0, taken) as (_, port):
        tracemalloc.start()
        try:
            answers = await talk(port, b"DATA\r\n", *([b"." * 1_000_000] * 60), b"\r\n.\r\nQUIT\r\n")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert answers[-3:] == [b"250 2.0.0 Taken", b"250 2.0.0 Taken", b"221 Bye"]
    assert peak < 20_000_000
    assert taken.mails[0][0] == b"." * LARGEST


@pytest.mark.parametrize(
    ("said", "heard"), [(b"DATA now\r\n", b"501 Syntax: DATA"), (b"RSET\r\nDATA\r\n", b"503 Error: need RCPT command")]
)
async def test_a_mail_that_was_not_announced_is_not_asked_for(said: bytes, heard: bytes) -> None:
    async with serve_lmtp("127.0.0.1", 0, Taken()) as (_, port):
        assert (await talk(port, said, b"QUIT\r\n"))[-2:] == [heard, b"221 Bye"]


async def test_more_recipients_than_there_may_be_are_told_to_wait() -> None:
    def ask(port: int) -> set[int]:
        with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
            client.ehlo_or_helo_if_needed()
            client.docmd("MAIL FROM:<>")
            return {client.docmd(f"RCPT TO:<r{n}@x.example>")[0] for n in range(lmtp.MOST_RECIPIENTS + 1)}

    async with serve_lmtp("127.0.0.1", 0, Taken()) as (_, port):
        assert await asyncio.to_thread(ask, port) == {250, 452}


async def test_more_talks_than_there_may_be_are_sent_away() -> None:
    async with serve_lmtp("127.0.0.1", 0, Taken()) as (host, port):
        talks = [await asyncio.open_connection(host, port) for _ in range(lmtp.MOST_TALKS)]
        for reader, _ in talks:
            assert (await reader.readline()).startswith(b"220 ")
        reader, writer = await asyncio.open_connection(host, port)
        assert (await reader.readline()).startswith(b"421 4.3.2")
        for _, other in [*talks, (reader, writer)]:
            other.close()
            await other.wait_closed()


async def test_a_mail_that_comes_slowly_is_waited_for_while_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lmtp, "PATIENCE", 1.0)
    taken = Taken()
    async with serve_lmtp("127.0.0.1", 0, taken) as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<a@x.example>\r\nDATA\r\n")
        while not (await reader.readline()).startswith(b"354 "):
            pass
        for _ in range(6):
            writer.write(b"x\r\n")
            await asyncio.sleep(0.4)
        writer.write(b".\r\n")
        assert await reader.readline() == b"250 2.0.0 Taken\r\n"
        writer.close()
    assert [raw for raw, _ in taken.mails] == [b"x\r\n" * 6]
