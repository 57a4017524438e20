"""A process that only carries letters loads nothing that it never uses: many of them shall cost little memory."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
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


INTERRUPTED = """
import importlib.abc, sys

class CtrlC(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in ("sqlalchemy", "typer", "digest.sender"):
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
from digest.cli import main
main(["status"])
"""


async def test_ctrl_c_is_answered_in_words_while_a_command_still_loads(tmp_path: Path) -> None:
    command = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        INTERRUPTED,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await command.communicate()
    assert said == b"digest: Interrupted. Nothing is lost: run the command again to go on.\n"
    assert command.returncode == 130


PAGES = {"trafilatura", "htmldate", "justext"}


def test_the_program_itself_loads_nothing_that_reads_pages() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, digest.jobs, digest.schedule; print(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    )
    assert PAGES.isdisjoint(said.stdout.split()), "reading processes load it, when there is a page to be read"
