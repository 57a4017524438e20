"""An inbox of other newsletters as a Harvest, each mail an article: a Maildir, or mails that were fetched."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from digest.errors import Gone
from digest.gather.mails import read_mail
from digest.model import Draft, Harvest

LARGEST = 5_000_000  # bytes of one mail
MOST = 500  # mails, the newest


def read_inbox(place: str, *, now: datetime) -> Harvest:
    """The newest mails of a Maildir. They stay where they are, and as unread as they were.

    Raises:
        Gone: there is no such Maildir.
    """
    folder = Path(place)
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        raise Gone(f"There is no Maildir {folder}: it has no folders new and cur.", url=place)
    files = [path for part in ("new", "cur") for path in (folder / part).iterdir() if _is_mail(path)]
    files.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return read_mails((path.read_bytes() for path in files[:MOST]), title=folder.name, now=now)


def read_mails(mails: Iterable[bytes], *, title: str = "", notes: Iterable[str] = (), now: datetime) -> Harvest:
    """Mails as articles, each Message-ID once; ``notes`` tell of those that are not here."""
    read = [read_mail(raw, now=now) for raw in mails]
    drafts = {one.guid: one for one in read if isinstance(one, Draft)}
    left_out = [one for one in read if isinstance(one, str)]
    return Harvest(title=title, drafts=tuple(drafts.values()), notes=(*notes, *left_out))


def _is_mail(path: Path) -> bool:
    facts = path.lstat()  # a link may lead anywhere, and a pipe may never end
    return stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST
