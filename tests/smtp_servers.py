"""Mail servers on loopback for tests: a real one (aiosmtpd) here, and one that misbehaves in ``tests.smtp_sink``.

::

    async with serve_real(auth_required=True, auth_require_tls=False) as server:
        ...  # hand letters over to server.host, server.port
        assert server.envelopes[0].original_content == letter.message
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.smtp_sink import DEAF, HANG_UP, RESET, SILENCE, Farewell, Fault, Sink, Taken, serve_sink

__all__ = [
    "DEAF",
    "HANG_UP",
    "RESET",
    "SILENCE",
    "Farewell",
    "Fault",
    "RealServer",
    "Sink",
    "Taken",
    "postfix_sink",
    "serve_real",
    "serve_sink",
]


@dataclass
class RealServer:
    """aiosmtpd, and what it took. Without slots: it reads all our members, and Python 3.11.2's own of those fails."""

    host: str
    port: int
    envelopes: list[Envelope] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep the letter."""
        self.envelopes.append(envelope)
        self.secured.append(session.ssl is not None)
        return "250 2.0.0 taken"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, kind: str, data: Any) -> AuthResult:
        """Only editor with the password "low tide" may send."""
        assert isinstance(data, LoginPassword), kind
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == ("editor", "low tide"), handled=False)


@asynccontextmanager
async def serve_real(*, implicit: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[RealServer]:
    """A real SMTP server on 127.0.0.1, on a free port; ``options`` are those of aiosmtpd's SMTP.

    With ``auth_required`` it wants the login "editor", "low tide".
    """
    loop = asyncio.get_running_loop()
    real = RealServer("127.0.0.1", 0)
    conversations: list[SMTP] = []

    def greet() -> SMTP:
        with warnings.catch_warnings():
            # aiosmtpd warns of a login without TLS, which a test of that very thing asks for.
            warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS", category=UserWarning)
            protocol = SMTP(real, hostname="real.example", loop=loop, authenticator=real.authenticate, **options)
        conversations.append(protocol)
        return protocol

    server = await loop.create_server(greet, real.host, 0, ssl=implicit)
    real.port = server.sockets[0].getsockname()[1]
    try:
        yield real
    finally:
        server.close()
        for protocol in conversations:
            if protocol.transport is not None:
                protocol.transport.close()
        await server.wait_closed()


@asynccontextmanager
async def postfix_sink(*options: str) -> AsyncIterator[Sink]:
    """Postfix's smtp-sink on a free port. Its listeners share ports silently, so the port is taken from the system."""
    program = shutil.which("smtp-sink", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
    if program is None:
        pytest.skip("smtp-sink (of Postfix) is not installed; the sink of these tests covers the same")
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    as_whom = ("-u", "nobody") if os.geteuid() == 0 else ()
    process = await asyncio.create_subprocess_exec(program, *as_whom, *options, f"127.0.0.1:{port}", "100")
    try:
        await _listens(port)
        yield Sink(port=port)
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 5)


async def _listens(port: int) -> None:
    async with asyncio.timeout(5):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
