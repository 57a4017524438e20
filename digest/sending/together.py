"""Many small writes as few transactions: whoever comes while one is under way goes with the next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Calls that wait for each other, and are answered together.

    ``write`` is asked with up to ``most`` of what was given, and answers each in its place; what it raises, all of them
    raise.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[R]]], *, most: int) -> None:
        self._write = write
        self._most = most
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._turn = asyncio.Lock()

    async def __call__(self, given: T) -> R:
        """Give something to be written; returns when it is."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((given, answer))
        async with self._turn:
            if not answer.done():
                await self._next()
        return await answer

    async def _next(self) -> None:
        self._waiting = deque(one for one in self._waiting if not one[1].done())
        batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            answers = await self._write([given for given, _ in batch])
        except asyncio.CancelledError:  # whoever asked for this turn is gone; the others take it over
            self._waiting.extendleft(reversed(batch))
            raise
        except Exception as fault:
            for _, waiting in batch:
                waiting.set_exception(fault)
                waiting.exception()  # seen: whoever waits raises it, unless they are gone
            raise
        for (_, waiting), answer in zip(batch, answers, strict=True):
            waiting.set_result(answer)
