"""Kept SMTP connections. aiosmtplib opens, secures and authenticates them; the phase of a letter is tracked here.

The phase decides what a lost connection means, and aiosmtplib raises the same error before DATA and after
the final dot. A letter's bytes are final (CRLF, dot-safe), so they are written as they are.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponse

from digest.deliver.relay import BeforeData, RelaySettings
from digest.deliver.verdict import Phase, from_error, from_reply, refused_here
from digest.errors import RelayDown
from digest.model import Letter, Verdict, VerdictKind

NO_ANSWER = (SMTPException, OSError, TimeoutError, asyncio.IncompleteReadError)


class _Stop(Exception):
    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.text)


class SmtpRelay:
    """A relay that speaks SMTP, with ``connections`` lanes."""

    def __init__(self, settings: RelaySettings) -> None:
        self.name = f"{settings.name} ({settings.host}:{settings.port})"
        self.lanes = settings.connections
        self._idle: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        self._all = [Lane(settings) for _ in range(settings.connections)]
        for lane in self._all:
            self._idle.put_nowait(lane)

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """See Relay."""
        lane = await self._idle.get()
        try:
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
        """Say good-bye on every connection."""
        await asyncio.gather(*(lane.close() for lane in self._all))


class Lane:
    """One kept connection, opened when a letter comes and renewed after so many of them."""

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings
        self._client: aiosmtplib.SMTP | None = None
        self._carried = 0

    async def carry(self, letter: Letter, before_data: BeforeData | None) -> Verdict:
        """One letter, from MAIL to the reply to the final dot."""
        if self._carried >= self._settings.messages_per_connection:
            await self.close()
        kept = self._client is not None
        verdict = await self._try(letter, before_data)
        if kept and verdict.kind is VerdictKind.RELAY_DOWN:
            # Servers close connections that they have had enough of, with or without a word. Nothing of the letter
            # has left, so a fresh connection is asked before anybody is told.
            verdict = await self._try(letter, before_data)
        return verdict

    async def _try(self, letter: Letter, before_data: BeforeData | None) -> Verdict:
        phase = Phase.CONNECT
        try:
            client = await self._open()
            self._fits(client, letter)
            options = self._options(client, letter)
            phase = Phase.MAIL
            await self._say(client, phase, b"MAIL", b"FROM:" + _path(letter.envelope_from), *options)
            phase = Phase.RCPT
            await self._say(client, phase, b"RCPT", b"TO:" + _path(letter.envelope_to))
            if before_data is not None:
                await self._or_reset(client, before_data)
            phase = Phase.DATA
            await self._say(client, phase, b"DATA", wanted=354)
            phase = Phase.DOT
            verdict = await self._body(client, letter.message)
        except _Stop as stop:
            return stop.verdict
        except NO_ANSWER as fault:
            self._drop()
            return from_error(fault, phase)
        except (UnicodeError, ValueError) as fault:
            await self._reset()
            return refused_here(f"the address cannot be written in SMTP ({fault})", "5.1.3", 553)
        self._carried += 1
        return verdict

    async def _say(self, client: aiosmtplib.SMTP, phase: Phase, *words: bytes, wanted: int = 250) -> None:
        """A command whose answer must be ``wanted``; another answer is the verdict, on a clean connection."""
        reply = await client.execute_command(*words, timeout=self._settings.command_timeout)
        if reply.code == wanted or (phase is Phase.RCPT and reply.code == 251):
            return
        if reply.code == 421 or not 400 <= reply.code < 600:
            self._drop()
        else:
            await self._reset()
        verdict = from_reply(reply.code, reply.message, phase)
        raise _Stop(_not_sent(verdict))

    async def _body(self, client: aiosmtplib.SMTP, message: bytes) -> Verdict:
        protocol = client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        protocol.write(message + b".\r\n")
        reply: SMTPResponse = await protocol.read_response(timeout=self._settings.data_timeout)
        if reply.code == 421 or not 200 <= reply.code < 600:
            self._drop()
        return from_reply(reply.code, reply.message, Phase.DOT)

    def _fits(self, client: aiosmtplib.SMTP, letter: Letter) -> None:
        limit = client.esmtp_extensions.get("size", "").strip()
        if limit.isdigit() and 0 < int(limit) < len(letter.message):
            words = f"5.3.4 the letter has {len(letter.message)} bytes, the relay takes {limit}"
            raise _Stop(from_reply(552, words, Phase.DATA))

    def _options(self, client: aiosmtplib.SMTP, letter: Letter) -> list[bytes]:
        options = [b"SIZE=%d" % len(letter.message)] if client.supports_extension("size") else []
        if letter.needs_smtputf8:
            if not client.supports_extension("smtputf8"):
                raise _Stop(refused_here("the relay takes no addresses outside ASCII (RFC 6531)", "5.6.7", 553))
            options.append(b"SMTPUTF8")
        return options

    async def _or_reset(self, client: aiosmtplib.SMTP, before_data: Callable[[], Awaitable[None]]) -> None:
        try:
            await before_data()
        except BaseException:
            await self._reset()
            raise

    async def _open(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        self._drop()
        client = make_client(self._settings)
        try:
            # One limit around banner, EHLO, TLS and login: a server that drips bytes must not hold a lane.
            async with asyncio.timeout(self._settings.connect_timeout + self._settings.command_timeout):
                await client.connect()
                await log_in(client, self._settings)
        except BaseException as fault:
            client.close()
            if isinstance(fault, aiosmtplib.SMTPResponseException):
                raise _Stop(_not_sent(from_reply(fault.code, str(fault.message), Phase.CONNECT))) from fault
            raise
        self._client, self._carried = client, 0
        return client

    async def _reset(self) -> None:
        if self._client is None:
            return
        try:
            reply = await self._client.execute_command(b"RSET", timeout=self._settings.command_timeout)
        except NO_ANSWER:
            self._drop()
            return
        if reply.code != 250:
            self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        self._carried = 0
        if client is not None:
            client.close()

    async def check(self) -> str:
        """Connect, secure, log in; say who answered."""
        try:
            client = await self._open()
            await client.execute_command(b"NOOP", timeout=self._settings.command_timeout)
        except (_Stop, *NO_ANSWER) as fault:
            self._drop()
            raise RelayDown(f"{self._settings.host}:{self._settings.port}: {fault}") from fault
        secured = "with TLS" if client.get_transport_info("sslcontext") is not None else "without TLS"
        return f"{self._settings.host}:{self._settings.port} answers, {secured}"

    async def close(self) -> None:
        """QUIT, and do not wait long for the answer."""
        client, self._client = self._client, None
        self._carried = 0
        if client is not None and client.is_connected:
            with suppress(*NO_ANSWER):
                await client.quit(timeout=5)
            client.close()


def make_client(settings: RelaySettings) -> aiosmtplib.SMTP:
    """A client that is not connected yet, secured as the settings say."""
    secured = settings.tls != "none"
    context = ssl.create_default_context(cafile=settings.ca_file or None) if secured else None
    return aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=settings.connect_timeout,
        use_tls=settings.tls == "implicit",
        start_tls={"starttls-required": True, "starttls-if-offered": None}.get(settings.tls, False),
        tls_context=context,
        local_hostname=own_name(),
    )


def own_name() -> str:
    """What we call ourselves in EHLO, without asking DNS: a slow resolver must not hold up a lane."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


