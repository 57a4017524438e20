"""A relay that speaks SMTP: lanes side by side, a letter at a time on each.

A letter's phase is tracked here, because it decides what a lost connection means and aiosmtplib raises the
same error before DATA and after the final dot. Its bytes are final (CRLF, dot-safe) and are written as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import aiosmtplib

from digest.deliver.cancelling import to_the_end
from digest.deliver.connecting import NO_ANSWER, Answered, Connector
from digest.deliver.envelope import Envelope, UnsayableAddress, unsayable
from digest.deliver.line import Line
from digest.deliver.relay import BeforeData, RelaySettings
from digest.deliver.verdict import Phase, from_error, from_reply, refused_here
from digest.model import Letter, Verdict, VerdictKind

T = TypeVar("T")


class SmtpRelay:
    """A relay that speaks SMTP, with ``connections`` lanes."""

    def __init__(self, settings: RelaySettings) -> None:
        self.name = f"{settings.name} ({settings.host}:{settings.port})"
        self.lanes = settings.connections
        self._closed = False
        connector = Connector(settings)
        self._all = [Lane(settings, Line(settings, connector)) for _ in range(settings.connections)]
        # The lane used last goes first: with little to do, few connections are open.
        self._idle: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        for lane in self._all:
            self._idle.put_nowait(lane)

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """See Relay. A cancelled call whose letter is already on its way waits for the answer first."""
        lane = await self._idle.get()
        try:
            if self._closed:
                return Verdict(kind=VerdictKind.RELAY_DOWN, text="the relay was closed")
            return await lane.carry(letter, before_data)
        finally:
            self._idle.put_nowait(lane)

    async def check(self) -> str:
        """See Relay."""
        lane = await self._idle.get()
        try:
            return await lane.line.check()
        finally:
            self._idle.put_nowait(lane)

    async def close(self) -> None:
        """Say good-bye on every connection, on each when its letter has its answer."""
        self._closed = True
        try:
            await asyncio.gather(*(self._retire() for _ in self._all))
        finally:
            for lane in self._all:
                lane.line.drop()  # nothing is left to drop, unless we were cancelled
                self._idle.put_nowait(lane)  # so that whoever comes late is told, and does not wait for ever

    async def _retire(self) -> None:
        lane = await self._idle.get()
        await lane.line.close()


class Lane:
    """Carries one letter after the other over a line, which is renewed after so many of them."""

    def __init__(self, settings: RelaySettings, line: Line) -> None:
        self._settings = settings
        self.line = line
        self._phase = Phase.CONNECT

    async def carry(self, letter: Letter, before_data: BeforeData | None) -> Verdict:
        """One letter, from MAIL to the reply to the final dot."""
        try:
            envelope = Envelope.of(letter)
        except UnsayableAddress as fault:
            return unsayable(fault)
        if self.line.carried >= self._settings.messages_per_connection:
            await self.line.close()
        kept = self.line.is_open
        verdict = await self._try(letter, envelope, before_data)
        if kept and not self.line.is_open and verdict.kind is VerdictKind.RELAY_DOWN:
            # Servers close connections that they have had enough of, with or without a word. Nothing of the letter
            # has left, so a fresh connection is asked before anybody is told.
            verdict = await self._try(letter, envelope, before_data)
        return verdict

    async def _try(self, letter: Letter, envelope: Envelope, before_data: BeforeData | None) -> Verdict:
        verdict = await self._guarded(self._propose(letter, envelope))
        if verdict is not None:
            return verdict
        if before_data is not None:
            await self._or_reset(before_data())
        return await self._guarded(self._deliver(letter))

    async def _guarded(self, steps: Awaitable[T]) -> T | Verdict:
        """Take steps; whatever stops them is a verdict, and leaves no connection half-way through a letter."""
        try:
            return await steps
        except Answered as answer:
            return answer.verdict
        except NO_ANSWER as fault:
            self.line.drop()
            return from_error(fault, self._phase)
        except BaseException:
            self.line.drop()
            raise

    async def _or_reset(self, promise: Awaitable[None]) -> None:
        try:
            await promise
        except Exception:
            await self.line.reset()
            raise
        except BaseException:
            self.line.drop()
            raise

    async def _propose(self, letter: Letter, envelope: Envelope) -> None:
        """Connect if need be, MAIL, RCPT."""
        self._phase = Phase.CONNECT
        options = mail_options(await self.line.open(), len(letter.message), envelope)
        self._phase = Phase.MAIL
        await self.line.say(self._phase, b"MAIL", b"FROM:" + envelope.sender, *options)
        self.line.carried += 1
        self._phase = Phase.RCPT
        await self.line.say(self._phase, b"RCPT", b"TO:" + envelope.recipient, wanted=(250, 251))

    async def _deliver(self, letter: Letter) -> Verdict:
        """DATA, the message, the reply to its final dot."""
        self._phase = Phase.DATA
        await self.line.say(self._phase, b"DATA", wanted=(354,))
        self._phase = Phase.DOT
        reply = await to_the_end(self._body(letter.message))
        if reply.code == 421 or not (200 <= reply.code < 300 or 400 <= reply.code < 600):
            self.line.drop()
        return from_reply(reply.code, reply.message, self._phase)

    async def _body(self, message: bytes) -> aiosmtplib.SMTPResponse:
        protocol = self.line.client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        protocol.write(message + b".\r\n")
        return await protocol.read_response(timeout=self._settings.data_timeout)


def mail_options(client: aiosmtplib.SMTP, size: int, envelope: Envelope) -> list[bytes]:
    """The parameters of MAIL (RFC 1870, RFC 6531). ``size`` is in bytes.

    Raises:
        Answered: the server has already said that it cannot take this letter.
    """
    limit = client.esmtp_extensions.get("size", "").strip()
    if limit.isascii() and limit.isdigit() and 0 < int(limit[:20]) < size:
        raise Answered(from_reply(552, f"5.3.4 the letter has {size} bytes, the relay takes {limit[:20]}", Phase.DATA))
    options = [b"SIZE=%d" % size] if client.supports_extension("size") else []
    if envelope.utf8:
        if not client.supports_extension("smtputf8"):
            raise Answered(refused_here("the relay takes no addresses outside ASCII (RFC 6531)", "5.6.7", 553))
        options.append(b"SMTPUTF8")
    return options
