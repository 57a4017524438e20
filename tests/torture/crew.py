"""The senders: processes of the command that carries letters, started again whenever they were killed."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from tests.nursery import Child, Nursery

SENDER = ("serve", "--port", "0")
PATIENCE = 60.0  # seconds for a sender to end when it is told to
LONGEST = 86_400.0  # seconds for a soak
BEGINNING = (
    60.0  # seconds in which a sender may still be beginning, and ends with 1 where its database is taken from it
)
KILLED = -signal.SIGKILL


class Crew:
    """So many senders side by side, in ``folder``."""

    def __init__(self, folder: Path, nursery: Nursery, *, size: int, command: Sequence[str] = SENDER) -> None:
        self._folder = folder
        self._nursery = nursery
        self._size = size
        self._command = command
        self._running: dict[int, Child] = {}
        self._posts: list[asyncio.Task[None]] = []
        self._dismissed = False
        self.log = folder / "senders.log"
        self.started = 0
        self.wrong: list[str] = []  # ends that nobody ordered
        self.excused: Callable[[], bool] = lambda: False  # whether nobody can begin now: the database is away
        self.blows: Callable[[], int] = lambda: 0  # how often the world was struck so far

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
            process.kill()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._posts, return_exceptions=True)

    async def dismiss(self) -> None:
        """Tell everybody to end, as an operator would, and wait until they have."""
        self._dismissed = True
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._posts)

    async def _keep_manned(self) -> None:
        while not self._dismissed:
            began, blows = time.monotonic(), self.blows()
            code = await self._one()
            if code != KILLED and not self._dismissed:
                struck = self.blows() > blows and time.monotonic() - began < BEGINNING
                if not (code == 1 and (struck or self.excused())):
                    self.wrong.append(f"a sender ended with {code}; {self.log} says why")
                await asyncio.sleep(0.5)

    async def _one(self) -> int:
        self.started += 1
        process = await self._nursery.start(self._folder, *self._command, log=self.log)
        self._running[process.pid] = process
        if self._dismissed:  # while it was being born
            process.kill()
        try:
            return await process.wait(patience=LONGEST)
        finally:
            process.kill()
            del self._running[process.pid]
