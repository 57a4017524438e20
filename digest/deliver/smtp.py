"""Kept SMTP connections: a lane for each, a letter at a time on each.

A letter's phase is tracked here, because it decides what a lost connection means and aiosmtplib raises the
same error before DATA and after the final dot. Its bytes are final (CRLF, dot-safe) and are written as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import aiosmtplib

from digest.deliver.connecting import NO_ANSWER, Answered, Connector, hang_up, is_secured, not_sent
from digest.deliver.envelope import Envelope, UnsayableAddress, unsayable
from digest.deliver.relay import BeforeData, RelaySettings
from digest.deliver.verdict import Phase, from_error, from_reply, printable, refused_here
from digest.errors import RelayDown
from digest.model import Letter, Verdict, VerdictKind

GOOD_BYE = 5.0  # seconds a server has to answer QUIT

T = TypeVar("T")


class SmtpRelay:
    """A relay that speaks SMTP, with ``connections`` lanes."""

    def __init__(self, settings: RelaySettings) -> None:
        self.name = f"{settings.name} ({settings.host}:{settings.port})"
        self.lanes = settings.connections
        self._closed = False
        connector = Connector(settings)
        self._all = [Lane(settings, connector) for _ in range(settings.connections)]
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
            return await lane.check()
        finally:
            self._idle.put_nowait(lane)

    async def close(self) -> None:
        """Say good-bye on every connection, on each when its letter has its answer."""
        self._closed = True
        try:
            await asyncio.gather(*(self._retire() for _ in self._all))
        finally:
            for lane in self._all:
                lane.drop()  # nothing is left to drop, unless we were cancelled
                self._idle.put_nowait(lane)  # so that whoever comes late is told, and does not wait for ever

    async def _retire(self) -> None:
        lane = await self._idle.get()
        await lane.close()


class Lane:
    """One kept connection, opened when a letter comes and renewed after so many of them."""

    def __init__(self, settings: RelaySettings, connector: Connector) -> None:
        self._settings = settings
        self._connector = connector
        self._client: aiosmtplib.SMTP | None = None
        self._carried = 0
        self._phase = Phase.CONNECT

    async def carry(self, letter: Letter, before_data: BeforeData | None) -> Verdict:
        """One letter, from MAIL to the reply to the final dot."""
        try:
            envelope = Envelope.of(letter)
        except UnsayableAddress as fault:
            return unsayable(fault)
        if self._carried >= self._settings.messages_per_connection:
            await self.close()
        kept = self._client is not None
        verdict = await self._try(letter, envelope, before_data)
        if kept and self._client is None and verdict.kind is VerdictKind.RELAY_DOWN:
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
            self.drop()
            return from_error(fault, self._phase)
        except BaseException:
            self.drop()
            raise

    async def _propose(self, letter: Letter, envelope: Envelope) -> None:
        """Connect if need be, MAIL, RCPT."""
        self._phase = Phase.CONNECT
        client = await self._open()
        options = _options(client, letter, envelope)
        self._phase = Phase.MAIL
        await self._say(client, b"MAIL", b"FROM:" + envelope.sender, *options)
        self._carried += 1
        self._phase = Phase.RCPT
        await self._say(client, b"RCPT", b"TO:" + envelope.recipient, wanted=(250, 251))

    async def _deliver(self, letter: Letter) -> Verdict:
        """DATA, the message, the reply to its final dot."""
        self._phase = Phase.DATA
        client = self._client
        if client is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        await self._say(client, b"DATA", wanted=(354,))
        self._phase = Phase.DOT
        reply = await to_the_end(self._body(client, letter.message))
        if reply.code == 421 or not (200 <= reply.code < 300 or 400 <= reply.code < 600):
            self.drop()
        return from_reply(reply.code, reply.message, Phase.DOT)

    async def _body(self, client: aiosmtplib.SMTP, message: bytes) -> aiosmtplib.SMTPResponse:
        protocol = client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        protocol.write(message + b".\r\n")
        return await protocol.read_response(timeout=self._settings.data_timeout)

    async def _say(self, client: aiosmtplib.SMTP, *words: bytes, wanted: tuple[int, ...] = (250,)) -> None:
        """A command and its answer; an answer that is not wanted is the verdict, on a clean connection."""
        reply = await client.execute_command(*words, timeout=self._settings.command_timeout)
        if reply.code in wanted:
            return
        if reply.code == 421 or not 400 <= reply.code < 600:
            self.drop()
        else:
            await self._reset()
        raise Answered(not_sent(from_reply(reply.code, reply.message, self._phase)))

    async def _or_reset(self, promise: Awaitable[None]) -> None:
        try:
            await promise
        except Exception:
            await self._reset()
            raise
        except BaseException:
            self.drop()
            raise

    async def _open(self) -> aiosmtplib.SMTP:
        if self._client is None or not self._client.is_connected:
            self.drop()
            self._client = await self._connector.open()
        return self._client

    async def _reset(self) -> None:
        if self._client is None:
            return
        try:
            reply = await self._client.execute_command(b"RSET", timeout=self._settings.command_timeout)
        except NO_ANSWER:
            self.drop()
            return
        if reply.code != 250:
            self.drop()

    def drop(self) -> None:
        """Hang up."""
        client, self._client, self._carried = self._client, None, 0
        if client is not None:
            hang_up(client)

    async def check(self) -> str:
        """Connect, secure, log in; say who answered."""
        where = f"{self._settings.host}:{self._settings.port}"
        try:
            client = await self._open()
            reply = await client.execute_command(b"NOOP", timeout=self._settings.command_timeout)
        except (Answered, *NO_ANSWER) as fault:
            self.drop()
            words = fault.verdict.text if isinstance(fault, Answered) else from_error(fault, Phase.CONNECT).text
            raise RelayDown(f"{where}: {words}") from fault
        if reply.code == 421:
            self.drop()
            raise RelayDown(f"{where}: {printable(reply.message)}")
        return f"{where} answers, {'with' if is_secured(client) else 'without'} TLS"

    async def close(self) -> None:
        """QUIT, and do not wait long for the answer."""
        client, self._client, self._carried = self._client, None, 0
        if client is None:
            return
        try:
            if client.is_connected:
                with suppress(*NO_ANSWER):
                    await client.quit(timeout=GOOD_BYE)
        finally:
            hang_up(client)


def _options(client: aiosmtplib.SMTP, letter: Letter, envelope: Envelope) -> list[bytes]:
    """The parameters of MAIL (RFC 1870, RFC 6531).

    Raises:
        Answered: the server has already said that it cannot take this letter.
    """
    size, limit = len(letter.message), client.esmtp_extensions.get("size", "").strip()
    if limit.isascii() and limit.isdigit() and 0 < int(limit[:20]) < size:
        raise Answered(from_reply(552, f"5.3.4 the letter has {size} bytes, the relay takes {limit[:20]}", Phase.DATA))
    options = [b"SIZE=%d" % size] if client.supports_extension("size") else []
    if envelope.utf8:
        if not client.supports_extension("smtputf8"):
            raise Answered(refused_here("the relay takes no addresses outside ASCII (RFC 6531)", "5.6.7", 553))
        options.append(b"SMTPUTF8")
    return options


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` to its end, also when cancelled meanwhile; the cancellation arrives at the next await after it.

    A letter that is on its way gets its answer, and the answer can still be written down. Whoever cancels twice
    means it: that is obeyed at once.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        own = asyncio.current_task()
        if own is None or task.cancelled():
            raise
        own.uncancel()
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        raise
    own.cancel()
    return task.result()
