"""An inbox of other newsletters as a Harvest, each mail an article: a Maildir, or mails that were fetched."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from digest.errors import Gone
from digest.files import read_whole
from digest.gather.mails.mail import read_mail
from digest.gather.plain import one_line
from digest.model import Draft, Harvest

LARGEST = 5_000_000  # bytes of one mail
MOST = 500  # mails, the newest


def read_inbox(place: str, *, aside: Collection[str] = (), now: datetime) -> Harvest:
    """The newest mails of a Maildir. They stay where they are, and as unread as they were.

    Those whose marks are among ``aside`` are not looked at, which is noted.

    Raises:
        Gone: there is no such Maildir.
    """
    found = list_inbox(place)
    left_out = [set_aside(name) for name, mark in found if mark in aside]
    mails = (_bytes_of(place, name) for name, mark in found if mark not in aside)
    read = read_mails((raw for raw in mails if raw), title=Path(place).name, now=now)
    return Harvest(title=read.title, drafts=read.drafts, notes=(*read.notes, *left_out))


def list_inbox(place: str) -> list[tuple[str, str]]:
    """The files of the newest mails of a Maildir, within its folder, and the mark of each; the newest first.

    Raises:
        Gone: there is no such Maildir.
    """
    folder = Path(place)
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        raise Gone(f"There is no Maildir {folder}: it has no folders new and cur.", url=place)
    found = []
    for path in (path for part in ("new", "cur") for path in (folder / part).iterdir()):
        with suppress(FileNotFoundError):  # a mail program moved it just now
            facts = path.lstat()  # a link may lead anywhere, and a pipe may never end
            if stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST:
                found.append((facts.st_mtime, f"{path.parent.name}/{path.name}"))
    return [(name, _mark_of(name)) for _, name in sorted(found, reverse=True)[:MOST]]


def read_one(place: str, name: str, now: datetime) -> Harvest:
    """One mail of a Maildir."""
    raw = _bytes_of(place, name)
    return read_mails([raw] if raw else [], now=now)


def _bytes_of(place: str, name: str) -> bytes:
    """None of a mail that was moved meanwhile: the next look finds it."""
    try:
        return read_whole(Path(place) / name)
    except FileNotFoundError:
        return b""


def _mark_of(name: str) -> str:
    """What a mail is known by, wherever in its Maildir a mail program moves it and whatever flags it gets."""
    return sha256(name.rpartition("/")[2].partition(":")[0].encode("utf-8", "surrogateescape")).hexdigest()[:16]


def set_aside(name: str) -> str:
    """That a mail is not looked at."""
    return f"the mail {one_line(name)[:200]} could not be read and is set aside"


def read_mails(mails: Iterable[bytes], *, title: str = "", notes: Iterable[str] = (), now: datetime) -> Harvest:
    """Mails as articles, each Message-ID once; ``notes`` tell of those that are not here."""
    read = [read_mail(raw, now=now) for raw in mails]
    drafts = {one.guid: one for one in read if isinstance(one, Draft)}
    left_out = [one for one in read if isinstance(one, str)]
    return Harvest(title=title, drafts=tuple(drafts.values()), notes=(*notes, *left_out))
