"""Telling a person: a line in the log, and whatever command the settings name."""

from __future__ import annotations

import asyncio
import logging
import shlex

log = logging.getLogger(__name__)

PATIENCE = 30.0  # seconds the command may take


async def alert(command: str, words: str) -> None:
    """Say it in the log and to the command's standard input. A command that fails stops nothing."""
    log.error("%s", words)
    if not command:
        return
    try:
        process = await asyncio.create_subprocess_exec(*shlex.split(command), stdin=asyncio.subprocess.PIPE)
        async with asyncio.timeout(PATIENCE):
            await process.communicate(words.encode() + b"\n")
    except (OSError, ValueError, TimeoutError) as fault:
        log.warning("The alert command could not be told (%s); see send.alert.", fault)
