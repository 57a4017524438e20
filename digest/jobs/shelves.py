"""Read what lies in files: a folder of documents, a Maildir. Where one file takes its reader down, the others are read.

It is set aside and not tried again; a document is when somebody has written to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest import gather
from digest.errors import NotAFeed
from digest.gather.documents import folder
from digest.gather.mails import inbox
from digest.gather.readers import Readers
from digest.model import Draft, Harvest, Source
from digest.newsroom import Newsroom

MOST_SPOILT = 3  # files in one look that take their readers down; the next look takes the rest
MOST_ASIDE = 50  # such files that are remembered


class Whole(Protocol):
    """Reads all of a place but what is set aside."""

    async def __call__(self, readers: Readers, place: str, /, *, aside: Collection[str], now: datetime) -> Harvest:
        """The harvest of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """How what lies in files is read: all of it, its names with the mark of each, one of them; and what is aside."""

    whole: Whole
    names: Callable[[str], list[tuple[str, str]]]
    one: Callable[[str, str, datetime], Harvest]
    set_aside: Callable[[str], str]


FOLDER = Shelf(whole=Readers.folder, names=folder.list_folder, one=folder.read_one, set_aside=folder.set_aside)
MAILDIR = Shelf(whole=Readers.inbox, names=inbox.list_inbox, one=inbox.read_one, set_aside=inbox.set_aside)


async def read_shelf(
    newsroom: Newsroom, source: Source, shelf: Shelf, *, now: datetime
) -> tuple[gather.Fetched, Harvest]:
    """What lies on a shelf; which of it is set aside is remembered as the answer's ``etag``.

    Raises:
        SourceError: there is no such place, or it cannot be read.
    """
    aside = source.etag.split()
    try:
        return seen(source, source.etag), await shelf.whole(newsroom.readers, source.url, aside=aside, now=now)
    except NotAFeed:
        names = await newsroom.readers.do(source.url, shelf.names, source.url)
    drafts: list[Draft] = []
    notes = [shelf.set_aside(name) for name, mark in names if mark in aside]
    spoilt: list[str] = []
    for name, mark in ((name, mark) for name, mark in names if mark not in aside):
        try:
            read = await newsroom.readers.do(name, shelf.one, source.url, name, now)
            drafts += read.drafts
            notes += read.notes
        except NotAFeed:
            spoilt.append(mark)
            notes.append(shelf.set_aside(name))
        if len(spoilt) == MOST_SPOILT:
            break
    remembered = " ".join([*spoilt, *aside][:MOST_ASIDE])
    return seen(source, remembered), Harvest(drafts=unique(drafts), notes=tuple(notes))


def seen(source: Source, remembered: str, *, certificate: datetime | None = None) -> gather.Fetched:
    """An answer that has nothing of a web server's but what is to be remembered."""
    return gather.Fetched(
        url=source.url,
        body=b"",
        content_type="",
        etag=remembered,
        last_modified="",
        body_hash="",
        certificate=certificate,
    )


def unique(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Each guid once, as the last has it."""
    return tuple({one.guid: one for one in drafts}.values())
