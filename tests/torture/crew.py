"""The senders: processes of the command that carries letters, started again whenever they were killed."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent.parent
# What carries letters. Anything will do that reads ./digest.toml, carries what is due and takes back what was lost.
SENDER = "digest serve --port 0"
PATIENCE = 60.0  # seconds for a sender to end when it is told to
KILLED = -signal.SIGKILL


class Crew:
    """So many senders side by side, in ``folder``."""

    def __init__(self, folder: Path, *, size: int, command: str = SENDER, environ: Mapping[str, str] = {}) -> None:
        self._folder = folder
        self._size = size
        self._command = shlex.split(command)
        self._environ = os.environ | {"PYTHONPATH": str(ROOT)} | dict(environ)
        self._running: dict[int, asyncio.subprocess.Process] = {}
        self._posts: list[asyncio.Task[None]] = []
        self._dismissed = False
        self.log = folder / "senders.log"
        self.started = 0
        self.wrong: list[str] = []  # ends that nobody ordered
        self.excused: Callable[[], bool] = lambda: False  # whether nobody can begin now: the database is away

    @property
    def pids(self) -> list[int]:
        """Those who are at work."""
        return list(self._running)

    async def __aenter__(self) -> Self:
        self._posts = [asyncio.create_task(self._keep_manned()) for _ in range(self._size)]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._dismissed = True
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(*self._posts)

    async def dismiss(self) -> None:
        """Tell everybody to end, as an operator would, and wait until they have."""
        self._dismissed = True
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._posts)

    async def _keep_manned(self) -> None:
        while not self._dismissed:
            code = await self._one()
            if code != KILLED and not self._dismissed:
                if not (code == 1 and self.excused()):
                    self.wrong.append(f"a sender ended with {code}; {self.log} says why")
                await asyncio.sleep(0.5)

    async def _one(self) -> int:
        command = self._command
        if command[0] == "digest":
            command = [sys.executable, "-m", *command]
        self.started += 1
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=self._folder, env=self._environ, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._running[process.pid] = process
        try:
            return await process.wait()
        finally:
            del self._running[process.pid]
