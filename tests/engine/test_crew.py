"""Processes that are kept: one that ends is replaced, ever later while it ends soon."""

from __future__ import annotations

import asyncio
import logging

import pytest

from digest.engine import crew

SOON, LATE = "exit 3", "sleep 0.3; exit 3"


@pytest.mark.parametrize(("command", "pauses"), [(SOON, [0.01, 0.02, 0.04]), (LATE, [0.01, 0.01, 0.01])])
async def test_the_pause_grows_while_a_process_ends_soon_and_is_short_again_after_a_long_run(
    command: str, pauses: list[float], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(crew, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(crew, "LONGEST_PAUSE", 0.25 if command == LATE else 60.0)
    caplog.set_level(logging.WARNING, crew.__name__)
    stop = asyncio.Event()
    kept = asyncio.create_task(crew.keep(["/bin/sh", "-c", command], 1, stop, grace=5.0))
    async with asyncio.timeout(30):
        while len(caplog.records) < len(pauses):  # noqa: ASYNC110 - a log has no event for us
            await asyncio.sleep(0.01)
    stop.set()
    await kept
    assert [record.args[2] for record in caplog.records[: len(pauses)] if isinstance(record.args, tuple)] == pauses
