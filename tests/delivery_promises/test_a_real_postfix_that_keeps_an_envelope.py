"""A real Postfix whose policy refuses a message keeps its envelope: no letter is put under it, and none is blamed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.delivery_promises.sending import copies_of, errand_of, queued
from tests.delivery_promises.test_a_real_postfix_in_any_mood import carried, utc_now
from tests.mail_programs import postfix
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay

READERS = 20
UNLUCKY = ("reader3@d3.example.org", "reader11@d4.example.org", "reader12@d5.example.org")


@asynccontextmanager
async def a_policy_server() -> AsyncIterator[int]:
    """Defers what is for one of these readers alone (Postfix's SMTPD_POLICY_README); its port."""

    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with suppress(EOFError, OSError, asyncio.CancelledError):
            while True:
                asked = (await reader.readuntil(b"\n\n")).decode()
                unlucky = any(f"\nrecipient={address}\n" in asked for address in UNLUCKY)
                writer.write(b"action=defer 4.2.0 later\n\n" if unlucky else b"action=dunno\n\n")
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks)


@pytest.mark.parametrize("offered", ["pipelining", "no pipelining"])
async def test_a_letter_that_is_refused_at_its_end_leaves_nothing_behind(tmp_path: Path, offered: str) -> None:
    """What it says to the next MAIL, out of sequence, is about neither; an empty letter would reach both readers."""
    async with serve_sink() as sink, a_policy_server() as policy:
        settings = f"smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:{policy}\n"
        settings += "smtpd_discard_ehlo_keywords = pipelining\n" if offered == "no pipelining" else ""
        with postfix(sink.port, settings=settings) as port:
            async with a_newsroom(tmp_path, relay=relay(port, connections=1)) as newsroom:
                errand = await queued(newsroom, readers=READERS, now=utc_now())
                balance = await carried(newsroom, errand, sink)
                reason = (await errand_of(newsroom, errand)).reason
    assert (balance.sent, balance.deferred, reason) == (READERS - len(UNLUCKY), len(UNLUCKY), "")
    assert {len(copies) for copies in copies_of(sink).values()} == {1}
    assert not set(UNLUCKY) & set(copies_of(sink))
    assert all(b"Story number" in taken.message for taken in sink.accepted)
