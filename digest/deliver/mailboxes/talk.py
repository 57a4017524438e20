"""What is said to an IMAP server (RFC 9051), whatever for: reach it, ask, and tell in words what it does not do."""

from __future__ import annotations

import imaplib
import socket
from contextlib import suppress
from typing import Any

from digest.deliver.mailboxes.box import LONGEST_ANSWER, PATIENCE, PER_LINE, Login
from digest.deliver.mailboxes.folders import placed, quoted
from digest.deliver.trust import trust
from digest.errors import MailboxDown

AMONG = 50_000  # mails that are searched at once: the answer is a single line, and imaplib reads a million bytes of it


class _Plain(imaplib.IMAP4):
    """imaplib, with a limit on what a server says in answer to one command; it believes every size by itself."""

    room = LONGEST_ANSWER

    def read(self, size: int) -> bytes:
        """See IMAP4."""
        self._take(size)
        return super().read(size)

    def readline(self) -> bytes:
        """See IMAP4."""
        line = super().readline()
        self._take(len(line) + PER_LINE)
        return line

    def _take(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise self.abort(f"its answer is longer than {LONGEST_ANSWER // 1024 // 1024} MB")


class _Secure(_Plain, imaplib.IMAP4_SSL):
    """The same over TLS from the beginning."""


class ImapTalk:
    """One folder on an IMAP server. Its functions block, and are called one at a time, from any thread."""

    def __init__(self, login: Login, folder: str) -> None:
        self.name = f"the IMAP folder {folder} of {login.username} at {login.host}"
        self._login = login
        self._folder = folder
        self._server: _Plain | None = None
        self._exist = 0  # mails in the folder, when it was entered
        self._cut = False

    def open(self) -> None:
        """Log in and enter the folder.

        Raises:
            MailboxDown: it cannot be opened; the message says why.
        """
        try:
            server = self._connect()
            self._log_in(server)
            self._enter()
        except MailboxDown:
            self.close()
            raise
        except Exception as fault:
            self.close()
            raise MailboxDown(f"{self.name} cannot be opened: {_words(fault)}.") from fault

    def _log_in(self, server: _Plain) -> None:
        user, password = self._login.username, self._login.password
        if (user + password).isascii():
            server.login(user, password)
        else:  # LOGIN takes ASCII only
            server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())

    def _enter(self, *, readonly: bool = False) -> None:
        told = self._say("select", quoted(self._placed(self._folder)), readonly=readonly)
        self._exist = int(told[0]) if told and isinstance(told[0], bytes) and told[0].isdigit() else 0

    def _placed(self, folder: str) -> str:
        """A folder's name as this server has it; see ``placed``. A name for all of its users is one as it stands."""
        if folder.upper() == "INBOX":
            return folder
        try:
            own = placed(folder, *self._say("namespace"))
            return folder if own != folder and not self._knows(own) and self._knows(folder) else own
        except MailboxDown:
            return folder  # it does not know the command, so it has no such prefix

    def _knows(self, folder: str) -> bool:
        return any(self._say("list", '""', quoted(folder)))

    def _offers(self, extension: bytes) -> bool:
        """Whether the server has an extension, now that it knows us."""
        return extension in b" ".join(self._say("capability")).upper().split()

    def _connect(self) -> _Plain:
        login = self._login
        context = trust(login.ca_file)
        if login.tls == "implicit":
            self._server = _Secure(login.host, login.port, timeout=PATIENCE, ssl_context=context)
            return self._server
        self._server = _Plain(login.host, login.port, timeout=PATIENCE)
        if login.tls == "starttls":
            self._server.starttls(context)
        return self._server

    def close(self) -> None:
        """Log out."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.logout()
            except Exception:  # noqa: BLE001 - imaplib raises whatever it likes, and there is nothing more to say
                with suppress(OSError):
                    server.shutdown()

    def hang_up(self) -> None:
        """See Box."""
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
        status, answer = self._ask(command, *words, **options)
        if status != "OK":
            raise MailboxDown(f"{self.name} says {status}: {said(answer)}")
        return answer

    def _ask(self, command: str, *words: Any, **options: Any) -> tuple[str, list[Any]]:
        """Say a command and wait for an answer, good or bad.

        Raises:
            MailboxDown: there is none, or nothing that one could read.
        """
        if self._server is None or self._cut:
            raise MailboxDown(f"{self.name} is not open.")
        self._server.room = LONGEST_ANSWER
        try:
            status, answer = getattr(self._server, command)(*words, **options)
        except imaplib.IMAP4.readonly as fault:
            raise MailboxDown(f"{self.name} is read-only for us, so what was read cannot be marked.") from fault
        except Exception as fault:
            raise MailboxDown(f"{self.name} does not answer: {_words(fault)}.") from fault
        return status, list(answer)


def said(answer: list[Any]) -> str:
    """The words of an answer."""
    return b" ".join(part for part in answer if isinstance(part, bytes)).decode("utf-8", "replace")[:300]


def _words(fault: BaseException) -> str:
    first = fault.args[0] if fault.args else ""  # imaplib's errors carry the server's bytes now and then
    told = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(fault)
    said = getattr(fault, "strerror", None) or told
    return " ".join(str(said).split())[:300].rstrip(".") or type(fault).__name__
