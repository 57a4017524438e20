"""The command `digest` in processes of their own, as an operator starts them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SOON = 0.01  # seconds between two looks at what another process does


async def start(folder: Path, *words: str, environ: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
    """Start `digest …` in a folder that has a digest.toml."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "digest", *words, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(environ or {}),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run `digest …` to its end; its exit code and all it said."""
    process = await start(folder, *words)
    said, complained = await process.communicate()
    return process.returncode or 0, (said + complained).decode()


@asynccontextmanager
async def serving(
    folder: Path, *, port: int = 0, environ: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`digest serve` while the block lasts; killed at its end if it still runs."""
    process = await start(folder, "serve", "--port", str(port), environ=environ)
    drains = asyncio.create_task(process.communicate())
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        await drains


async def until(done: Callable[[], Awaitable[Any]], *, patience: float = 60.0) -> None:
    """Look often until something holds that another process does; a bound, not a pace."""
    async with asyncio.timeout(patience):
        while not await done():  # noqa: ASYNC110 - another process has no event for us
            await asyncio.sleep(SOON)
