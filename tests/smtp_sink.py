"""A mail server on loopback that misbehaves as a test tells it to.

::

    async with serve_sink() as sink:
        sink.on("RCPT", "550 5.1.1 no such user", when="bob@")
        sink.on(".", HANG_UP, times=1)
        ...  # hand letters over to sink.host, sink.port
        assert [letter.recipient for letter in sink.accepted] == ["alice@example.org"]
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

EXTENSIONS: tuple[str, ...] = ("8BITMIME", "SIZE 10000000", "SMTPUTF8", "ENHANCEDSTATUSCODES", "PIPELINING")
LARGEST = 2**24  # bytes of a line or a letter that the sink reads


class Rude(Enum):
    """What a server may do instead of answering."""

    HANG_UP = "close the connection"
    RESET = "close it with a TCP reset"
    SILENCE = "never answer"
    DEAF = "read nothing more until sink.hears_again is set"


HANG_UP, RESET, SILENCE, DEAF = Rude.HANG_UP, Rude.RESET, Rude.SILENCE, Rude.DEAF


@dataclass(frozen=True, slots=True)
class Farewell:
    """Answer, and close the connection behind it."""

    words: str


# A reply line; bytes for the wire, whatever they are; a rudeness; or something to await that gives one of these.
Answer = str | bytes | Rude | Farewell
Fault = Answer | Callable[[], Awaitable[Answer | None]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter as it was on the wire: nothing unstuffed, nothing but the final dot taken off."""

    sender: str
    recipient: str
    message: bytes
    options: str
    connection: int
    secured: bool


@dataclass(slots=True)
class Rule:
    """What is answered at a step, how often, and for which command lines."""

    step: str
    answer: Fault
    when: str
    times: int


@dataclass(slots=True)
class Sink:
    """An SMTP server that is told what to do. Steps: CONNECT EHLO HELO STARTTLS AUTH MAIL RCPT DATA BODY . RSET NOOP.

    BODY is half-way through the message, which is then never read to its end.
    """

    host: str = "127.0.0.1"
    port: int = 0
    extensions: tuple[str, ...] = field(default_factory=lambda: EXTENSIONS)
    tls: ssl.SSLContext | None = None
    rules: list[Rule] = field(default_factory=list)
    accepted: list[Taken] = field(default_factory=list)
    heard: list[tuple[int, str]] = field(default_factory=list)  # (number of the connection, command line)
    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    hears_again: asyncio.Event = field(default_factory=asyncio.Event)
    alone: asyncio.Event = field(default_factory=asyncio.Event)  # set when a last connection has ended

    def on(self, step: str, answer: Fault, *, when: str = "", times: int = -1) -> None:
        """From now on answer so at a step, for command lines that hold ``when``, so many times."""
        self.rules.append(Rule(step, answer, when, times))

    def commands(self, connection: int | None = None) -> list[str]:
        """The verbs that were heard, on one connection or on all."""
        return [line.split()[0].upper() for number, line in self.heard if connection in (None, number) and line]

    async def answer(self, step: str, line: str, usual: str) -> Answer:
        """What to answer now."""
        for rule in self.rules:
            if rule.step == step and rule.when in line and rule.times != 0:
                rule.times -= 1
                if callable(rule.answer):
                    return await rule.answer() or usual
                return rule.answer
        return usual


class Hung(Exception):
    """This conversation is over; with the code of the last answer, if there was one."""


