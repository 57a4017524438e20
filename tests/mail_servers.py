"""Servers that keep mail, on loopback: an IMAP and a POP3 server that know what our boxes say, and can fail."""

from __future__ import annotations

import asyncio
import re
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "bounces", "low tide"


@dataclass(slots=True)
class Kept:
    """One mail on a server."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class MailServer:
    """What both servers share. ``fail_at`` names a command at which the line is cut."""

    mails: dict[int, Kept] = field(default_factory=dict)
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    fail_at: str = ""
    answers: dict[str, bytes] = field(default_factory=dict)  # to a command: what is said instead, with TAG for its tag
    stall_at: str = ""  # a command to which nothing is answered
    stalled: asyncio.Event = field(default_factory=asyncio.Event)
    validity: int = 17
    port: int = 0

    def put(self, *raws: bytes) -> None:
        """More mail."""
        for raw in raws:
            self.mails[max(self.mails, default=0) + 1] = Kept(raw)


Talk = Callable[[MailServer, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _serve(talk: Talk, secure: ssl.SSLContext | None) -> AsyncIterator[MailServer]:
    kept = MailServer()
    tasks: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await talk(kept, reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0, ssl=secure)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await server.wait_closed()


@asynccontextmanager
async def serve_imap(secure: ssl.SSLContext | None = None) -> AsyncIterator[MailServer]:
    """An IMAP server with one INBOX."""
    async with _serve(_imap, secure) as kept:
        yield kept


async def _imap(kept: MailServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
    while line := (await reader.readline()).decode().rstrip("\r\n"):
        tag, _, command = line.partition(" ")
        kept.said.append(command)
        if kept.fail_at and kept.fail_at in command:
            return
        if kept.stall_at and kept.stall_at in command:
            kept.stalled.set()
            await asyncio.Event().wait()
        if odd := next((answer for begins, answer in kept.answers.items() if command.startswith(begins)), b""):
            writer.write(odd.replace(b"TAG", tag.encode()))
            continue
        for part in _imap_answer(kept, command):
            writer.write(part)
        if command == "AUTHENTICATE PLAIN":
            writer.write(b"+ \r\n")
            kept.said.append(b64decode(await reader.readline()).decode())
        status = "NO" if command.startswith("LOGIN") and PASSWORD not in command else "OK"
        status = "NO" if command.startswith("CREATE") and "Digest" in kept.folders else status
        writer.write(f"{tag} {status} done\r\n".encode())
        await writer.drain()


def _imap_answer(kept: MailServer, command: str) -> list[bytes]:
    """What the server says before its OK."""
    if command.startswith("UID"):
        return _imap_uid(kept, command.removeprefix("UID "))
    if command.startswith("CAPABILITY"):
        return [b"* CAPABILITY IMAP4rev1\r\n"]
    if command.startswith(("SELECT", "EXAMINE")):
        return [f"* {len(kept.mails)} EXISTS\r\n* OK [UIDVALIDITY {kept.validity}] valid\r\n".encode()]
    if command == "EXPUNGE":
        for n in [n for n, mail in kept.mails.items() if r"\Deleted" in mail.flags]:
            del kept.mails[n]
    return []


def _imap_uid(kept: MailServer, command: str) -> list[bytes]:
    if match := re.match(r"SEARCH (?:(\d+):\* )?UNDELETED UID (\d+):\d+", command):
        among = list(kept.mails)[int(match[1] or 1) - 1 :]
        return [f"* SEARCH {' '.join(str(n) for n in among if n >= int(match[2]))}\r\n".encode()]
    if match := re.match(r"FETCH (\S+) \(UID RFC822\.SIZE\)", command):
        asked = [int(n) for n in match[1].split(",")]
        return [f"* {n} FETCH (UID {n} RFC822.SIZE {len(kept.mails[n].raw)})\r\n".encode() for n in asked]
    if match := re.match(r"SEARCH (?:(\d+):(\d+|\*) )?", command):
        among = list(kept.mails)[int(match[1] or 1) - 1 : int(match[2]) if (match[2] or "*") != "*" else None]
        found = [n for n in among if "ALL" in command or r"\Seen" not in kept.mails[n].flags]
        return [f"* SEARCH {' '.join(map(str, found))}\r\n".encode()]
    if match := re.match(r"FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
        part = kept.mails[int(match[1])].raw[: int(match[2])]
        return [b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n" % (match[1].encode(), len(part)), part, b")\r\n"]
    if match := re.match(r"COPY (\S+) \"Digest\"", command):
        kept.folders.setdefault("Digest", []).extend(kept.mails[int(n)].raw for n in match[1].split(","))
    if match := re.match(r"STORE (\S+) \+FLAGS\.SILENT \((.+)\)", command):
        for n in match[1].split(","):
            kept.mails[int(n)].flags |= set(match[2].split())
    return []


@asynccontextmanager
async def serve_pop3(secure: ssl.SSLContext | None = None) -> AsyncIterator[MailServer]:
    """A POP3 server with one maildrop."""
    async with _serve(_pop3, secure) as kept:
        yield kept


async def _pop3(kept: MailServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    deleted: set[int] = set()
    writer.write(b"+OK ready\r\n")
    while line := (await reader.readline()).decode().rstrip("\r\n"):
        kept.said.append(line)
        if kept.fail_at and line.startswith(kept.fail_at):
            return
        words = line.split()
        answer = kept.answers.get(line, b"+OK\r\n")
        words[0] = "" if line in kept.answers else words[0]
        if words[0] == "CAPA":
            answer = b"+OK\r\nUSER\r\n.\r\n"
        elif words[0] == "PASS" and line.partition(" ")[2] != PASSWORD:
            answer = b"-ERR wrong\r\n"
        elif words[0] == "LIST":
            listed = "".join(f"{n} {len(mail.raw)}\r\n" for n, mail in kept.mails.items() if n not in deleted)
            answer = f"+OK\r\n{listed}.\r\n".encode()
        elif words[0] in ("RETR", "TOP"):
            lines = kept.mails[int(words[1])].raw.splitlines()[: int(words[2]) if len(words) > 2 else None]
            stuffed = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)
            answer = b"+OK\r\n" + stuffed + b".\r\n"
        elif words[0] == "DELE":
            deleted.add(int(words[1]))
        elif words[0] == "QUIT":
            for n in deleted:
                del kept.mails[n]
        writer.write(answer)
        await writer.drain()
