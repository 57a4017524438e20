"""The command `digest` in processes of their own, as an operator starts them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.nursery import Child, Nursery

SOON = 0.01  # seconds between two looks at what another process does


async def run(nursery: Nursery, folder: Path, *words: str, log: str = "run.log") -> tuple[int, str]:
    """Run `digest …` to its end; its exit code and all it said."""
    async with running(nursery, folder, *words, log=folder / log) as process:
        code = await process.wait()
    return code, process.said


@asynccontextmanager
async def running(
    nursery: Nursery, folder: Path, *words: str, log: Path | None = None, dies: Mapping[str, int] | None = None
) -> AsyncIterator[Child]:
    """`digest …` while the block lasts; killed at its end if it still runs."""
    process = await nursery.start(folder, *words, log=log, dies=dies)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        await process.wait()


async def until(done: Callable[[], Awaitable[Any]], *, patience: float = 30.0) -> None:
    """Look often until something holds that another process does; a bound, not a pace."""
    async with asyncio.timeout(patience):
        while not await done():  # noqa: ASYNC110 - another process has no event for us
            await asyncio.sleep(SOON)
