"""Whoever comes while something is written goes with the next, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from digest.sending.together import Together


class Desk:
    """Writes numbers down when it is let, and says twice each."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.may = asyncio.Event()

    async def write(self, numbers: Sequence[int]) -> list[int]:
        await self.may.wait()
        if 13 in numbers:
            raise ValueError("13")
        self.written.append(list(numbers))
        return [2 * number for number in numbers]


async def coming(together: Together[int, int], numbers: range) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(together(number)) for number in numbers]
    await asyncio.sleep(0)
    return tasks


async def test_what_comes_meanwhile_is_written_together_and_answered_each_in_its_place() -> None:
    desk = Desk()
    together = Together(desk.write, most=4)
    tasks = await coming(together, range(10))
    desk.may.set()
    assert await asyncio.gather(*tasks) == [2 * number for number in range(10)]
    assert sorted(number for batch in desk.written for number in batch) == list(range(10))
    assert max(map(len, desk.written)) == 4
    assert len(desk.written) <= 4


async def test_what_cannot_be_written_is_told_to_those_it_was_written_with_and_to_nobody_else() -> None:
    desk = Desk()
    desk.may.set()
    together = Together(desk.write, most=100)
    assert await together(1) == 2
    with pytest.raises(ValueError, match="13"):
        await together(13)
    assert await together(2) == 4


async def test_who_goes_away_leaves_the_turn_to_the_others() -> None:
    desk = Desk()
    together = Together(desk.write, most=100)
    first, *others = await coming(together, range(5))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    desk.may.set()
    assert await asyncio.gather(*others) == [2, 4, 6, 8]
