"""R-20: a rate is kept in the loop that real processes run in, whose timers differ from asyncio's own."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from digest import engine, jobs
from tests.delivery_promises.sending import balance_of, going, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_sink import serve_sink
from tests.torture.scene import relay

READERS, RATE = 1200, 400.0  # letters, and a second's worth of them


def test_a_rate_is_kept_under_uvloop(tmp_path: Path) -> None:
    """Alarms for "in less than a millisecond" are of another kind there, and ended the whole dispatch."""

    async def journey() -> None:
        async with (
            serve_sink() as sink,
            a_newsroom(tmp_path, relay=relay(sink.port, connections=10, rate=RATE)) as newsroom,
        ):
            errand = await queued(newsroom, readers=READERS)
            began = time.monotonic()
            await jobs.dispatch(newsroom, clock=going(NOW), stop=asyncio.Event())
            assert (await balance_of(newsroom, errand)).sent == READERS
            assert time.monotonic() - began > 1.5, "four hundred at once, and eight hundred within two seconds"

    engine.run_in_loop(journey())
