"""R-20: what was claimed for a slow relay does not leave after the hours of its newsletter, nor after ``finish_by``."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from tests.delivery_promises.sending import balance_of, going, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_sink import Sink, serve_sink
from tests.torture.scene import relay

READERS = 60


@pytest.mark.parametrize(
    ("fields", "left"),
    [({"window": "07:00-09:00", "zone": "UTC"}, "pending"), ({"finish_by": timedelta(minutes=90)}, "failed")],
    ids=["window", "finish_by"],
)
async def test_nothing_leaves_after_the_hour(tmp_path: Path, fields: dict[str, object], left: str) -> None:
    ends = NOW.replace(hour=9, minute=0)
    moments = list[float]()
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, relay=relay(sink.port, connections=20, rate=4.0)) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS, **fields)
        began = time.monotonic()
        note_moments(sink, moments, began)
        async with newsroom.begin() as tx:
            await store.steering.touch(tx, errand, now=ends - timedelta(seconds=2))
        await jobs.dispatch(newsroom, clock=going(ends - timedelta(seconds=2)), stop=asyncio.Event())
        balance = await balance_of(newsroom, errand)
    assert 8 <= balance.sent < 24, "what two seconds allow; forty lay ready"
    assert moments[-1] < 2 + 1.5, "a pulse later at most"
    assert getattr(balance, left) == READERS - balance.sent, "and the accounts say so at once"


def note_moments(sink: Sink, moments: list[float], began: float) -> None:
    """Write down when each letter was taken."""

    async def note() -> None:
        moments.append(time.monotonic() - began)

    sink.on(".", note)