@dataclass(slots=True)
class Conversation:
    """One connection to a sink."""

    sink: Sink
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secured: bool = False
    sender: str | None = None  # "" is the null return path
    options: str = ""
    recipient: str = ""

    async def hold(self) -> None:
        """From the greeting to the end."""
        await self.reply("CONNECT", "", "220 sink.example ESMTP")
        while line := (await self.reader.readuntil(b"\r\n")).decode("utf-8", "replace").rstrip("\r\n"):
            self.sink.heard.append((self.number, line))
            verb = line.split()[0].upper()
            await getattr(self, f"do_{verb.lower()}", self.unknown)(line)
            if verb == "QUIT":
                return

    async def reply(self, step: str, line: str, usual: str) -> str:
        """Answer; returns the first line's code, which tells the step whether it was taken."""
        answer = await self.sink.answer(step, line, usual)
        if answer is SILENCE:
            await asyncio.sleep(3600)
        if answer is DEAF:
            self.writer.transport.pause_reading()  # type: ignore[attr-defined]
            await self.sink.hears_again.wait()
            self.writer.transport.resume_reading()  # type: ignore[attr-defined]
            answer = usual
        if isinstance(answer, Rude):
            if answer is RESET:
                self.writer.transport.abort()
            raise Hung
        words = answer.words if isinstance(answer, Farewell) else answer
        wire = words if isinstance(words, bytes) else words.encode() + b"\r\n"
        self.writer.write(wire)
        await self.writer.drain()
        code = wire[:3].decode("ascii", "replace")
        if wire.startswith(b"421") or isinstance(answer, Farewell):
            raise Hung(code)
        return code

    async def unknown(self, line: str) -> None:
        await self.reply(line.split(maxsplit=1)[0].upper(), line, "500 5.5.2 What?")

    async def do_ehlo(self, line: str) -> None:
        offered = [word for word in self.offered() if not (self.secured and word == "STARTTLS")]
        lines = ["sink.example", *offered]
        usual = "\r\n".join(f"250{'-' if i < len(lines) - 1 else ' '}{word}" for i, word in enumerate(lines))
        await self.reply("EHLO", line, usual)

    def offered(self) -> tuple[str, ...]:
        """What this conversation offers after EHLO."""
        return self.sink.extensions

    async def do_helo(self, line: str) -> None:
        await self.reply("HELO", line, "250 sink.example")

    async def do_starttls(self, line: str) -> None:
        if await self.reply("STARTTLS", line, "220 2.0.0 go ahead") == "220" and self.sink.tls is not None:
            await self.writer.start_tls(self.sink.tls)
            self.secured = True

    async def do_auth(self, line: str) -> None:
        await self.reply("AUTH", line, "235 2.7.0 welcome")

    async def do_mail(self, line: str) -> None:
        if self.sender is not None:
            self.writer.write(b"503 5.5.1 nested MAIL\r\n")
        elif await self.reply("MAIL", line, "250 2.1.0 ok") == "250":
            path, _, self.options = line.partition(":")[2].partition(" ")
            self.sender = path.strip("<>")

    async def do_rcpt(self, line: str) -> None:
        if self.sender is None:
            self.writer.write(b"503 5.5.1 need MAIL first\r\n")
        elif await self.reply("RCPT", line, "250 2.1.5 ok") in ("250", "251", "252"):
            self.recipient = line.partition(":")[2].strip("<>")

    async def do_data(self, line: str) -> None:
        if self.sender is None or not self.recipient:
            self.writer.write(b"503 5.5.1 need RCPT first\r\n")
            return
        if await self.reply("DATA", line, "354 go on") != "354":
            return
        begun = b""
        if self.breaks_off():
            begun = await self.reader.readexactly(20)
            await self.reply("BODY", line, "")
        message = (begun + await self.reader.readuntil(b"\r\n.\r\n"))[:-3]
        taken = Taken(self.sender, self.recipient, message, self.options, self.number, self.secured)
        self.sender, self.recipient = None, ""
        await self.take(taken)

    def breaks_off(self) -> bool:
        """Whether something is to happen half-way through this message."""
        return any(rule.step == "BODY" and rule.times for rule in self.sink.rules)

    async def take(self, taken: Taken) -> None:
        """Like a server that has stored the letter before its answer is lost: it is taken unless it is refused."""
        self.sink.accepted.append(taken)
        code = ""
        try:
            code = await self.reply(".", taken.recipient, "250 2.0.0 taken")
        except Hung as end:
            code = str(end)
            raise
        finally:
            if code.startswith(("4", "5")):
                self.sink.accepted.remove(taken)

    async def do_rset(self, line: str) -> None:
        self.sender, self.recipient = None, ""
        await self.reply("RSET", line, "250 2.0.0 ok")

    async def do_noop(self, line: str) -> None:
        await self.reply("NOOP", line, "250 2.0.0 ok")

    async def do_quit(self, line: str) -> None:
        await self.reply("QUIT", line, "221 2.0.0 bye")


@asynccontextmanager
async def serve_sink(*, implicit: bool = False, **fields: Any) -> AsyncIterator[Sink]:
    """A sink on 127.0.0.1, on a free port; ``fields`` are those of ``Sink``."""
    sink = Sink(**fields)
    async with listening(sink, Conversation, implicit=implicit):
        yield sink


@asynccontextmanager
async def listening(sink: Sink, manner: type[Conversation], *, implicit: bool = False) -> AsyncIterator[None]:
    """Let a sink listen on a free port, and hold its conversations in this manner."""
    conversations: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        sink.connections += 1
        sink.open_now += 1
        sink.alone.clear()
        sink.most_open = max(sink.most_open, sink.open_now)
        try:
            with suppress(Hung, OSError, EOFError, ssl.SSLError):
                await manner(sink, sink.connections, reader, writer, secured=implicit).hold()
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            sink.open_now -= 1
            writer.close()
            conversations.discard(task)
            if not sink.open_now:
                sink.alone.set()

    server = await asyncio.start_server(talk, sink.host, 0, limit=LARGEST, ssl=sink.tls if implicit else None)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        for task in list(conversations):
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
        await server.wait_closed()
