"""A mailbox read by POP3 (RFC 1939). What was read is deleted: the protocol knows no other mark."""

from __future__ import annotations

import poplib
import socket
from collections.abc import Sequence
from contextlib import suppress

from digest.deliver.mailboxes.box import LARGEST, LONGEST_ANSWER, PATIENCE, PER_LINE, Login
from digest.deliver.trust import trust
from digest.errors import MailboxDown, Unfetched

LINES = 5000  # of a mail that is larger than we read
PIECE = 64 * 1024  # bytes that are read at once, of a line that is longer


class _Plain(poplib.POP3):
    """poplib, for lines of any length (it takes 2,048 bytes, and bounces are not always so short), but not for ever."""

    room = LONGEST_ANSWER

    def _getline(self) -> tuple[bytes, int]:
        line: bytes = self.file.readline(max(1, self.room))
        if not line:
            raise poplib.error_proto("the line is cut")
        if not line.endswith(b"\n"):
            raise poplib.error_proto(f"its answer is longer than {LONGEST_ANSWER // 1024 // 1024} MB, or cut")
        self.room -= len(line) + PER_LINE
        return line.removesuffix(b"\n").removesuffix(b"\r"), len(line)

    def beginning(self, command: str) -> bytes:
        """The first ``LARGEST`` bytes of the mail that a command asks for.

        The rest is read past, however much that is: whoever hung up on it would meet the same mail the next time, and
        never come to those behind it.
        """
        self._shortcmd(command)  # type: ignore[attr-defined] # typeshed keeps silent about it
        kept, at_start = bytearray(), True
        while piece := self.file.readline(PIECE):
            if at_start and piece in (b".\r\n", b".\n"):
                return bytes(kept)
            kept += piece[at_start and piece.startswith(b".") :][: LARGEST - len(kept)]
            at_start = piece.endswith(b"\n")
        raise poplib.error_proto("the line is cut")


class _Secure(_Plain, poplib.POP3_SSL):
    """The same over TLS from the beginning."""


class Pop3Box:
    """A mailbox on a POP3 server."""

    def __init__(self, login: Login) -> None:
        self.name = f"the POP3 mailbox {login.username} at {login.host}"
        self._login = login
        self._server: _Plain | None = None

    def open(self) -> None:
        """See Box."""
        login = self._login
        try:
            server = self._connect()
            server.user(login.username)
            server.pass_(login.password)
        except (OSError, poplib.error_proto, ValueError) as fault:
            self.close()
            raise MailboxDown(f"{self.name} cannot be opened: {_words(fault)}.") from fault

    def _connect(self) -> _Plain:
        login = self._login
        context = trust(login.ca_file)
        if login.tls == "implicit":
            self._server = _Secure(login.host, login.port, timeout=PATIENCE, context=context)
            return self._server
        self._server = _Plain(login.host, login.port, timeout=PATIENCE)
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

    def hang_up(self) -> None:
        """See Box."""
        server = self._server
        if server is not None:
            with suppress(OSError):
                server.sock.shutdown(socket.SHUT_RDWR)

    @property
    def _opened(self) -> _Plain:
        if self._server is None:
            raise MailboxDown(f"{self.name} is not open.")
        self._server.room = LONGEST_ANSWER
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
        large = not size.isdecimal() or int(size) > LARGEST
        try:
            return self._opened.beginning(f"TOP {number} {LINES}" if large else f"RETR {number}")
        except (OSError, poplib.error_proto) as fault:
            words = f"{self.name} does not give mail {number}: {_words(fault)}."
            raise (Unfetched(words) if _is_a_no(fault) else MailboxDown(words)) from fault

    def done(self, names: Sequence[str]) -> None:
        """See Box. A mail that the server keeps stays, and counts once all the same."""
        kept: BaseException | None = None
        for name in names:
            try:
                self._opened.dele(name.partition(" ")[0])
            except (OSError, poplib.error_proto) as fault:
                if not _is_a_no(fault):
                    raise MailboxDown(f"{self.name} does not delete: {_words(fault)}.") from fault
                kept = fault
        if kept is not None:
            raise MailboxDown(f"{self.name} does not delete: {_words(kept)}.") from kept


def _is_a_no(fault: BaseException) -> bool:
    """Whether the server answered, and said no. Whatever else poplib has to say, it says in words of its own."""
    first = fault.args[0] if fault.args else ""
    return isinstance(first, bytes) and first.startswith(b"-ERR")


def _words(fault: BaseException) -> str:
    """An error as a person reads it; poplib's carry the server's bytes."""
    first = fault.args[0] if fault.args else ""
    said = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(fault)
    return " ".join(said.split())[:300].rstrip(".") or type(fault).__name__
