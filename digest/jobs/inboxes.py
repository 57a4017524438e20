"""Read an inbox of newsletters: a Maildir, or a folder on an IMAP server, of which only what is new."""

from __future__ import annotations

import asyncio
from datetime import datetime

from digest import gather
from digest.deliver import mailboxes
from digest.errors import MailboxDown, Unreachable
from digest.model import Harvest, Source
from digest.newsroom import Newsroom
from digest.settings import inbox_of, is_inbox_address, shape_of

SECONDS = 60.0  # for one look at a folder on a server; the next look takes the rest
GRACE = 60.0  # seconds that a server may be slower than that with what was asked before


async def read_inbox(newsroom: Newsroom, source: Source, *, now: datetime) -> tuple[gather.Fetched | None, Harvest]:
    """What lies in an inbox; of an IMAP folder also how far it is read now, as the answer's ``etag``.

    Raises:
        SourceError: it cannot be read, or there is no password for it.
    """
    if not is_inbox_address(source.url):
        return None, await newsroom.readers.inbox(source.url, now=now)
    folder = _folder(newsroom, source)
    try:
        post = await _read(folder, mailboxes.Mark.parse(source.etag))
    except MailboxDown as fault:
        raise Unreachable(fault.message[:1].upper() + fault.message[1:], url=source.url) from fault
    harvest = await newsroom.readers.mails(source.url, post.mails, notes=post.notes, now=now)
    seen = gather.Fetched(
        url=source.url, body=b"", content_type="message/rfc822", etag=str(post.mark), last_modified="", body_hash=""
    )
    return seen, harvest


def _folder(newsroom: Newsroom, source: Source) -> mailboxes.ImapFolder:
    """The password leaves its wrapper here and nowhere else."""
    inbox, shape = inbox_of(source.url), shape_of(newsroom.settings, source.slug or source.url)
    if shape is None or not shape.password.get_secret_value():
        raise Unreachable(
            f"There is no password for {source.url}: it is kept in digest.toml, not in the database. Put url, slug and "
            f"password_file into a table [[sources]] there, then run `digest apply`.",
            url=source.url,
        )
    login = mailboxes.Login(
        host=inbox.host,
        port=inbox.port,
        tls=inbox.tls,
        username=shape.username or inbox.username,
        password=shape.password.get_secret_value(),
        ca_file=shape.ca_file,
    )
    return mailboxes.ImapFolder(login, folder=inbox.folder, seen=shape.seen)


async def _read(folder: mailboxes.ImapFolder, mark: mailboxes.Mark) -> mailboxes.Post:
    """In a thread, which ends with its connection: a server that only trickles does not hold it for long."""
    reading = asyncio.create_task(asyncio.to_thread(_visit, folder, mark))
    try:
        async with asyncio.timeout(SECONDS + GRACE):
            return await asyncio.shield(reading)
    except TimeoutError:
        raise MailboxDown(f"{folder.name} gave no full answer within {SECONDS + GRACE:.0f} seconds.") from None
    finally:
        if not reading.done():
            folder.hang_up()
            await asyncio.wait([reading])
            reading.exception()


def _visit(folder: mailboxes.ImapFolder, mark: mailboxes.Mark) -> mailboxes.Post:
    folder.open()
    try:
        return folder.read(mark, seconds=SECONDS)
    finally:
        folder.close()
