"""A listener that a mail server delivers to (LMTP, RFC 2033): Postfix, Exim and Dovecot speak it.

Each recipient gets an answer of its own, and none of them is good before the mail is written down.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from digest.deliver.mailboxes.box import LARGEST
from digest.errors import DigestError

log = logging.getLogger(__name__)

LONGEST_COMMAND = 64 * 1024  # bytes
MOST_TALKS = 20  # connections side by side
MOST_RECIPIENTS = 100
PATIENCE = 60.0  # seconds a sender may be silent

Take = Callable[[bytes, Sequence[str]], Awaitable[None]]


class _Listener(LMTP):
    """aiosmtpd's, but that it takes any mail.

    Its own DATA refuses for good a line or a mail that is too long, keeps all of a line without an end in memory, and
    answers once, where each recipient waits for an answer (RFC 2033 §4.2). We read the beginning of a mail only, so no
    mail is too long.
    """

    line_length_limit = LONGEST_COMMAND

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Take a mail, and answer for each of its recipients."""
        envelope = self.envelope
        if await self.check_helo_needed("LHLO") or envelope is None:
            return
        if arg or not envelope.rcpt_tos:
            await self.push("501 Syntax: DATA" if arg else "503 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        envelope.original_content = await self._beginning()
        answer = await self.event_handler.handle_DATA(self, self.session, envelope)
        await self.push("\r\n".join([answer] * len(envelope.rcpt_tos)))
        self._set_post_data_state()  # type: ignore[no-untyped-call] # aiosmtpd has no types there

    async def _beginning(self) -> bytes:
        """The first ``LARGEST`` bytes of a mail, without dots that were put in front of dots (RFC 5321 §4.5.2)."""
        kept, at_start = bytearray(), True
        while True:
            self._reset_timeout()  # as long as something comes, nobody is silent
            try:
                piece = await self._reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError as fault:
                piece = await self._reader.readexactly(fault.consumed)
            if at_start and piece == b".\r\n":
                return bytes(kept)
            kept += piece[at_start and piece.startswith(b".") :][: LARGEST - len(kept)]
            at_start = piece.endswith(b"\r\n")


class _Handler:
    """Hands a mail on, and answers for each of its recipients."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, offered: list[str]
    ) -> list[str]:
        """Commands are read one after the other, however many come together: RFC 2033 §5 wants that said."""
        session.host_name = hostname
        return [offered[0], "250-PIPELINING", *offered[1:]]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Any recipient: whom a mail is about is read from its marks."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Good when it is written down; "later" for whatever is our own trouble, so that the mail comes again."""
        try:
            await self._take(envelope.original_content or b"", envelope.rcpt_tos)
        except DigestError as fault:
            log.warning("A returned mail could not be taken: %s", fault)
            return "451 4.3.0 Later, please"
        except Exception:
            # The edge: aiosmtpd would say "500" to it, and the mail would be lost through a fault of ours.
            log.exception("A returned mail could not be taken.")
            return "451 4.3.0 Later, please"
        return "250 2.0.0 Taken"


class _Busy(asyncio.Protocol):
    """What somebody hears when too many talk at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say so and hang up."""
        talk = cast("asyncio.Transport", transport)  # uvloop's transports are none of asyncio's classes
        talk.write(b"421 4.3.2 Too many connections\r\n")
        talk.close()


class _Talks:
    """The connections side by side: so many, and no more."""

    def __init__(self, take: Take, loop: asyncio.AbstractEventLoop) -> None:
        self._take, self._loop = take, loop
        self._open: set[Any] = set()

    def greet(self) -> asyncio.BaseProtocol:
        """Who speaks with somebody who comes."""
        self._open.difference_update([talk for talk in self._open if talk.transport is None])
        if len(self._open) >= MOST_TALKS:
            return _Busy()
        talk = _Listener(
            _Handler(self._take),
            hostname="digest",
            ident="LMTP",
            data_size_limit=None,
            enable_SMTPUTF8=True,
            timeout=PATIENCE,
            loop=self._loop,
        )
        self._open.add(talk)
        return talk

    def close(self) -> None:
        """Hang up."""
        for talk in self._open:
            if talk.transport is not None:
                talk.transport.close()


@asynccontextmanager
async def serve_lmtp(host: str, port: int, take: Take) -> AsyncIterator[tuple[str, int]]:
    """Listen; yields the address in use. ``take(mail, recipients)`` raises a DigestError if it could not.

    Raises:
        OSError: the address cannot be listened on.
    """
    loop = asyncio.get_running_loop()
    talks = _Talks(take, loop)
    server = await loop.create_server(talks.greet, host, port)
    try:
        yield server.sockets[0].getsockname()[:2]
    finally:
        server.close()
        talks.close()
        await server.wait_closed()
