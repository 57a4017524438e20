"""What is said to an IMAP server (RFC 9051), whatever for: reach it, ask, and tell in words what it does not do."""

from __future__ import annotations

import imaplib
import socket
from contextlib import suppress
from typing import Any

from digest.deliver.mailboxes.box import PATIENCE, Login
from digest.deliver.trust import trust
from digest.errors import MailboxDown


class ImapTalk:
    """One folder on an IMAP server. Its functions block, and are called one at a time, from any thread."""

    def __init__(self, login: Login, folder: str) -> None:
        self.name = f"the IMAP folder {folder} of {login.username} at {login.host}"
        self._login = login
        self._folder = folder
        self._server: imaplib.IMAP4 | None = None
        self._cut = False

    def open(self) -> None:
        """Log in and enter the folder.

        Raises:
            MailboxDown: it cannot be opened; the message says why.
        """
        try:
            server = self._connect()
            server.login(self._login.username, self._login.password)
            self._enter()
        except (OSError, imaplib.IMAP4.error, UnicodeEncodeError) as fault:
            self.close()
            raise MailboxDown(f"{self.name} cannot be opened: {_words(fault)}.") from fault
        except MailboxDown:
            self.close()
            raise

    def _enter(self) -> None:
        self._say("select", quoted(self._folder))

    def _connect(self) -> imaplib.IMAP4:
        login = self._login
        context = trust(login.ca_file)
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

    def hang_up(self) -> None:
        """Cut the line, from another thread: whoever waits for an answer there is told that it does not come."""
        self._cut = True
        server = self._server
        if server is not None:
            with suppress(OSError):
                server.socket().shutdown(socket.SHUT_RDWR)

    def _say(self, command: str, *words: Any, **options: Any) -> list[Any]:
        """Say a command and wait for a good answer.

        Raises:
            MailboxDown: there is none.
        """
        if self._server is None or self._cut:
            raise MailboxDown(f"{self.name} is not open.")
        try:
            status, answer = getattr(self._server, command)(*words, **options)
        except (OSError, imaplib.IMAP4.error) as fault:
            raise MailboxDown(f"{self.name} does not answer: {_words(fault)}.") from fault
        if status != "OK":
            said = b" ".join(part for part in answer if isinstance(part, bytes)).decode("utf-8", "replace")
            raise MailboxDown(f"{self.name} says {status}: {said[:300]}")
        return list(answer)


def quoted(name: str) -> str:
    """A folder's name as IMAP quotes it (RFC 9051 §4.3)."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _words(fault: BaseException) -> str:
    said = getattr(fault, "strerror", None) or str(fault)
    return " ".join(str(said).split())[:300].rstrip(".") or type(fault).__name__
