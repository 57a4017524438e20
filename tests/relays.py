"""A relay that answers as a test tells it; the network's part, played by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from digest import deliver
from digest.model import Letter, Verdict, VerdictKind

SENT = Verdict(kind=VerdictKind.SENT, code=250)


class ScriptedRelay:
    """A relay that answers as told and remembers; the network's part, played by hand."""

    name = "scripted"
    lanes = 3
    calls = 0

    def __init__(self, answer: Callable[[Letter], Verdict] | None = None, **settings: Any) -> None:
        self.answer = answer or (lambda _: SENT)
        self.settings = deliver.RelaySettings(**{"name": "scripted", **settings})
        self.taken: list[str] = []

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[ScriptedRelay]:
        yield self

    def abandon(self) -> None:
        pass

    async def carry(
        self,
        letter: Letter,
        before_data: deliver.BeforeData | None = None,
        following: Callable[[], Letter | None] = lambda: None,
    ) -> Verdict:
        return await self.hand_over(letter, before_data=before_data)

    async def hand_over(self, letter: Letter, *, before_data: deliver.BeforeData | None = None) -> Verdict:
        await asyncio.sleep(0)
        verdict = self.answer(letter)
        if before_data and verdict.kind in (VerdictKind.SENT, VerdictKind.IN_DOUBT):
            await before_data()
        if verdict.kind is VerdictKind.SENT:
            self.taken.append(letter.envelope_to)
        return verdict

    async def check(self) -> str:
        return "well"
