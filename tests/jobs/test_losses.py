"""One reader's letter that a relay cannot cope with: it waits for itself, and keeps no other and no relay waiting."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.errors import RelayDown
from digest.model import ErrandState
from digest.newsroom import Newsroom
from tests.jobs.sends import accounts, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_sink import HANG_UP, RESET, Fault, serve_sink
from tests.torture.scene import relay

READERS = 30
TOO_LONG = b"550-5.1.1 " + b"x" * 10_000 + b"\r\n550 5.1.1 no\r\n"


async def carry_on(newsroom: Newsroom, attention: jobs.Attention, now: datetime) -> None:
    """As one process does, until nothing is due."""
    while await jobs.dispatch(newsroom, clock=lambda: now, stop=asyncio.Event(), attention=attention):
        pass


@pytest.mark.parametrize("connections", [1, 3])
@pytest.mark.parametrize("answer", [HANG_UP, RESET, b"what?\r\n", TOO_LONG], ids=["end", "reset", "nonsense", "long"])
async def test_a_server_that_fails_at_one_address_is_asked_for_the_others(
    tmp_path: Path, answer: Fault, connections: int
) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, relay=relay(sink.port, connections=connections)) as newsroom,
    ):
        sink.on("RCPT", answer, when="reader11@")
        issue, attention = await pressed(newsroom, READERS), jobs.Attention()
        await carry_on(newsroom, attention, NOW)
        balance = (await accounts(newsroom, issue))[1]
        assert (balance.sent, balance.deferred) == (READERS - 1, 1)
        async with newsroom.reading() as tx:
            assert (await store.relays.every(tx))["relay"].open_until is None
        await carry_on(newsroom, attention, NOW + timedelta(days=3))
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.sent, balance.failed) == (ErrandState.DONE, READERS - 1, 1)
        async with newsroom.reading() as tx:
            assert not await store.returns.newest(tx, limit=9), "nothing is held against the reader"


async def test_a_server_that_fails_at_every_address_costs_nobody_a_try(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=3)) as newsroom:
        sink.on("RCPT", HANG_UP)
        issue, attention = await pressed(newsroom, READERS), jobs.Attention()
        for hours in range(6):
            with suppress(RelayDown):
                await carry_on(newsroom, attention, NOW + timedelta(hours=hours))
        balance = (await accounts(newsroom, issue))[1]
        assert (balance.pending, balance.deferred) == (READERS, 0)
