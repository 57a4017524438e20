"""What a server answers: the groups that are waited for, and the lines that come."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from functools import lru_cache

import aiosmtplib

Replies = list[aiosmtplib.SMTPResponse]

SHORT = 512  # octets of an answer's line, as RFC 5321 §4.5.3.1.5 has it
BLANK = ord(" ")


@dataclass(slots=True)
class Asked:
    """A group of answers that belong together; ``done`` has those that came, or why none did.

    ``limit``: how long they may take, in seconds, from when the server has answered all before them.
    """

    count: int
    done: asyncio.Future[Replies]
    limit: float
    until: float = math.inf
    replies: Replies = field(default_factory=list)

    def end(self, fault: BaseException | None = None) -> None:
        """Let whoever waits go on."""
        if self.done.done():
            return
        if fault is None or self.replies:
            self.done.set_result(self.replies)
        else:
            self.done.set_exception(fault)
            self.done.exception()  # seen: perhaps nobody waits any more


@lru_cache(maxsize=64)
def short_replies(data: bytes) -> tuple[aiosmtplib.SMTPResponse, ...]:
    """The answers that arrived together, where each is one whole short line; none where the parser has to look.

    Nearly all that arrives is what arrived before: what a server says to one envelope, it says to the next.
    """
    *lines, rest = data.split(b"\n")
    plain = not rest and all(len(line) > 3 and line[3] == BLANK and line[:3].isdigit() for line in lines)
    return tuple(reply_in(line) for line in lines) if plain else ()


@lru_cache(maxsize=64)
def reply_in(line: bytes) -> aiosmtplib.SMTPResponse:
    """An answer of one line. Most are the same for every letter: a server says "250 2.1.5 Ok" a million times."""
    return aiosmtplib.SMTPResponse(int(line[:3]), line[4:].strip().decode("utf-8", "surrogateescape"))
