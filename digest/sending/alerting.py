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
    why = ""
    try:
        process = await asyncio.create_subprocess_exec(*shlex.split(command), stdin=asyncio.subprocess.PIPE)
        async with asyncio.timeout(PATIENCE):
            await process.communicate(words.encode() + b"\n")
        if process.returncode:
            why = f"it ended with {process.returncode}"
    except TimeoutError:
        why = f"it took more than {PATIENCE:.0f} seconds"
    except (OSError, ValueError) as fault:
        why = str(fault)
    if why:
        log.warning("The alert command could not be told: %s; see send.alert.", why)
