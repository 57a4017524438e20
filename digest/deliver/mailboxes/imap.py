"""A mailbox read by IMAP (RFC 9051). What was read is marked, moved or deleted, as the settings say."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from digest.deliver.mailboxes.box import LARGEST, PATIENCE, Login
from digest.errors import MailboxDown

PAGE = 100  # mails named in one command


class ImapBox:
    """A folder on an IMAP server. ``after`` is "seen", "move" or "delete"."""

    def __init__(self, login: Login, *, folder: str = "INBOX", after: str = "seen", moved_to: str = "") -> None:
        self.name = f"the IMAP folder {folder} of {login.username} at {login.host}"
        self._login = login
        self._folder = folder
        self._after = after
        self._moved_to = moved_to
        self._server: imaplib.IMAP4 | None = None

    def open(self) -> None:
        """See Box."""
        try:
            server = self._connect()
            server.login(self._login.username, self._login.password)
            self._say("select", _quoted(self._folder))
            if self._after == "move":
                with suppress(MailboxDown):  # it is there already
                    self._say("create", _quoted(self._moved_to))
        except (OSError, imaplib.IMAP4.error, UnicodeEncodeError) as fault:
            self.close()
            raise MailboxDown(f"{self.name} cannot be opened: {_words(fault)}.") from fault

    def _connect(self) -> imaplib.IMAP4:
        login = self._login
        context = ssl.create_default_context(cafile=login.ca_file or None)
        if login.tls == "implicit":
            self._server = imaplib.IMAP4_SSL(login.host, login.port, timeout=PATIENCE, ssl_context=context)
            return self._server
        self._server = imaplib.IMAP4(login.host, login.port, timeout=PATIENCE)
        if login.tls == "starttls":
            self._server.starttls(context)
        return self._server

    def close(self) -> None:
        """Log out."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.logout()
            except (OSError, imaplib.IMAP4.error):
                server.shutdown()

    def waiting(self, limit: int) -> list[str]:
        """See Box."""
        wanted = "UNSEEN" if self._after == "seen" else "ALL"
        answer = self._say("uid", "SEARCH", "UNDELETED", wanted)
        return [uid.decode("ascii") for uid in (answer[0] or b"").split()[:limit]]

    def fetch(self, name: str) -> bytes:
        """See Box. PEEK: reading marks nothing."""
        answer = self._say("uid", "FETCH", name, f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")

    def done(self, names: Sequence[str]) -> None:
        """See Box."""
        for start in range(0, len(names), PAGE):
            uids = ",".join(names[start : start + PAGE])
            if self._after == "seen":
                self._say("uid", "STORE", uids, "+FLAGS.SILENT", r"(\Seen)")
                continue
            if self._after == "move":
                self._say("uid", "COPY", uids, _quoted(self._moved_to))
            self._say("uid", "STORE", uids, "+FLAGS.SILENT", r"(\Seen \Deleted)")
        if self._after != "seen" and names:
            self._say("expunge")

    def _say(self, command: str, *words: str) -> list[Any]:
        """Say a command and wait for a good answer.

        Raises:
            MailboxDown: there is none.
        """
        if self._server is None:
            raise MailboxDown(f"{self.name} is not open.")
        try:
            status, answer = getattr(self._server, command)(*words)
        except (OSError, imaplib.IMAP4.error) as fault:
            raise MailboxDown(f"{self.name} does not answer: {_words(fault)}.") from fault
        if status != "OK":
            said = b" ".join(part for part in answer if isinstance(part, bytes)).decode("utf-8", "replace")
            raise MailboxDown(f"{self.name} says {status}: {said[:300]}")
        return list(answer)


def _quoted(name: str) -> str:
    """A folder's name as IMAP quotes it (RFC 9051 §4.3)."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _words(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:300].rstrip(".") or type(fault).__name__
