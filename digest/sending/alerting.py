"""Telling a person: a line in the log, and whatever command the settings name."""

from __future__ import annotations

import asyncio
import logging
import shlex
from collections.abc import Sequence

log = logging.getLogger(__name__)

PATIENCE = 30.0  # seconds the command may take


async def alert(command: str, words: str) -> None:
    """Say it in the log and to the command's standard input. A command that fails stops nothing."""
    log.error("%s", words)
    if command.strip():
        try:
            why = await _told(shlex.split(command), words)
        except (OSError, ValueError) as fault:
            why = str(fault)
        if why:
            log.warning("The alert command could not be told: %s; see send.alert.", why)


async def _told(command: Sequence[str], words: str) -> str:
    """Tell it. Returns why that failed, "" where it did not."""
    process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(PATIENCE):
            await process.communicate(words.encode() + b"\n")
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"it took more than {PATIENCE:.0f} seconds"
    return f"it ended with {process.returncode}" if process.returncode else ""
