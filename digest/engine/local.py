"""Jobs in this process: each duty is called again and again until somebody says stop.

A duty that fails is reported and tried again after a pause that grows, or when its failure says
that it makes sense; it never takes the others down. Stopping is a request: a duty finishes the
round it is in.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from digest.errors import DigestError

log = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0  # seconds after repeated failures
MOST_DOUBLINGS = 20  # enough for any pause to reach the longest; 2 to the power of a year's failures is no float


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something to be done over and over.

    ``once`` returns whether it found work: if so it is called again at once, else after
    ``pause`` seconds or as soon as ``wake`` is set.
    """

    name: str
    once: Callable[[], Awaitable[bool]]
    pause: float
    wake: asyncio.Event | None = None


async def run(duties: list[Duty], stop: asyncio.Event, *, grace: float = 30.0) -> None:
    """Run all duties side by side until ``stop`` is set, then give each ``grace`` seconds to finish its round."""
    tasks = [asyncio.create_task(_repeat(duty, stop), name=duty.name) for duty in duties]
    try:
        await stop.wait()
        _, late = await asyncio.wait(tasks, timeout=grace) if tasks else (set(), set())
        for task in late:
            log.warning("%s did not finish within %.0f seconds and is interrupted.", task.get_name(), grace)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(duty: Duty, stop: asyncio.Event) -> None:
    failures = 0
    while not stop.is_set():
        wait: float | None = None
        try:
            found = await duty.once()
            failures = 0
        except DigestError as fault:  # what may be expected to fail says so in a sentence
            failures += 1
            found, wait = False, fault.wait
            log.warning("%s failed: %s It is tried again.", duty.name, str(fault).rstrip(". ") + ".")
        except Exception:
            # The edge of the process: whatever a round throws is told to the operator, and the next round comes.
            failures += 1
            found = False
            log.exception("%s failed; it is tried again.", duty.name)
        if not found:
            pause = duty.pause * 2 ** min(failures, MOST_DOUBLINGS) if wait is None else wait
            await _rest(duty, stop, min(LONGEST_PAUSE, max(duty.pause, pause)))


async def _rest(duty: Duty, stop: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(stop.wait())]
    if duty.wake is not None:
        waits.append(asyncio.create_task(duty.wake.wait()))
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    if duty.wake is not None:
        duty.wake.clear()