async def log_in(client: aiosmtplib.SMTP, settings: RelaySettings) -> None:
    """Log in where a login is set, over TLS only unless the settings say otherwise.

    Raises:
        _Stop: with a sender fault, when the password would go over an open wire.
    """
    if client.is_ehlo_or_helo_needed:
        await client.ehlo()
    if not settings.username:
        return
    if client.get_transport_info("sslcontext") is None and not settings.allow_plain_login:
        words = "5.7.11 the connection is not secured, so the password is not sent (relay.allow_plain_login)"
        raise _Stop(from_reply(538, words, Phase.CONNECT))
    await client.login(settings.username, settings.password)


def _path(address: str) -> bytes:
    """An address in angle brackets.

    Raises:
        ValueError: it holds what would end the command or the path.
    """
    if any(c in "<>" or c.isspace() or not c.isprintable() for c in address):
        raise ValueError(f"{address!r} holds a character that no path may hold")
    return b"<" + address.encode() + b">"


def _not_sent(verdict: Verdict) -> Verdict:
    """A 2xx where another answer was due is a server out of step, not a sent letter."""
    if verdict.kind is not VerdictKind.SENT:
        return verdict
    return Verdict(kind=VerdictKind.RELAY_DOWN, code=verdict.code, text=f"unexpected answer: {verdict.text}")
