"""A mailbox read by POP3 (RFC 1939). What was read is deleted: the protocol knows no other mark."""

from __future__ import annotations

import poplib
from collections.abc import Sequence

from digest.deliver.mailboxes.box import LARGEST, PATIENCE, Login
from digest.deliver.trust import trust
from digest.errors import MailboxDown

LINES = 5000  # of a mail that is larger than we read


class Pop3Box:
    """A mailbox on a POP3 server."""

    def __init__(self, login: Login) -> None:
        self.name = f"the POP3 mailbox {login.username} at {login.host}"
        self._login = login
        self._server: poplib.POP3 | None = None

    def open(self) -> None:
        """See Box."""
        login = self._login
        try:
            server = self._connect()
            server.user(login.username)
            server.pass_(login.password)
        except (OSError, poplib.error_proto, UnicodeEncodeError) as fault:
            self.close()
            raise MailboxDown(f"{self.name} cannot be opened: {_words(fault)}.") from fault

    def _connect(self) -> poplib.POP3:
        login = self._login
        context = trust(login.ca_file)
        if login.tls == "implicit":
            self._server = poplib.POP3_SSL(login.host, login.port, timeout=PATIENCE, context=context)
            return self._server
        self._server = poplib.POP3(login.host, login.port, timeout=PATIENCE)
        if login.tls == "starttls":
            self._server.stls(context)
        return self._server

    def close(self) -> None:
        """Say goodbye, by which the server deletes what was done; without it nothing is deleted."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, poplib.error_proto):
                server.close()

    @property
    def _opened(self) -> poplib.POP3:
        if self._server is None:
            raise MailboxDown(f"{self.name} is not open.")
        return self._server

    def waiting(self, limit: int) -> list[str]:
        """See Box."""
        try:
            _, lines, _ = self._opened.list()
        except (OSError, poplib.error_proto) as fault:
            raise MailboxDown(f"{self.name} does not say what is in it: {_words(fault)}.") from fault
        return [line.decode("ascii", "replace") for line in lines[:limit]]

    def fetch(self, name: str) -> bytes:
        """See Box. ``name`` is a line of the listing: number and size."""
        number, _, size = name.partition(" ")
        try:
            large = not size.isdecimal() or int(size) > LARGEST
            _, lines, _ = self._opened.top(number, LINES) if large else self._opened.retr(number)
        except (OSError, poplib.error_proto) as fault:
            raise MailboxDown(f"{self.name} does not give mail {number}: {_words(fault)}.") from fault
        return b"\r\n".join((*lines, b""))[:LARGEST]

    def done(self, names: Sequence[str]) -> None:
        """See Box."""
        try:
            for name in names:
                self._opened.dele(name.partition(" ")[0])
        except (OSError, poplib.error_proto) as fault:
            raise MailboxDown(f"{self.name} does not delete: {_words(fault)}.") from fault


def _words(fault: BaseException) -> str:
    """An error as a person reads it; poplib's carry the server's bytes."""
    first = fault.args[0] if fault.args else ""
    said = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(fault)
    return " ".join(said.split())[:300].rstrip(".") or type(fault).__name__
