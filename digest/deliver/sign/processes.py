"""Processes that sign, started when there is much to sign; see ``operating.py`` for what runs there."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # as in ``signature.py``
    from digest.deliver.sign.keys import SigningKey

PROCESSES = 2  # one core signs about as many letters as another carries, so two are never the bottleneck
PROGRAM = Path(__file__).with_name("operating.py")
STARTING = 60.0  # seconds that one may take to come up, on a machine that is busy
LENGTH = 4  # as in ``operating.py``, which loads OpenSSL

Wanted = Sequence[tuple[int, bytes]]  # the place of a key, and what it shall sign


class Gone(Exception):
    """A process ended before it answered."""


class Process:
    """One signing process. It answers in the order in which it was asked."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None  # noqa: S101 - for the type checker: both are pipes
        assert process.stdout is not None  # noqa: S101 - the same
        self._process, self._asked, self._answers = process, process.stdin, process.stdout
        self.waiting: deque[asyncio.Future[list[bytes]]] = deque()
        self._reading = asyncio.create_task(self._read(), name="signatures")

    @property
    def pid(self) -> int:
        """The system's number for it."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it may be asked."""
        return not self._reading.done()

    def ask(self, message: bytes) -> asyncio.Future[list[bytes]]:
        """Send a packed message; the future has the answer to it, or ``Gone``."""
        answer: asyncio.Future[list[bytes]] = asyncio.get_running_loop().create_future()
        self.waiting.append(answer)
        self._asked.write(message)
        if not self.lives:
            self._fail()
        return answer

    async def _read(self) -> None:
        from digest.deliver.sign.operating import unpacked  # noqa: PLC0415 - whoever is here has keys

        try:
            while True:
                size = int.from_bytes(await self._answers.readexactly(LENGTH), "big")
                answer = unpacked(await self._answers.readexactly(size))
                waiting = self.waiting.popleft()
                if not waiting.done():
                    waiting.set_result(answer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self._fail()

    def _fail(self) -> None:
        while self.waiting:
            waiting = self.waiting.popleft()
            if not waiting.done():
                waiting.set_exception(Gone())
                waiting.exception()  # seen: perhaps nobody waits any more

    async def end(self) -> None:
        """End it, whatever it is doing, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._reading.cancel()
        await asyncio.wait({self._reading})
        self._asked.close()
        self._fail()


async def start(keys: Sequence[SigningKey]) -> Process:
    """A process that has the keys and may be asked.

    Raises:
        OSError, Gone, TimeoutError: none came up.
    """
    from digest.deliver.sign.operating import packed  # noqa: PLC0415 - whoever starts one has keys

    process = Process(
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", str(PROGRAM)), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
    )
    try:
        async with asyncio.timeout(STARTING):
            await process.ask(packed([key.der for key in keys]))
    except BaseException:
        await process.end()
        raise
    return process
