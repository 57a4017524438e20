"""Our boxes and a real Dovecot, with folders as it has them by itself and as most hosts set it up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.deliver.mailboxes.box import LARGEST
from digest.deliver.mailboxes.folders import placed
from digest.deliver.mailboxes.imap import ImapBox
from digest.deliver.mailboxes.pop3 import Pop3Box
from digest.deliver.mailboxes.reading import ImapFolder, Mark, Post
from digest.errors import MailboxDown
from tests.mail_keepers import Dovecot, dovecot

HEAD = b"From: postmaster@b.example\r\nSubject: %s\r\n\r\n"
MAILS = [
    HEAD % b"plain" + b"The mailbox is full.\r\n",
    HEAD % b"dots" + b".\r\n..two\r\n.\r\n",
    HEAD % b"eight bits" + "Das Postfach läuft über ☃\r\n".encode(),
    HEAD % b"a long line" + b"x" * 9000 + b"\r\n",
    HEAD % b"nothing",
    HEAD % b"huge" + b"x\r\n" * LARGEST,
]


@pytest.fixture(params=["", "INBOX."], ids=["as it comes", "as hosts set it up"])
def server(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    with dovecot(prefix=request.param) as running:
        yield running


def empty(box: ImapBox | Pop3Box) -> list[bytes]:
    box.open()
    try:
        names = box.waiting(100)
        raws = [box.fetch(name) for name in names]
        box.done(names)
    finally:
        box.close()
    return raws


def same(raws: list[bytes]) -> bool:
    """Of the huge one its beginning: POP3 gives the first so many lines of it."""
    return [raw[:10_000] for raw in raws] == [mail[:10_000] for mail in MAILS]


@pytest.mark.parametrize("moved_to", ["Digest", "Rückläufer & Co/gelesen"])
def test_what_was_read_is_moved_to_a_folder_that_is_made_for_it(server: Dovecot, moved_to: str) -> None:
    server.put(MAILS)
    box = ImapBox(server.login(server.imap), after="move", moved_to=moved_to)
    assert same(empty(box))
    assert empty(box) == []
    assert same(empty(ImapBox(server.login(server.imaps), folder=moved_to))), "they are there, by the same name"


def test_what_was_read_is_marked_or_deleted_and_what_others_threw_away_is_left_to_them(server: Dovecot) -> None:
    server.put([MAILS[0], *MAILS])
    with server.client() as other:
        other.store("1", "+FLAGS", r"(\Deleted)")
        assert same(empty(ImapBox(server.login(server.imaps), after="seen")))
        assert empty(ImapBox(server.login(server.imaps), after="seen")) == []
        assert same(empty(ImapBox(server.login(server.imaps), after="delete")))
        other.noop()
        assert other.search(None, "ALL")[1] == [b"1"]


def test_by_pop3_every_mail_is_found_once(server: Dovecot) -> None:
    server.put(MAILS)
    box = Pop3Box(server.login(server.pop3s))
    assert same(empty(box))
    assert empty(box) == []


def look(server: Dovecot, mark: Mark) -> Post:
    folder = ImapFolder(server.login(server.imap), folder="Post")
    folder.open()
    try:
        return folder.read(mark, seconds=30)
    finally:
        folder.close()


def test_a_folder_of_newsletters_is_read_from_where_it_was_left(server: Dovecot) -> None:
    server.put(MAILS[:2], "Post")
    before = look(server, Mark())
    server.put(MAILS[2:3], "Post")
    after = look(server, before.mark)
    assert (before.mails, after.mails) == (MAILS[:2], MAILS[2:3])
    assert look(server, after.mark).mails == []
    assert before.certificate is not None


def test_a_folder_that_is_not_there_is_told_in_words(server: Dovecot) -> None:
    with pytest.raises(MailboxDown, match=r"IMAP folder Nowhere of bounces at localhost says NO: .*Nowhere"):
        ImapFolder(server.login(server.imap), folder="Nowhere").open()


@pytest.mark.parametrize(
    ("folder", "spaces", "name"),
    [
        ("Digest", b'(("INBOX." ".")) NIL (("#shared." "."))', "INBOX.Digest"),  # Courier
        ("Digest/read", b'(("INBOX." ".")) (("user." ".")) (("" "."))', "INBOX.Digest.read"),  # Cyrus
        ("inbox/Digest", b'(("INBOX." ".")) NIL NIL', "inbox.Digest"),
        ("#shared.desk", b'(("INBOX." ".")) NIL (("#shared." "."))', "#shared.desk"),
        ("INBOX", b'(("INBOX." ".")) NIL NIL', "INBOX"),
        ("Digest/read", b'(("" "/")) NIL NIL', "Digest/read"),
        ("a.b", b'(("" "/")) NIL NIL', "a.b"),
        ("Digest/read", b'(("" NIL)) NIL NIL', "Digest/read"),
        ("Digest", b'(("" "\\\\")("#mh/" "/")) NIL NIL', "Digest"),
        ("Digest", b'NIL NIL (("" "."))', "Digest"),
        ("Digest", b"", "Digest"),
        ("Digest", None, "Digest"),
        ("Digest/read", b'(("" "\xff")) NIL NIL', "Digest\ufffdread"),
    ],
)
def test_a_folder_is_looked_for_where_a_server_keeps_it(folder: str, spaces: bytes | None, name: str) -> None:
    assert placed(folder, spaces) == name
