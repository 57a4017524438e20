"""The LMTP listener: each recipient gets an answer, a good one only when the mail is written down."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Sequence

import pytest

from digest.deliver import lmtp
from digest.deliver.lmtp import serve_lmtp
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
