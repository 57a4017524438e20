"""An inbox of other newsletters (a Maildir) as a Harvest: each mail an article."""

from __future__ import annotations

import email
import stat
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from digest.errors import Gone
from digest.gather.clean import one_line, paragraphs
from digest.gather.drafts import Raw, draft_of
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
    read = [read_mail(path.read_bytes(), now=now) for path in files[:MOST]]
    drafts = {one.guid: one for one in read if isinstance(one, Draft)}
    notes = tuple(one for one in read if isinstance(one, str))
    return Harvest(title=folder.name, drafts=tuple(drafts.values()), notes=notes)


def _is_mail(path: Path) -> bool:
    facts = path.lstat()  # a link may lead anywhere, and a pipe may never end
    return stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST


def read_mail(raw: bytes, *, now: datetime) -> Draft | str:
    """A mail as a draft, or in words why it is none."""
    mail = email.message_from_bytes(raw, policy=default)
    try:
        sender = parseaddr(str(mail.get("From", "")))
        subject = one_line(str(mail.get("Subject", "")))
        message_id = one_line(str(mail.get("Message-ID", "")))
        body = _body(mail)
    except (LookupError, ValueError, IndexError, TypeError, AttributeError) as fault:
        return f"a mail cannot be read ({type(fault).__name__})"
    name = sender[0] or sender[1].rpartition("@")[2]
    return draft_of(
        Raw(
            guid=message_id or sha256(raw).hexdigest(),
            title=subject.replace("&", "&amp;").replace("<", "&lt;"),
            authors=(name,) if name else (),
            published=_moment(mail),
            body=body,
        ),
        language="",
        now=now,
    )


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("html", "plain"))
    if part is None:
        return ""
    content = part.get_content()
    text = content if isinstance(content, str) else ""
    return text if part.get_content_type() == "text/html" else paragraphs(text)


def _moment(mail: EmailMessage) -> datetime | None:
    moment = getattr(mail.get("Date"), "datetime", None)
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
