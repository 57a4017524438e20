"""Mailboxes: everything in them is found once, nothing is lost when somebody stops in the middle."""

from __future__ import annotations

import asyncio
import mailbox
import os
import ssl
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
import trustme

from digest.deliver.mailboxes import Box, ImapBox, Login, MaildirBox, MboxBox, Pop3Box
from digest.deliver.mailboxes.box import LARGEST
from digest.errors import MailboxDown, Unfetched
from tests.mail_servers import PASSWORD, USER, MailServer, serve_imap, serve_pop3

MAILS = [b"Subject: %d\n\n.dots and\n..more\n" % n for n in range(5)]


def lines(raw: bytes) -> list[bytes]:
    return [line for line in raw.splitlines() if not line.startswith((b"Status:", b"X-Status:"))]


def empty(box: Box, *, page: int = 2, done: bool = True) -> list[list[bytes]]:
    """Read all that is in a box, page by page, as the job does."""
    found: list[list[bytes]] = []
    box.open()
    try:
        while names := box.waiting(page):
            found += [lines(box.fetch(name)) for name in names]
            if not done:
                break
            box.done(names)
    finally:
        box.close()
    return found


def a_maildir(folder: Path) -> Path:
    kept = mailbox.Maildir(folder / "mail", create=True)
    for raw in MAILS:
        kept.add(raw)
    return folder / "mail"


def an_mbox(folder: Path) -> Path:
    kept = mailbox.mbox(folder / "mbox")
    for raw in MAILS:
        kept.add(raw)
    kept.close()
    return folder / "mbox"


class Opened(Protocol):
    def __call__(self, *, delete: bool) -> Box: ...


FILES: dict[str, Callable[[Path, bool], Box]] = {
    "maildir": lambda folder, delete: MaildirBox(folder / "mail", delete=delete),
    "mbox": lambda folder, delete: MboxBox(folder / "mbox", delete=delete),
}


