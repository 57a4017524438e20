"""The event loop that a command runs in: uvloop where it is installed, asyncio's own elsewhere."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

try:
    import uvloop
except ImportError:  # it is not built for every platform
    uvloop = None  # type: ignore[assignment]  # so says mypy of every optional module

T = TypeVar("T")


def run_in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a loop of its own, as ``asyncio.run`` does."""
    # A hundred thousand objects that were loaded by now live as long as we do: looking through them again and again
    # takes a twentieth of a round through the feeds.
    gc.freeze()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop if uvloop else None) as runner:
        return runner.run(work)
