"""What `digest serve` writes down of its work: what an operator needs, and nobody's address."""

from __future__ import annotations

import asyncio
import smtplib
from pathlib import Path

from tests.clusters import free_port
from tests.newsrooms import a_newsroom
from tests.nursery import a_nursery
from tests.returned_mails import a_bounce


def deliver(port: int) -> int:
    """Deliver a bounce by LMTP; the code of the answer."""
    with smtplib.LMTP("127.0.0.1", port, timeout=30) as client:
        client.sendmail("", ["bounces+somebody@news.example.org"], a_bounce())
        return client.noop()[0]


async def until_it_listens(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def test_of_a_mail_that_is_delivered_the_log_holds_no_address_and_no_conversation(tmp_path: Path) -> None:
    port = free_port()
    async with a_newsroom(tmp_path, more=f"[returns.lmtp]\nport = {port}\n"):
        with a_nursery() as nursery:
            process = await nursery.start(tmp_path, "serve", "--port", "0")
            try:
                await until_it_listens(port)
                assert await asyncio.to_thread(deliver, port) == 250
            finally:
                process.kill()
                await process.wait()
    assert "Serving" in process.said
    assert "somebody" not in process.said
    assert "RCPT" not in process.said
