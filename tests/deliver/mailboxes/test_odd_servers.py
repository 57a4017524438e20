"""Servers that say anything: one clear sentence, nothing lost, and an end to it."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import replace

import pytest

from digest.deliver.mailboxes import ImapBox, ImapFolder, Mark, Pop3Box, within
from digest.deliver.mailboxes.box import LARGEST
from digest.errors import MailboxDown, Unfetched
from tests.deliver.mailboxes.test_boxes import MAILS, empty, lines, login
from tests.mail_servers import Kept, serve_imap, serve_pop3


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


@pytest.mark.parametrize("body", [b"\r\n" * 450_000, b"x" * 25_000_000], ids=["empty lines", "one line"])
async def test_a_mail_that_costs_too_much_memory_holds_up_no_other_on_a_pop3_server(body: bytes) -> None:
    """Anybody can send it; and POP3 has no way to pass over what was begun."""
    async with serve_pop3() as server:
        server.put(b"Subject: odd\n\n..\n" + body, *MAILS)
        found = await asyncio.to_thread(empty, Pop3Box(login(server)), page=10)
        assert found[0][:3] == [b"Subject: odd", b"", b".."]
        assert sum(map(len, found[0])) <= LARGEST
        assert found[1:] == [lines(raw) for raw in MAILS]
        assert not server.mails


async def test_a_folder_with_more_mails_than_fit_into_a_line_is_read_in_parts() -> None:
    many = 150_000  # their numbers take more than a million bytes
    async with serve_imap() as server:
        server.mails = {1_000_000 + n: Kept(MAILS[0]) for n in range(many)}
        for mail in list(server.mails.values())[: many - 1]:
            mail.flags.add(r"\Seen")
        assert await asyncio.to_thread(empty, ImapBox(login(server))) == [lines(MAILS[0])]
        assert server.mails[1_000_000 + many - 1].flags == {r"\Seen"}

        def newest() -> list[Mark]:
            folder = ImapFolder(login(server))
            folder.open()
            try:
                return folder.read(Mark(), seconds=60).marks
            finally:
                folder.close()

        assert (await asyncio.to_thread(newest))[-1] == Mark(validity=17, uid=1_000_000 + many - 1)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Rückläufer", "R&APw-ckl&AOQ-ufer"),
        ("Bounces & more", "Bounces &- more"),
        ("R&APw-ckl&AOQ-ufer", "R&APw-ckl&AOQ-ufer"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("😀", "&2D3eAA-"),
    ],
)
async def test_folder_and_login_may_be_written_in_any_letters(name: str, written: str) -> None:
    """The third is as somebody wrote it who had to know; the fourth is from RFC 3501 §5.1.3."""
    async with serve_imap() as server:
        server.put(*MAILS)
        odd = replace(login(server), username="bünces", password="löw tide")
        assert len(await asyncio.to_thread(empty, ImapBox(odd, folder=name, after="move", moved_to=name))) == 5
        assert f'SELECT "{written}"' in server.said
        assert f'CREATE "{written}"' in server.said
        assert "\0bünces\0löw tide" in server.said


async def test_a_server_that_refuses_is_quoted_as_it_spoke() -> None:
    async with serve_imap() as server:
        server.answers["LOGIN"] = b"TAG NO [AUTHENTICATIONFAILED] wrong\r\n"
        with pytest.raises(MailboxDown, match=r"cannot be opened: \[AUTHENTICATIONFAILED\] wrong\.$"):
            await asyncio.to_thread(ImapBox(login(server)).open)
        server.answers = {"SELECT": b"* 5 EXISTS\r\nTAG OK [READ-ONLY] done\r\n"}
        with pytest.raises(MailboxDown, match="is read-only for us, so what was read cannot be marked"):
            await asyncio.to_thread(ImapBox(login(server)).open)


async def test_a_server_that_never_comes_to_an_end_is_left() -> None:
    async with serve_imap() as imap, serve_pop3() as pop3:
        imap.stall_at, pop3.answers["LIST"] = "UID SEARCH", b"+OK\r\n"
        for box in (ImapBox(login(imap)), Pop3Box(login(pop3))):
            await asyncio.to_thread(box.open)
            with pytest.raises(MailboxDown, match="gave no full answer within 0 seconds"):
                await within(0.2, box, box.waiting, 10)
            await asyncio.to_thread(box.close)
