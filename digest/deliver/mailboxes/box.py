"""A mailbox in which mail comes back: what is in it, and how it is told that something was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

LARGEST = 1024 * 1024  # bytes of a mail that are fetched; the report stands before what it returns
PATIENCE = 30.0  # seconds a server may be silent
PER_LINE = 64  # bytes that a line costs us beside its own
LONGEST_ANSWER = 20 * 1024 * 1024  # bytes of one answer of a server, whatever it announces


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How a mailbox on a server is reached."""

    host: str
    port: int
    tls: str = "implicit"  # or "starttls", "none"
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""


class Box(Protocol):
    """A mailbox. Its functions block, and are called one at a time, from any thread.

    Nothing is lost by a crash: what was not called ``done`` is found again, and counts once all the same.
    """

    name: str

    def open(self) -> None:
        """Open it.

        Raises:
            MailboxDown: it cannot be opened; the message says why.
        """

    def close(self) -> None:
        """Close it."""

    def hang_up(self) -> None:
        """Cut the line, from another thread, if there is one: whoever waits for an answer is told that none comes."""

    def waiting(self, limit: int) -> list[str]:
        """The names of at most ``limit`` mails that were not read yet."""

    def fetch(self, name: str) -> bytes:
        """A mail's bytes, or the first ``LARGEST`` of them; b"" if it is gone.

        Raises:
            Unfetched: this mail cannot be had; others can.
            MailboxDown: none can.
        """

    def done(self, names: Sequence[str]) -> None:
        """These were read: mark, move or delete them."""
