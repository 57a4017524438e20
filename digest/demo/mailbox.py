"""The demo's mail server: a real SMTP conversation at one end, a Maildir at the other."""

from __future__ import annotations

import asyncio
import mailbox
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 20_000_000  # bytes of one letter


class MaildirHandler:
    """Puts each accepted letter into a Maildir, with its envelope in two lines on top as an MDA does."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._maildir = mailbox.Maildir(folder, create=True)
        self._one_at_a_time = asyncio.Lock()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Say 250 when the letter is on the disk, not before (RFC 5321 §6.1)."""
        # A Maildir is read with the line ends of the system.
        content = (envelope.original_content or b"").replace(b"\r\n", b"\n")
        try:
            async with self._one_at_a_time:
                for address in envelope.rcpt_tos:
                    top = f"Return-Path: <{envelope.mail_from}>\nDelivered-To: {address}\n".encode()
                    await asyncio.to_thread(self._maildir.add, top + content)
        except OSError as fault:
            return f"452 4.3.1 The mailbox cannot be written ({fault.strerror})"
        return "250 2.0.0 Delivered into the demo's Maildir"


@asynccontextmanager
async def serve_mailbox(maildir: Path) -> AsyncIterator[tuple[str, int]]:
    """Take mail on a free port of 127.0.0.1 into ``maildir``; yields (host, port). Offers 8BITMIME and SMTPUTF8."""
    loop = asyncio.get_running_loop()
    handler = MaildirHandler(maildir)
    conversations: list[Any] = []

    def greet() -> Any:
        protocol = SMTP(
            handler, hostname="mail.harbourpost.example", data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop
        )
        conversations.append(protocol)
        return protocol

    server = await loop.create_server(greet, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()[:2]
        yield host, port
    finally:
        server.close()
        for protocol in conversations:
            if protocol.transport is not None:
                protocol.transport.close()
        await server.wait_closed()
