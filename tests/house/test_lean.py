"""A process that only carries letters loads nothing that it never uses: many of them shall cost little memory."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from digest.model import DeliveryState
from tests.delivery_promises.commands import until
from tests.delivery_promises.sending import queued, rows_of
from tests.house.sources import ROOT
from tests.newsrooms import a_newsroom

# The program's own entry; behind it, what it had loaded by then.
PROGRAM = """
import atexit, json, sys
from digest.cli import main
atexit.register(lambda: print(json.dumps(sorted(sys.modules))))
main(["work"])
"""
HEAVY = {
    "aiohttp", "aiosmtpd", "apscheduler", "cryptography", "fastapi", "feedparser", "jinja2", "lxml", "markdown_it",
    "nh3", "numpy", "premailer", "psycopg", "py3langid", "rich", "trafilatura", "typer", "uvicorn", "yaml",
}  # fmt: skip
ROOMS = {"digest.choose", "digest.compose", "digest.gather", "digest.jobs", "digest.newsroom", "digest.summarise"}


async def test_a_sender_loads_nothing_that_gathers_chooses_or_prints(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    async with a_newsroom(tmp_path, now=now) as newsroom:
        errand = await queued(newsroom, readers=3, now=now)

        async def all_sent() -> bool:
            return {state for state, _, _ in await rows_of(newsroom, errand)} == {DeliveryState.SENT}

        sender = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            PROGRAM,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            await until(all_sent)
        finally:
            sender.send_signal(signal.SIGTERM)
            said, _ = await sender.communicate()
    loaded = set(json.loads(said))
    assert "digest.sending.carrying" in loaded, "it is the sender that told"
    assert loaded & ROOMS == set()
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
