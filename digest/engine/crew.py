"""More processes that do the same: started, replaced when one ends by itself, and ended with us."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Mapping, Sequence

log = logging.getLogger(__name__)

FIRST_PAUSE = 1.0  # seconds before one that ended is replaced; doubled each time, up to the longest
LONGEST_PAUSE = 60.0  # and for whoever ran longer than that, from the beginning
LEADER = "DIGEST_LEADER"  # in a process's environment: who started it, and is to be outlived by no more than a moment
LOOK_EVERY = 1.0  # seconds


async def keep(command: Sequence[str], number: int, stop: asyncio.Event, *, grace: float) -> None:
    """Keep ``number`` processes of a command running until ``stop``; then let each finish within ``grace`` seconds."""
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(_keep_one(command, stop, grace))


async def _keep_one(command: Sequence[str], stop: asyncio.Event, grace: float) -> None:
    pause, loop = FIRST_PAUSE, asyncio.get_running_loop()
    while not stop.is_set():
        began = loop.time()
        process = await asyncio.create_subprocess_exec(*command, env=os.environ | {LEADER: str(os.getpid())})
        ended, asked = asyncio.create_task(process.wait()), asyncio.create_task(stop.wait())
        await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await _end(process, grace)
        else:
            pause = pause if loop.time() - began < LONGEST_PAUSE else FIRST_PAUSE
            log.warning("%s ended with %s; another is started in %.0f s.", command[-1], process.returncode, pause)
            await asyncio.wait({asked}, timeout=pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        asked.cancel()


async def _end(process: asyncio.subprocess.Process, grace: float) -> None:
    """SIGTERM, and SIGKILL for one that does not hear: what it had claimed is taken back by others."""
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(grace):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def follow(environ: Mapping[str, str], stop: asyncio.Event) -> None:
    """Where another process keeps us: set ``stop`` when it is gone without a word, as by SIGKILL or for want of memory.

    Whoever ended it means us too, and whoever starts it again starts us again.
    """
    leader = environ.get(LEADER, "")
    while leader and not stop.is_set():
        if str(os.getppid()) != leader:
            log.warning("The process that started this one is gone, so this one ends too.")
            stop.set()
        await asyncio.sleep(LOOK_EVERY)
