"""A folder on an IMAP server (RFC 9051) that is read and left as it is: newsletters of others come there."""

from __future__ import annotations

import re
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from digest.deliver.mailboxes.box import Login
from digest.deliver.mailboxes.talk import AMONG, ImapTalk
from digest.errors import MailboxDown

LARGEST = 5_000_000  # bytes of one mail; a larger one is passed over
LAST_UID = 2**32 - 1  # there can be none behind it
MOST = 100  # mails in one look; the next look takes the rest
MOST_BYTES = 50_000_000  # likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a folder was read: its UIDVALIDITY, and the highest UID (RFC 9051 §2.3.1.1)."""

    validity: int = 0
    uid: int = 0

    @classmethod
    def parse(cls, text: str) -> Mark:
        """A mark as it was written; the beginning for anything else."""
        validity, _, uid = text.partition(":")
        return cls(validity=int(validity), uid=int(uid)) if validity.isdecimal() and uid.isdecimal() else cls()

    def __str__(self) -> str:
        return f"{self.validity}:{self.uid}"


@dataclass(slots=True)
class Post:
    """What lay in a folder behind a mark: mails, whole, and how far the folder is read now."""

    mark: Mark
    mails: list[bytes] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)  # how far it is read with each of them
    notes: list[str] = field(default_factory=list)  # in words: what was passed over
    certificate: datetime | None = None  # when the server's certificate ends


class ImapFolder(ImapTalk):
    """A folder that is only read (EXAMINE, BODY.PEEK). With ``seen``, what was read is marked so; nothing else is."""

    def __init__(self, login: Login, *, folder: str = "INBOX", seen: bool = False) -> None:
        super().__init__(login, folder)
        self._seen = seen
        self._validity = 0

    def _enter(self, *, readonly: bool = False) -> None:
        super()._enter(readonly=readonly or not self._seen)
        said = self._server.response("UIDVALIDITY")[1][-1] if self._server else None
        if not isinstance(said, bytes) or not said.isdigit():
            raise MailboxDown(f"{self.name} does not say its UIDVALIDITY, so what is new in it cannot be known.")
        self._validity = int(said)

    def read(self, mark: Mark, *, seconds: float) -> Post:
        """The mails behind the mark, the oldest first; from the beginning, the newest of them.

        Stops after so many ``seconds``, or mails, or bytes: the rest lies behind the new mark.

        Raises:
            MailboxDown: the server does not answer.
        """
        until = time.monotonic() + seconds
        validity = self._validity
        old = mark if mark.validity == validity else Mark(validity=validity)
        post = Post(old, certificate=self._certificate())
        room = MOST_BYTES
        for uid, size in self._waiting(old.uid):
            large = size > LARGEST
            if time.monotonic() > until or (not large and size > room and post.mails):
                break
            if large:
                post.notes.append(f"a mail of {size / 1e6:.1f} MB was passed over")
            post.mark = Mark(validity=validity, uid=uid)
            if not large and (raw := self._fetch(uid)):
                post.mails.append(raw)
                post.marks.append(post.mark)
                room -= len(raw)
            if self._seen:
                self._say("uid", "STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        return post

    def _certificate(self) -> datetime | None:
        """When the server's certificate ends; None without TLS."""
        line = self._server.socket() if self._server else None
        ends = (line.getpeercert() or {}).get("notAfter") if isinstance(line, ssl.SSLSocket) else None
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None

    def _waiting(self, after: int) -> list[tuple[int, int]]:
        """(UID, bytes) of the mails behind one, oldest first, at most ``MOST``."""
        newest = (f"{self._exist - AMONG + 1}:*",) if self._exist > AMONG and not after else ()
        # "n:*" would always hold the last mail, also when n lies behind it (RFC 9051 §9, seq-range).
        found = self._say("uid", "SEARCH", *newest, "UNDELETED", "UID", f"{after + 1}:{LAST_UID}")
        uids = sorted(uid for word in (found[0] or b"").split() if (uid := int(word)) > after)
        wanted = uids[:MOST] if after else uids[-MOST:]
        if not wanted:
            return []
        sizes = self._sizes(wanted)
        return [(uid, sizes.get(uid, 0)) for uid in wanted]

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        sizes: dict[int, int] = {}
        for line in self._say("uid", "FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)"):
            facts = line if isinstance(line, bytes) else b""
            uid, size = re.search(rb"\bUID (\d+)", facts), re.search(rb"\bRFC822\.SIZE (\d+)", facts)
            if uid and size:
                sizes[int(uid[1])] = int(size[1])
        return sizes

    def _fetch(self, uid: int) -> bytes:
        answer = self._say("uid", "FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")
