"""The demo's mail server takes real SMTP and keeps every letter."""

from __future__ import annotations

import asyncio
import mailbox
from pathlib import Path

import aiosmtplib

from digest.demo.mailbox import serve_mailbox

LETTER = (
    b"From: The Harbour Post <morning@harbourpost.example>\r\nTo: reader@example.org\r\nSubject: Storm\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"H\xc3\xb6chste Flut um 0:50.\r\n.\r\nEnde.\r\n"
)


async def hand_over(host: str, port: int, to: str, letter: bytes = LETTER) -> None:
    async with aiosmtplib.SMTP(hostname=host, port=port, start_tls=False) as smtp:
        await smtp.ehlo()
        assert {"8bitmime", "smtputf8"} <= set(smtp.esmtp_extensions)
        options = [] if to.isascii() else ["SMTPUTF8"]
        await smtp.sendmail("bounce@harbourpost.example", to, letter, mail_options=[*options, "BODY=8BITMIME"])


async def test_letters_lie_in_the_maildir_with_their_envelope(tmp_path: Path) -> None:
    readers = [f"reader{i}@example.org" for i in range(8)]
    async with serve_mailbox(tmp_path / "deep" / "mail") as (host, port):
        await asyncio.gather(*(hand_over(host, port, reader) for reader in readers))
    letters = list(mailbox.Maildir(tmp_path / "deep" / "mail", create=False))
    assert sorted(letter["Delivered-To"] for letter in letters) == readers
    assert {letter["Return-Path"] for letter in letters} == {"<bounce@harbourpost.example>"}
    body = letters[0].get_payload(decode=True)
    assert body == "Höchste Flut um 0:50.\n.\nEnde.\n".encode()


async def test_an_address_beyond_ascii_is_taken(tmp_path: Path) -> None:
    async with serve_mailbox(tmp_path / "mail") as (host, port):
        await hand_over(host, port, "читатель@example.org")
    (letter,) = (tmp_path / "mail" / "new").iterdir()
    assert "Delivered-To: читатель@example.org\n".encode() in letter.read_bytes()


async def test_closing_hangs_up_on_those_who_are_still_there(tmp_path: Path) -> None:
    async with asyncio.timeout(5):
        async with serve_mailbox(tmp_path / "mail") as (host, port):
            reader, writer = await asyncio.open_connection(host, port)
            assert (await reader.readline()).startswith(b"220 mail.harbourpost.example")
        assert await reader.read() == b""
        writer.close()
