"""Servers that say anything: one clear sentence, nothing lost, and an end to it."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext

import pytest

from digest.deliver.mailboxes import ImapBox, Pop3Box, within
from digest.errors import MailboxDown, Unfetched
from tests.deliver.mailboxes.test_boxes import MAILS, empty, login
from tests.mail_servers import serve_imap, serve_pop3


async def test_a_pop3_server_may_send_lines_of_any_length() -> None:
    async with serve_pop3() as server:
        server.put(MAILS[0], b"Subject: long\n\n" + b"x" * 100_000, MAILS[1])
        found = await asyncio.to_thread(empty, Pop3Box(login(server)), page=10)
    assert [len(one[-1]) for one in found] == [6, 100_000, 6]


BODY = b"* 1 FETCH (UID 1 BODY[]<0> "


@pytest.mark.parametrize(
    ("command", "answer", "words"),
    [
        ("UID FETCH", BODY + b"{99999999999}\r\nx\r\n", "longer than 20 MB"),
        ("UID FETCH", BODY + b"{%s}\r\nx\r\n" % (b"9" * 30), "longer than 20 MB"),
        ("UID SEARCH", b"* SEARCH \xff\xfe x\r\nTAG OK done\r\n", "does not say which mails"),
        ("UID SEARCH", b"* SEARCH {3}\r\n1 2\r\nTAG OK done\r\n", ""),
        ("CAPABILITY", b"* CAPABILITY \xff\r\nTAG OK done\r\n", "cannot be opened"),
        ("SELECT", b"TAG NO not for you\r\n", "says NO: not for you"),
    ],
)
async def test_whatever_an_imap_server_says_ends_in_one_sentence(command: str, answer: bytes, words: str) -> None:
    async with serve_imap() as server:
        server.put(*MAILS)
        server.answers[command] = answer
        with pytest.raises(MailboxDown, match=words) if words else nullcontext():
            await asyncio.to_thread(empty, ImapBox(login(server)))
        assert all(not mail.flags for mail in server.mails.values())


async def test_a_mail_that_a_server_does_not_give_is_told_from_a_server_that_is_gone() -> None:
    async with serve_imap() as imap, serve_pop3() as pop3:
        imap.put(MAILS[0])
        pop3.put(MAILS[0])
        pop3.answers["RETR 1"] = b"-ERR it is locked\r\n"
        for answer in (b"TAG NO it is locked\r\n", BODY + b"NIL)\r\nTAG OK done\r\n"):
            imap.answers["UID FETCH"] = answer
            for box in (ImapBox(login(imap)), Pop3Box(login(pop3))):
                with pytest.raises(Unfetched, match="does not give mail 1"):
                    await asyncio.to_thread(empty, box)


async def test_a_server_that_never_comes_to_an_end_is_left() -> None:
    async with serve_imap() as imap, serve_pop3() as pop3:
        imap.stall_at, pop3.answers["LIST"] = "UID SEARCH", b"+OK\r\n"
        for box in (ImapBox(login(imap)), Pop3Box(login(pop3))):
            await asyncio.to_thread(box.open)
            with pytest.raises(MailboxDown, match="gave no full answer within 0 seconds"):
                await within(0.2, box, box.waiting, 10)
            await asyncio.to_thread(box.close)
