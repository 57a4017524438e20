"""A folder on an IMAP server is read and left as it was; only what is new in it comes."""

from __future__ import annotations

import asyncio
import re

import pytest

from digest.deliver.mailboxes import ImapFolder, Mark, Post, reading
from digest.errors import MailboxDown
from tests.deliver.mailboxes.test_boxes import MAILS, login
from tests.mail_servers import MailServer, serve_imap

CHANGES = re.compile(r"\b(STORE|COPY|MOVE|EXPUNGE|DELETE|CREATE|BODY\[|SELECT)")


async def read(server: MailServer, mark: Mark | None = None, *, seen: bool = False, seconds: float = 60) -> Post:
    def visit() -> Post:
        folder = ImapFolder(login(server), seen=seen)
        folder.open()
        try:
            return folder.read(mark or Mark(), seconds=seconds)
        finally:
            folder.close()

    return await asyncio.to_thread(visit)


async def test_only_what_is_new_comes_and_nothing_is_changed() -> None:
    async with serve_imap() as server:
        server.put(*MAILS[:3])
        first = await read(server)
        assert (first.mails, str(first.mark)) == (MAILS[:3], "17:3")
        again = await read(server, first.mark)
        assert (again.mails, again.mark) == ([], first.mark)
        server.put(*MAILS[3:])
        assert (await read(server, Mark.parse("17:3"))).mails == MAILS[3:]
        assert [said for said in server.said if CHANGES.search(said)] == []
        assert all(not kept.flags for kept in server.mails.values())


async def test_what_was_read_is_marked_only_if_that_is_wished() -> None:
    async with serve_imap() as server:
        server.put(*MAILS)
        assert len((await read(server, seen=True)).mails) == 5
        assert all(kept.flags == {r"\Seen"} for kept in server.mails.values())


async def test_a_folder_with_new_numbers_is_read_from_the_beginning() -> None:
    async with serve_imap() as server:
        server.put(*MAILS)
        server.validity = 18
        post = await read(server, Mark(validity=17, uid=5))
        assert (len(post.mails), str(post.mark)) == (5, "18:5")


async def test_of_a_full_folder_the_newest_come_first_and_then_all_that_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 2)
    async with serve_imap() as server:
        server.put(*MAILS)
        assert (first := await read(server)).mails == MAILS[3:]
        server.put(*MAILS)
        assert (second := await read(server, first.mark)).mails == MAILS[:2]
        assert (await read(server, second.mark)).mails == MAILS[2:4]


async def test_a_look_ends_in_time_and_takes_no_more_than_it_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 60)
    monkeypatch.setattr(reading, "LARGEST", 100)
    async with serve_imap() as server:
        server.put(MAILS[0], b"Subject: huge\n\n" + b"x" * 100, *MAILS[1:])
        post = await read(server)
        assert (post.mails, str(post.mark)) == (MAILS[:2], "17:3")
        assert post.notes == ["a mail of 0.0 MB was passed over"]
        assert (await read(server, post.mark, seconds=-1)).mails == []


async def test_a_server_that_hangs_up_or_stalls_is_told_in_words() -> None:
    async with serve_imap() as server:
        server.put(*MAILS)
        for command in ("EXAMINE", "UID SEARCH", "RFC822.SIZE", "BODY.PEEK"):
            server.fail_at = command
            with pytest.raises(MailboxDown, match="IMAP folder INBOX of bounces at"):
                await read(server)
        server.fail_at, server.stall_at = "", "UID SEARCH"
        folder = ImapFolder(login(server))
        await asyncio.to_thread(folder.open)
        waiting = asyncio.create_task(asyncio.to_thread(folder.read, Mark(), seconds=60))
        await server.stalled.wait()
        folder.hang_up()
        with pytest.raises(MailboxDown, match="does not answer"):
            await asyncio.wait_for(waiting, 5)
        await asyncio.to_thread(folder.close)


@pytest.mark.parametrize("text", ["", "17", "x:y", "an etag", "17:"])
def test_a_mark_that_is_none_is_the_beginning(text: str) -> None:
    assert Mark.parse(text) == Mark()