@pytest.fixture(params=FILES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    a_maildir(tmp_path)
    an_mbox(tmp_path)
    return lambda *, delete: FILES[request.param](tmp_path, delete)


@pytest.mark.parametrize("delete", [False, True])
def test_every_mail_in_a_file_is_found_once(opened: Opened, delete: bool) -> None:  # noqa: FBT001 - pytest's way
    assert sorted(empty(opened(delete=delete))) == [lines(raw) for raw in MAILS]
    assert empty(opened(delete=delete)) == []


def test_what_was_not_done_is_found_again(opened: Opened) -> None:
    assert len(empty(opened(delete=False), done=False)) == 2
    assert len(empty(opened(delete=False))) == 5


def test_a_maildir_keeps_what_was_read_with_its_flag_or_throws_it_out(tmp_path: Path) -> None:
    folder = a_maildir(tmp_path)
    empty(MaildirBox(folder))
    assert len(list((folder / "cur").iterdir())) == 5
    assert all(path.name.endswith(":2,S") for path in (folder / "cur").iterdir())
    unread = mailbox.Maildir(folder)
    unread.add(b"Subject: new\n\n")
    assert empty(MaildirBox(folder, delete=True)) == [[b"Subject: new", b""]]
    assert len(list((folder / "cur").iterdir())) == 5, "what was there stays"


def test_a_mail_that_somebody_took_away_meanwhile_is_no_fault(tmp_path: Path) -> None:
    box = MaildirBox(a_maildir(tmp_path))
    names = box.waiting(10)
    (tmp_path / "mail" / names[0]).unlink()
    assert box.fetch(names[0]) == b""
    box.done(names)
    assert box.waiting(10) == []


def test_boxes_that_are_none_say_so(tmp_path: Path) -> None:
    with pytest.raises(MailboxDown, match=r"no Maildir.*returns.maildir"):
        MaildirBox(tmp_path).open()
    with pytest.raises(MailboxDown, match=r"There is no .*returns.mbox"):
        MboxBox(tmp_path / "nothing").open()


def test_an_mbox_that_is_none_is_not_said_to_be_in_use(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(MailboxDown, match=r"cannot be opened and locked: Is a directory \(returns\.mbox\)"):
        MboxBox(tmp_path / "folder").open()


def test_a_link_to_an_mbox_stays_one(tmp_path: Path) -> None:
    kept, link = an_mbox(tmp_path), tmp_path / "link"
    link.symlink_to(kept)
    assert len(empty(MboxBox(link, delete=True))) == 5
    assert link.is_symlink(), "who writes to the file itself would be read no more"
    assert kept.read_bytes() == b""


def test_an_mbox_that_somebody_writes_to_is_left_alone(tmp_path: Path) -> None:
    other = mailbox.mbox(an_mbox(tmp_path))
    other.lock()
    try:
        with pytest.raises(MailboxDown, match="somebody else has it"):
            MboxBox(tmp_path / "mbox").open()
    finally:
        other.close()


@pytest.mark.parametrize("odd", ["a folder", "a pipe", "a device", "a circle"])
def test_what_lies_in_a_maildir_and_is_no_mail_is_not_waited_for(tmp_path: Path, odd: str) -> None:
    box, path = MaildirBox(a_maildir(tmp_path)), tmp_path / "mail" / "new" / "0.odd"
    if odd == "a folder":
        path.mkdir()
    elif odd == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if odd == "a device" else "0.odd")
    with pytest.raises(Unfetched, match=r"0\.odd (?:is no file|cannot be read)"):
        box.fetch("new/0.odd")


HIDDEN = [
    b"Subject: in it\n" + b"Content-Type: message/rfc822\n\n" * 3000 + b"x\n",
    b"Subject: in it\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
]


@pytest.mark.parametrize("raw", HIDDEN, ids=["messages", "parts"])
def test_what_hides_in_one_mail_of_an_mbox_does_not_cost_the_others(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "mbox"
    between = b"From nobody Tue Nov 24 07:30:00 2026\n"
    path.write_bytes(b"".join(between + one + b"\n" for one in (MAILS[0], raw, MAILS[1])))
    assert [found[0] for found in empty(MboxBox(path))] == [b"Subject: 0", b"Subject: in it", b"Subject: 1"]
    assert empty(MboxBox(path)) == []


def test_an_mbox_keeps_every_byte_but_its_marks(tmp_path: Path) -> None:
    odd = b"From nobody\nSubject: \xff =?x?q?\xff?=\nstatus: O\nX: y\n\n\xff\x00\n>From here\n\n"
    odd += b"From b\nStatus: RO\n\nread\n\n"
    (tmp_path / "mbox").write_bytes(odd)
    assert len(empty(MboxBox(tmp_path / "mbox"))) == 1, "the other was read before"
    assert (tmp_path / "mbox").read_bytes() == odd.replace(b"nobody\n", b"nobody\nStatus: RO\n", 1)
    assert empty(MboxBox(tmp_path / "mbox")) == []


def test_an_mbox_that_somebody_wrote_to_meanwhile_is_told_in_words_and_loses_nothing(tmp_path: Path) -> None:
    box, path = MboxBox(an_mbox(tmp_path)), tmp_path / "mbox"
    box.open()
    names = box.waiting(10)
    box.done(names)
    with path.open("ab") as file:
        file.write(b"From nobody\nSubject: new\n\nx\n\n")
    with pytest.raises(MailboxDown, match=r"cannot be written: .*changed.*counts once"):
        box.close()
    assert [b"Subject: new", b"", b"x"] in empty(MboxBox(path))


def login(server: MailServer, password: str = PASSWORD) -> Login:
    return Login(host="127.0.0.1", port=server.port, tls="none", username=USER, password=password)


@pytest.mark.parametrize("after", ["seen", "move", "delete"])
async def test_every_mail_on_an_imap_server_is_found_once(after: str) -> None:
    async with serve_imap() as server:
        server.put(*MAILS)
        box = ImapBox(login(server), after=after, moved_to="Digest")
        assert await asyncio.to_thread(empty, box) == [lines(raw) for raw in MAILS]
        assert await asyncio.to_thread(empty, box) == []
        assert len(server.mails) == (5 if after == "seen" else 0)
        assert server.folders.get("Digest", []) == (MAILS if after == "move" else [])


async def test_an_imap_server_that_hangs_up_loses_nothing() -> None:
    async with serve_imap() as server:
        server.put(*MAILS)
        box = ImapBox(login(server), after="delete")
        for command in ("UID SEARCH", "UID FETCH 2", "UID STORE", "EXPUNGE"):
            server.fail_at = command
            with pytest.raises(MailboxDown, match="IMAP folder INBOX of bounces at"):
                await asyncio.to_thread(empty, box)
            assert len(server.mails) == 5
        server.fail_at = ""
        assert len(await asyncio.to_thread(empty, box)) == 5


async def test_every_mail_on_a_pop3_server_is_found_once_and_deleted() -> None:
    async with serve_pop3() as server:
        server.put(*MAILS)
        box = Pop3Box(login(server))
        await asyncio.to_thread(box.open)
        names = await asyncio.to_thread(box.waiting, 10)
        assert [lines(await asyncio.to_thread(box.fetch, name)) for name in names] == [lines(raw) for raw in MAILS]
        await asyncio.to_thread(box.done, names[:3])
        await asyncio.to_thread(box.close)
        assert len(server.mails) == 2, "what was done is deleted, the rest is not"


async def test_a_pop3_server_that_hangs_up_loses_nothing() -> None:
    async with serve_pop3() as server:
        server.put(*MAILS)
        for command in ("LIST", "RETR 2", "DELE 2", "QUIT"):
            server.fail_at = command
            box = Pop3Box(login(server))
            await asyncio.to_thread(box.open)
            with nullcontext() if command == "QUIT" else pytest.raises(MailboxDown, match="POP3 mailbox bounces at"):
                names = await asyncio.to_thread(box.waiting, 10)
                for name in names:
                    await asyncio.to_thread(box.fetch, name)
                await asyncio.to_thread(box.done, names)
            await asyncio.to_thread(box.close)
            assert len(server.mails) == 5


async def test_of_a_huge_mail_only_the_beginning_is_fetched() -> None:
    huge = b"Subject: huge\n\n" + b"x\n" * LARGEST
    async with serve_imap() as imap, serve_pop3() as pop3:
        imap.put(huge)
        pop3.put(huge)
        for box in (ImapBox(login(imap)), Pop3Box(login(pop3))):
            await asyncio.to_thread(box.open)
            (name,) = await asyncio.to_thread(box.waiting, 10)
            raw = await asyncio.to_thread(box.fetch, name)
            await asyncio.to_thread(box.close)
            assert raw.startswith(b"Subject: huge")
            assert len(raw) <= LARGEST


async def test_a_wrong_password_or_a_server_that_is_not_there_is_told_in_words() -> None:
    async with serve_imap() as imap, serve_pop3() as pop3:
        for box in (ImapBox(login(imap, "high tide")), Pop3Box(login(pop3, "high tide"))):
            with pytest.raises(MailboxDown, match="cannot be opened"):
                await asyncio.to_thread(box.open)
        nowhere = Login(host="127.0.0.1", port=imap.port, tls="none")
    for box in (ImapBox(nowhere), Pop3Box(nowhere)):
        with pytest.raises(MailboxDown, match="cannot be opened"):
            await asyncio.to_thread(box.open)


async def test_a_password_is_told_only_to_a_server_whose_certificate_is_good(tmp_path: Path) -> None:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    async with serve_imap(context) as imap, serve_pop3(context) as pop3:
        for server, kind in ((imap, ImapBox), (pop3, Pop3Box)):
            server.put(*MAILS)
            good = replace(login(server), tls="implicit", ca_file=str(tmp_path / "ca.pem"))
            with pytest.raises(MailboxDown, match=r"cannot be opened: .*certificate"):
                await asyncio.to_thread(kind(replace(good, ca_file="")).open)
            assert not [said for said in server.said if PASSWORD in said]
            assert len(await asyncio.to_thread(empty, kind(good), page=10)) == 5


async def test_a_server_that_offers_no_tls_hears_no_password_where_it_is_asked_for() -> None:
    async with serve_imap() as imap, serve_pop3() as pop3:
        for server, kind in ((imap, ImapBox), (pop3, Pop3Box)):
            with pytest.raises(MailboxDown, match="cannot be opened"):
                await asyncio.to_thread(kind(replace(login(server), tls="starttls")).open)
            assert not [said for said in server.said if PASSWORD in said]
