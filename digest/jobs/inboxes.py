"""Read an inbox of newsletters: a Maildir, or a folder on an IMAP server, of which only what is new."""

from __future__ import annotations

from datetime import datetime

from digest import gather
from digest.deliver import mailboxes
from digest.errors import MailboxDown, NotAFeed, Unreachable
from digest.jobs.shelves import MAILDIR, MOST_SPOILT, read_shelf, seen, unique
from digest.model import Draft, Harvest, Source
from digest.newsroom import Newsroom
from digest.settings import inbox_of, is_inbox_address, shape_of

SECONDS = 60.0  # for one look at a folder on a server; the next look takes the rest
GRACE = 60.0  # seconds that a server may be slower than that with what was asked before


async def read_inbox(newsroom: Newsroom, source: Source, *, now: datetime) -> tuple[gather.Fetched, Harvest]:
    """What lies in an inbox. What is to be remembered of it is the answer's ``etag``.

    Of an IMAP folder that is how far it is read now, of a Maildir which mails are set aside.

    Raises:
        SourceError: it cannot be read, or there is no password for it.
    """
    if not is_inbox_address(source.url):
        return await read_shelf(newsroom, source, MAILDIR, now=now)
    folder = _folder(newsroom, source)
    try:
        post = await _read(folder, mailboxes.Mark.parse(source.etag))
    except MailboxDown as fault:
        raise Unreachable(fault.message[:1].upper() + fault.message[1:], url=source.url) from fault
    try:
        harvest = await newsroom.readers.mails(source.url, post.mails, notes=post.notes, now=now)
    except NotAFeed:
        harvest = await _one_by_one(newsroom, source, post, now=now)
    return seen(source, str(post.mark), certificate=post.certificate), harvest


async def _one_by_one(newsroom: Newsroom, source: Source, post: mailboxes.Post, *, now: datetime) -> Harvest:
    """One mail cannot be read and takes its reader down: the others can. It is passed over, and never read again."""
    drafts: list[Draft] = []
    notes, spoilt = list(post.notes), 0
    for raw, mark in zip(post.mails, post.marks, strict=True):
        try:
            read = await newsroom.readers.mails(source.url, [raw], now=now)
            drafts += read.drafts
            notes += read.notes
        except NotAFeed:
            spoilt += 1
            notes.append("a mail that could not be read was passed over")
        post.mark = mark
        if spoilt == MOST_SPOILT:
            break
    return Harvest(drafts=unique(drafts), notes=tuple(notes))


def _folder(newsroom: Newsroom, source: Source) -> mailboxes.ImapFolder:
    """The password leaves its wrapper here and nowhere else."""
    address, shape = inbox_of(source.url), shape_of(newsroom.settings, source.slug or source.url)
    if shape is None or not shape.password.get_secret_value():
        raise Unreachable(
            f"There is no password for {source.url}: it is kept in digest.toml, not in the database. Put url, slug and "
            f"password_file into a table [[sources]] there, then run `digest apply`.",
            url=source.url,
        )
    login = mailboxes.Login(
        host=address.host,
        port=address.port,
        tls=address.tls,
        username=shape.username or address.username,
        password=shape.password.get_secret_value(),
        ca_file=shape.ca_file,
    )
    return mailboxes.ImapFolder(login, folder=address.folder, seen=shape.seen)


async def _read(folder: mailboxes.ImapFolder, mark: mailboxes.Mark) -> mailboxes.Post:
    """In a thread, which ends with its connection: a server that only trickles does not hold it for long."""
    return await mailboxes.within(SECONDS + GRACE, folder, _visit, folder, mark)


def _visit(folder: mailboxes.ImapFolder, mark: mailboxes.Mark) -> mailboxes.Post:
    folder.open()
    try:
        return folder.read(mark, seconds=SECONDS)
    finally:
        folder.close()
