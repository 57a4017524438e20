"""The command `digest` in processes of its own that begin at once: forked from one that has loaded the program already.

To start Python and to load the program costs more than a second of the processor, which a test that kills thirty of
them does not have. What runs is the command all the same, with its own arguments, folder, environment and signals.
Whoever was started here ends when the test's own process does, however that ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0  # seconds for anything that is waited for here


@dataclass(slots=True, kw_only=True)
class Child:
    """A process of the command. ``log`` is the file with all it says."""

    pid: int
    log: Path
    ended: Future[int] = field(default_factory=Future)

    @property
    def returncode(self) -> int | None:
        """Its exit code, less than 0 if a signal ended it; None while it runs."""
        return self.ended.result() if self.ended.done() else None

    def send_signal(self, which: signal.Signals) -> None:
        """To one that has ended nothing is sent."""
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, which)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self, *, patience: float = PATIENCE) -> int:
        """Its exit code.

        Raises:
            TimeoutError: it goes on for too long.
        """
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self.ended)), patience)

    @property
    def said(self) -> str:
        """All it said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


class Nursery:
    """Starts processes; ``a_nursery`` makes one. It serves any number of event loops, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._asked: deque[tuple[Path, Future[Child]]] = deque()
        self._children: dict[int, Child] = {}
        self._lock = threading.Lock()
        self._ear = threading.Thread(target=self._listen, name="nursery", daemon=True)
        self._ear.start()

    @property
    def pid(self) -> int:
        """The process that the others are forked from."""
        return self._process.pid

    async def start(
        self, folder: Path, *words: str, log: Path | None = None, dies: Mapping[str, int] | None = None
    ) -> Child:
        """Start `digest …` in a folder that has a digest.toml; what it says is appended to ``log``.

        ``dies`` are the arguments of ``dying.die_at``.
        """
        log = log or folder / "digest.log"
        order = {"words": words, "folder": str(folder), "log": str(log), "dies": dict(dies or {})}
        born: Future[Child] = Future()
        with self._lock:
            self._asked.append((log, born))
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
        return await asyncio.wait_for(asyncio.wrap_future(born), PATIENCE)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            what, pid, code = line.split()
            if what == "born":
                log, born = self._asked.popleft()
                child = self._children[int(pid)] = Child(pid=int(pid), log=log)
                born.set_result(child)
            else:
                self._children.pop(int(pid)).ended.set_result(int(code))
        for child in self._children.values():
            child.ended.set_exception(RuntimeError("the nursery has ended"))

    def close(self) -> None:
        """End whoever still runs."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._ear.join(PATIENCE)
            assert self._process.stdout is not None
            self._process.stdout.close()


@contextmanager
def a_nursery(environ: Mapping[str, str] | None = None) -> Iterator[Nursery]:
    """A nursery; ``environ`` is for what must be known before Python starts."""
    nursery = Nursery(
        subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], cwd=ROOT, env=os.environ | dict(environ or {}), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
    )  # fmt: skip
    try:
        yield nursery
    finally:
        nursery.close()
