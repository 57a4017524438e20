"""Many commands in one write, their answers one by one (RFC 2920), on the seam of aiosmtplib's own protocol.

aiosmtplib opens, secures and logs in; then its connection is handed to a ``Pipeline``, which speaks and parses as
aiosmtplib does, but knows how many answers are still to come: they may arrive together, and before anybody waits for
them. Servers answer one thing after the other, so only who is first in line has a time that runs.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from typing import TypeVar, cast

import aiosmtplib
from aiosmtplib.protocol import MAX_RESPONSE_LENGTH, SMTPProtocol

from digest.deliver.cancelling import Patient
from digest.deliver.replies import BLANK, SHORT, Asked, Replies, reply_in, short_replies

F = TypeVar("F", bound="asyncio.Future[Replies]")


class Pipeline(SMTPProtocol):
    """aiosmtplib's protocol, with a queue of answers instead of one."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_lost: Callable[[SMTPProtocol], None]) -> None:
        super().__init__(loop=loop, connection_lost_callback=on_lost)
        self._asked: deque[Asked] = deque()
        self._alarm: asyncio.TimerHandle | None = None  # at the latest when the first in line is too late
        self._rings = 0.0  # when it does: uvloop's handle for what is due at once cannot say so
        self.fault: BaseException | None = None  # why no further answer is believed

    def write_parts(self, *parts: bytes) -> None:
        """Write parts as one, without joining them first where the transport can do so.

        Raises:
            SMTPServerDisconnected: there is nobody to write to.
        """
        if self.transport is None or self.transport.is_closing():
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        cast("asyncio.WriteTransport", self.transport).writelines(parts)  # uvloop's is none by inheritance

    def ask(self, count: int, timeout: float | None) -> asyncio.Future[Replies]:
        """The next ``count`` answers, together within ``timeout`` seconds; fewer where the server left in between.

        To be called with the write, in the same turn of the loop.
        """
        return self._ask(count, timeout, self._loop.create_future())

    def ask_to_the_end(self, timeout: float | None) -> Patient[Replies]:
        """The next answer, which is awaited by ``answered``: no single cancellation ends it."""
        return self._ask(1, timeout, Patient(loop=self._loop))

    def _ask(self, count: int, timeout: float | None, done: F) -> F:
        asked = Asked(count, done, math.inf if timeout is None else timeout)
        if self.transport is None:
            asked.end(aiosmtplib.SMTPServerDisconnected("Connection lost"))
            return done
        self._asked.append(asked)
        if len(self._asked) == 1:
            self._begin(asked)
        return done

    def _begin(self, asked: Asked) -> None:
        """Let its time run. The alarm of one before it may ring sooner; then it is set anew."""
        asked.until = self._loop.time() + asked.limit
        if self._alarm is not None and self._rings > asked.until:
            self._alarm.cancel()
            self._alarm = None
        if self._alarm is None and asked.until < math.inf:
            self._ring_at(asked.until)

    def _ring_at(self, moment: float) -> None:
        self._rings, self._alarm = moment, self._loop.call_at(moment, self._look)

    def _look(self) -> None:
        self._alarm = None
        if not self._asked:
            return
        first = self._asked[0]
        if first.until <= self._loop.time():
            self._fail(aiosmtplib.SMTPReadTimeoutError("Timed out waiting for server response"))
        elif first.until < math.inf:
            self._ring_at(first.until)

    async def read_response(self, timeout: float | None = None) -> aiosmtplib.SMTPResponse:  # noqa: ASYNC109 - aiosmtplib's own name
        """One answer: what aiosmtplib's own commands wait for."""
        return (await self.ask(1, timeout))[0]

    def data_received(self, data: bytes) -> None:
        """Give each answer to whoever asked first; an answer that nobody asked for ends the conversation."""
        if not self._buffer and len(data) <= SHORT and (replies := short_replies(bytes(data))):
            for known in replies:
                self._answered(known)
            return
        self._buffer += data
        try:
            while self._asked and (reply := self._next_reply()) is not None:
                self._answered(reply)
        except aiosmtplib.SMTPResponseException as fault:
            self._fail(fault)
        if self._buffer and not self._asked:
            self._out_of_step()
        elif len(self._buffer) > MAX_RESPONSE_LENGTH:
            self._fail(aiosmtplib.SMTPServerDisconnected("The server's answer does not end"))

    def _next_reply(self) -> aiosmtplib.SMTPResponse | None:
        """The next whole answer in the buffer. Nearly all are one line; the others aiosmtplib's parser takes.

        A line that is longer than it may be says its code all the same.
        """
        end = self._buffer.find(b"\n", 0, MAX_RESPONSE_LENGTH)
        line = bytes(self._buffer[: end + 1])
        if end < 4 or line[3] != BLANK or not line[:3].isdigit():
            return self._read_response_from_buffer()
        del self._buffer[: end + 1]
        return reply_in(line[:SHORT])

    def _answered(self, reply: aiosmtplib.SMTPResponse) -> None:
        if not self._asked:
            self._out_of_step()
            return
        asked = self._asked[0]
        asked.replies.append(reply)
        if len(asked.replies) == asked.count:
            self._asked.popleft()
            asked.end()
            if self._asked:
                self._begin(self._asked[0])

    def _out_of_step(self) -> None:
        """Whatever came next would be taken for the answer to something else."""
        self._fail(aiosmtplib.SMTPServerDisconnected("The server answered what it was not asked"))

    def _fail(self, fault: BaseException) -> None:
        """No further answer is believed, and nothing more is sent. What goes wrong first is the reason."""
        self.fault = self.fault or fault
        waiting, self._asked = self._asked, deque()
        for asked in waiting:
            asked.end(fault)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._buffer.clear()
        abort = getattr(self.transport, "abort", None)
        if abort is not None:
            abort()

    def eof_received(self) -> bool:
        """The server says good-bye; the transport closes itself."""
        self._fail(aiosmtplib.SMTPServerDisconnected("Unexpected EOF received"))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever still waits is told, QUIT excepted: there a lost connection is the answer."""
        lost = aiosmtplib.SMTPServerDisconnected("Connection lost")
        lost.__cause__ = exc
        if self._quit_sent and self._asked:
            self._answered(aiosmtplib.SMTPResponse(221, ""))
        self._fail(lost)
        super().connection_lost(exc)


def take_over(client: aiosmtplib.SMTP) -> Pipeline | None:
    """Let a ``Pipeline`` speak on a connection that is ready for MAIL.

    Also where the server takes one command at a time: it minds answers that nobody asked for. None where this
    aiosmtplib is built otherwise than we know: then its own protocol goes on, command by command.
    """
    old, transport = client.protocol, client.transport
    if old is None or transport is None:
        return None
    if not hasattr(old, "_read_response_from_buffer") or len(getattr(old, "_buffer", b"?")):
        return None
    pipeline = Pipeline(asyncio.get_running_loop(), client._on_connection_lost)  # noqa: SLF001 - it clears what it holds
    transport.set_protocol(pipeline)
    pipeline.connection_made(transport)
    client.protocol = pipeline
    return pipeline
