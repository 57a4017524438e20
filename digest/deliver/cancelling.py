"""Being cancelled at the right moment: at once while nothing has left, after the answer once a letter is on its way.

Python 3.11's ``wait_for``, on which aiosmtplib stands, swallows a cancellation that comes in the same turn of the loop
as what it waits for: a lane would go on as if nobody had asked it to end. Python 3.12 does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def at_once() -> Iterator[None]:
    """The one answer that is awaited inside may be given up at any moment, and is."""
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    yield
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError


async def apart(work: Coroutine[Any, Any, None]) -> None:
    """Work that waits for many answers may be given up at any of them, and is: it runs in a task of its own."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        while not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=0.05)
        if not task.cancelled():
            task.exception()  # seen, so that nobody complains that it was not
        raise
    task.result()


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` to its end, also when cancelled meanwhile; the cancellation arrives at the next await after it.

    A letter that is on its way gets its answer, and the answer can still be written down. Whoever cancels twice
    means it: that is obeyed at once.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        own = asyncio.current_task()
        if own is None or task.cancelled():
            raise
        own.uncancel()
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        raise
    own.cancel()
    return task.result()


class Patient(asyncio.Future[T]):
    """An answer that one cancellation of whoever awaits it does not end; the second does.

    ``asyncio.shield`` needs a second future and two callbacks for that, for each of a million letters.
    """

    _asked = False

    def cancel(self, msg: object = None) -> bool:
        """Refused once: the task then goes on with the answer, and ``answered`` hands the cancellation on."""
        if self._asked:
            return super().cancel(msg)
        self._asked = True
        return False


async def answered(reply: Patient[T]) -> T:
    """Await an answer that is under way; ``to_the_end`` without a task of its own."""
    try:
        return await reply
    except asyncio.CancelledError:
        own = asyncio.current_task()
        if own is None or not reply.done() or reply.cancelled():
            raise
        own.uncancel()
    own.cancel()  # arrives at the next await
    return reply.result()
