"""A mailbox emptied by IMAP (RFC 9051). What was read is marked, moved or deleted, as the settings say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from digest.deliver.mailboxes.box import LARGEST, Login
from digest.deliver.mailboxes.folders import quoted
from digest.deliver.mailboxes.talk import AMONG, ImapTalk, said
from digest.errors import MailboxDown, Unfetched

PAGE = 100  # mails named in one command


class ImapBox(ImapTalk):
    """A folder on an IMAP server. ``after`` is "seen", "move" or "delete"."""

    def __init__(self, login: Login, *, folder: str = "INBOX", after: str = "seen", moved_to: str = "") -> None:
        super().__init__(login, folder)
        self._after = after
        self._moved_to = moved_to
        self._tells_apart: bool | None = None

    def _enter(self, *, readonly: bool = False) -> None:
        super()._enter(readonly=readonly)
        if self._after == "move":
            self._moved_to = self._placed(self._moved_to)
            with suppress(MailboxDown):  # it is there already
                self._say("create", quoted(self._moved_to))

    def waiting(self, limit: int) -> list[str]:
        """See Box."""
        wanted = "UNSEEN" if self._after == "seen" else "ALL"
        found: dict[str, None] = {}
        for first in range(1, max(2, self._exist + 1), AMONG):
            last = first + AMONG - 1
            among = () if self._exist <= AMONG else (f"{first}:{last if last < self._exist else '*'}",)
            found |= dict.fromkeys(self._found(*among, "UNDELETED", wanted))
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def _found(self, *wanted: str) -> list[str]:
        answer = self._say("uid", "SEARCH", *wanted)
        uids = answer[0].split() if answer and isinstance(answer[0], bytes) else []
        if not all(uid.isdigit() for uid in uids):
            raise MailboxDown(f"{self.name} does not say which mails are in it: {said(answer)}")
        return [uid.decode("ascii") for uid in uids]

    def fetch(self, name: str) -> bytes:
        """See Box. PEEK: reading marks nothing."""
        status, answer = self._ask("uid", "FETCH", name, f"(BODY.PEEK[]<0.{LARGEST}>)")
        found = next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")
        if status != "OK" or (not found and any(b"BODY[" in part for part in answer if isinstance(part, bytes))):
            raise Unfetched(f"{self.name} does not give mail {name}: {said(answer)}")
        return found

    def done(self, names: Sequence[str]) -> None:
        """See Box."""
        for start in range(0, len(names), PAGE):
            uids = ",".join(names[start : start + PAGE])
            if self._after == "seen":
                self._say("uid", "STORE", uids, "+FLAGS.SILENT", r"(\Seen)")
                continue
            if self._after == "move":
                self._say("uid", "COPY", uids, quoted(self._moved_to))
            self._say("uid", "STORE", uids, "+FLAGS.SILENT", r"(\Seen \Deleted)")
            self._expunge(uids)

    def _expunge(self, uids: str) -> None:
        """These and, where the server can tell them apart (RFC 4315), nothing that somebody else has thrown away."""
        if self._tells_apart is None:
            self._tells_apart = self._offers(b"UIDPLUS")
        if self._tells_apart:
            self._say("uid", "EXPUNGE", uids)
        else:
            self._say("expunge")
