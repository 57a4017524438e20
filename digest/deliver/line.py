"""One kept connection to a relay: opened when it is needed, cleaned after a refusal, left when it is out of step."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from contextlib import suppress

import aiosmtplib

from digest.deliver.cancelling import apart, at_once
from digest.deliver.caution import Caution
from digest.deliver.connecting import NO_ANSWER, Answered, Connector, hang_up, not_sent
from digest.deliver.pipeline import Pipeline, take_over
from digest.deliver.relay import RelaySettings
from digest.deliver.verdict import Phase, from_reply

GOOD_BYE = 5.0  # seconds a server has to answer QUIT


class Line:
    """A connection that is kept from letter to letter. ``carried`` counts what was begun on it."""

    def __init__(self, settings: RelaySettings, connector: Connector, caution: Caution) -> None:
        self.caution = caution
        self._settings = settings
        self._connector = connector
        self._client: aiosmtplib.SMTP | None = None
        self._speaks: Pipeline | None = None
        self.pipeline: Pipeline | None = None  # None: the server answers one command at a time
        self.carried = 0

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as we know."""
        return self._client is not None

    @property
    def client(self) -> aiosmtplib.SMTP:
        """The connection there is.

        Raises:
            SMTPServerDisconnected: there is none.
        """
        if self._client is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        return self._client

    def client_pipeline(self) -> Pipeline:
        """The pipeline there is.

        Raises:
            SMTPServerDisconnected: there is none any more.
        """
        if self._client is None or self.pipeline is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        return self.pipeline

    async def open(self) -> aiosmtplib.SMTP:
        """The connection there is, or a new one. Raises what ``Connector.open`` does."""
        if self._client is None or not self._client.is_connected:
            self.drop()
            await apart(self._connect())
        return self.client

    def must_be_open(self) -> None:
        """Whether anything can still leave.

        Raises:
            SMTPException: nothing can; it says why.
        """
        if not self.client.is_connected:
            raise self.lost()

    def lost(self) -> BaseException:
        """Why the connection is of no use any more, as far as we know."""
        fault = self._speaks.fault if self._speaks else None
        return fault or aiosmtplib.SMTPServerDisconnected("Connection lost")

    async def _connect(self) -> None:
        self._client = await self._connector.open()
        self._speaks = take_over(self._client)
        pipelined = self._client.supports_extension("pipelining") and self.caution.believes(now())
        self.pipeline = self._speaks if pipelined else None

    def unanswered(self, *, silent: bool) -> bool:
        """Commands that went together had no answer. A connection may end at any time, but hardly with its first.

        Returns whether the server is not believed any more: it may answer one thing after the other.
        """
        if self.pipeline is None:
            return False
        if silent or self.carried <= 1:
            self.caution.unanswered(now())
        return self.caution.doubts

    async def say(self, phase: Phase, *words: bytes, wanted: tuple[int, ...] = (250,)) -> None:
        """A command and its answer.

        Raises:
            Answered: with another answer than is wanted; the connection is clean, or gone.
            SMTPException, OSError: there was no answer.
        """
        with at_once():
            reply = await self.client.execute_command(*words, timeout=self._settings.command_timeout)
        if reply.code in wanted:
            return
        if reply.code == 421 or not 400 <= reply.code < 600:
            self.drop()
        else:
            await self.reset()
        raise Answered(not_sent(from_reply(reply.code, reply.message, phase)))

    async def say_message(self, message: bytes) -> aiosmtplib.SMTPResponse:
        """A whole message, and the reply to its final dot. The bytes are final: CRLF, dot-safe."""
        protocol = self.client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        protocol.write(message + b".\r\n")
        return await protocol.read_response(timeout=self._settings.data_timeout)

    async def reset(self) -> None:
        """Forget the letter that was begun; where that does not work, the connection is given up."""
        await self._end_with(b"RSET", wanted=(250,))

    async def end_of_nothing(self) -> None:
        """End a message that has no recipient and no content; a server that takes it nevertheless is left."""
        await self._end_with(b".", wanted=range(500, 600))

    async def _end_with(self, command: bytes, *, wanted: Container[int]) -> None:
        if self._client is None:
            return
        try:
            with at_once():
                reply = await self._client.execute_command(command, timeout=self._settings.command_timeout)
        except NO_ANSWER:
            self.drop()
            return
        if reply.code not in wanted:
            self.drop()

    async def close(self) -> None:
        """QUIT, and do not wait long for the answer."""
        client = self._forget()
        if client is None:
            return
        try:
            if client.is_connected:
                with suppress(*NO_ANSWER):
                    await client.quit(timeout=GOOD_BYE)
        finally:
            hang_up(client)

    def _forget(self) -> aiosmtplib.SMTP | None:
        client, self._client, self._speaks, self.pipeline, self.carried = self._client, None, None, None, 0
        return client

    def drop(self) -> None:
        """Leave without a word."""
        client = self._forget()
        if client is not None:
            hang_up(client)


def now() -> float:
    """The loop's time, in seconds."""
    return asyncio.get_running_loop().time()
