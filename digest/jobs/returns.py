"""Take back what comes back: read → prove → write down → tell the people's side. The same thing twice counts once.

Anybody can write a bounce. One is acted upon only if it names the copy by a mark that nobody but us can make
(VERP return path or Message-ID), or if a provider that shares a secret with us says it; the others are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digest.deliver import returned
from digest.errors import NotAFeed
from digest.model import Copy, Return, ReturnKind
from digest.newsroom import Newsroom
from digest.render import Links
from digest.sending.counting import Outcome as Outcome
from digest.sending.counting import accept

MILDEST_FIRST = (
    ReturnKind.UNKNOWN,
    ReturnKind.AUTO_REPLY,
    ReturnKind.DELAYED,
    ReturnKind.POLICY,
    ReturnKind.SOFT,
    ReturnKind.HARD,
    ReturnKind.LEAVE,
    ReturnKind.COMPLAINT,
)


async def take_back(newsroom: Newsroom, raw: bytes, *, to: Sequence[str] = (), now: datetime) -> list[Outcome]:
    """Take back one mail. ``to``: whom it was delivered to, where the envelope is known.

    Raises:
        StoreError: it could not be written down; the mail must come again.
        Unreachable: it could not be read, through no fault of its own; so must it.
    """
    try:
        found = await newsroom.readers.do("A returned mail", returned.read_mail, raw, list(to))
    except NotAFeed as fault:  # it hangs or kills its reader: known by its bytes, and never read again
        found = [returned.unreadable(raw, fault.message)]
    proven = prove(found, newsroom.links)
    async with newsroom.begin() as tx:
        return await accept(tx, newsroom, proven, now=now)


def prove(found: Sequence[Return], links: Links) -> list[Return]:
    """What one mail says, with its proof. Pure.

    A mail to somebody's address for leaving is their wish, whatever stands in it. With a mark of ours all of it is
    about one copy, and a copy is as badly off as the best of its recipients: an alias may lead to several.
    """
    first = found[0]
    wish = next((wish for mark in first.sent_to if (wish := links.read_leave_address(mark))), None)
    if wish is not None:
        return [replace(first, kind=ReturnKind.LEAVE, source="mail", wish=wish, proven=True)]
    copy = next((copy for mark in (*first.sent_to, *first.marks) if (copy := read_mark(links, mark))), None)
    if copy is None:
        return list(found)
    mildest = min(found, key=lambda one: MILDEST_FIRST.index(one.kind))
    return [replace(mildest, copy=copy, proven=True)]


def read_mark(links: Links, mark: str) -> Copy | None:
    """The copy that a return path or a Message-ID names."""
    return links.read_return_path(mark) or links.read_message_id(mark)
