"""Opening a connection to a relay: banner, EHLO, TLS, login, all within one limit of time.

aiosmtplib does the talking. What stands here is what it leaves open: which modes of TLS there are,
that no password crosses an open wire, and that a server which drips bytes cannot hold us up.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl

import aiosmtplib

from digest.deliver.dialling import dial
from digest.deliver.relay import RelaySettings
from digest.deliver.securing import unsecured
from digest.deliver.trust import trust
from digest.deliver.verdict import Phase, from_reply, unexpected
from digest.model import Verdict, VerdictKind

# Whatever a server, a network or a wrong setting can raise while we talk to it.
NO_ANSWER = (aiosmtplib.SMTPException, OSError, EOFError, ValueError, RuntimeError)

NOT_A_NAME = re.compile(r"[^A-Za-z0-9.-]")


class Answered(Exception):
    """The conversation ended with an answer; the verdict on the letter is known."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.text)


class Connector:
    """Opens connections as one relay's settings say."""

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings
        self._context: ssl.SSLContext | None = None

    async def open(self) -> aiosmtplib.SMTP:
        """A connection that is ready for MAIL.

        Raises:
            Answered: the server said no, or the password would go over an open wire.
            SMTPException, OSError, ValueError: it did not answer, or cannot be asked.
        """
        limit = self._settings.connect_timeout + self._settings.command_timeout
        client = await self._client()
        try:
            async with asyncio.timeout(limit) as clock:
                await self._call(client)
                await greet(client)
                await log_in(client, self._settings)
        except aiosmtplib.SMTPResponseException as fault:
            hang_up(client)
            raise Answered(not_sent(from_reply(fault.code, str(fault.message), Phase.CONNECT))) from fault
        except BaseException as fault:
            hang_up(client)
            if isinstance(fault, TimeoutError) and clock.expired():
                raise TimeoutError(f"banner, EHLO, TLS and login took more than {limit:g} seconds") from fault
            if words := unsecured(fault, self._settings):
                raise aiosmtplib.SMTPException(words) from fault
            raise
        return client

    async def _call(self, client: aiosmtplib.SMTP) -> None:
        host, port = self._settings.host, self._settings.port
        line = await dial(host, port, limit=self._settings.connect_timeout)
        try:
            await client.connect(sock=line)
        except aiosmtplib.SMTPConnectError as fault:
            if isinstance(fault, aiosmtplib.SMTPResponseException):
                raise
            # In its own words it would name no port: it was given a socket.
            why = fault.__cause__ or "no greeting"
            raise aiosmtplib.SMTPConnectError(f"Error connecting to {host} on port {port}: {why}") from fault

    async def _client(self) -> aiosmtplib.SMTP:
        mode = self._settings.tls
        if mode != "none" and self._context is None:
            # Once per relay: reading a system's certificates takes tens of milliseconds.
            self._context = await asyncio.to_thread(trust, self._settings.ca_file, "relay.ca_file")
        return aiosmtplib.SMTP(
            hostname=self._settings.host,
            timeout=self._settings.connect_timeout,
            use_tls=mode == "implicit",
            start_tls={"starttls-required": True, "starttls-if-offered": None}.get(mode, False),
            tls_context=self._context,
            local_hostname=own_name(socket.gethostname()),
        )


def own_name(host: str) -> str:
    """What we call ourselves in EHLO, without asking DNS: a slow resolver must not hold up a lane."""
    name = NOT_A_NAME.sub("-", host).strip("-.")
    return name if "." in name else "[127.0.0.1]"


async def greet(client: aiosmtplib.SMTP) -> None:
    """Say EHLO, or HELO to a server that knows no other (RFC 5321 §3.2)."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError as fault:
        if fault.code not in (500, 501, 502, 504) or not client.is_connected:
            raise
        await client.helo()


async def log_in(client: aiosmtplib.SMTP, settings: RelaySettings) -> None:
    """Log in where a login is set, over TLS only unless the settings say otherwise.

    Raises:
        Answered: with a sender fault, when the password would go over an open wire.
    """
    if not settings.username:
        return
    if not is_secured(client) and not settings.allow_plain_login:
        words = "5.7.11 the connection is not secured, so the password is not sent (relay.allow_plain_login)"
        raise Answered(from_reply(538, words, Phase.CONNECT))
    await client.login(settings.username, settings.password)


def is_secured(client: aiosmtplib.SMTP) -> bool:
    """Whether the connection is under TLS."""
    return client.is_connected and client.get_transport_info("sslcontext") is not None


def hang_up(client: aiosmtplib.SMTP) -> None:
    """Leave without a word. Nothing that was written and not sent yet shall leave any more.

    A transport that is merely closed waits until everything is sent, which a peer that has stopped
    reading puts off for ever: the socket would never be given back.
    """
    abort = getattr(client.transport, "abort", None)  # uvloop's transports are none of asyncio's classes
    if abort is not None:
        abort()
    client.close()


def not_sent(verdict: Verdict) -> Verdict:
    """A 2xx where another answer was due is a server out of step, not a sent letter."""
    if verdict.kind is not VerdictKind.SENT:
        return verdict
    text = unexpected(verdict.code, verdict.text)
    return Verdict(kind=VerdictKind.RELAY_DOWN, code=verdict.code, text=text, connecting=verdict.connecting)
