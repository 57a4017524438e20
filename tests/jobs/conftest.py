"""A newsroom that sent an issue, for tests of what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import subscribers
from digest import jobs, store
from digest.model import Effect, Newsletter, Taken
from digest.newsroom import Newsroom
from subscribers import Standing
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish
from tests.returned_mails import return_path

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A newsroom that sent an issue, and one of its readers."""

    newsroom: Newsroom
    newsletter: Newsletter
    issue_id: int
    readers: tuple[subscribers.Recipient, ...]

    @property
    def reader(self) -> subscribers.Recipient:
        return self.readers[0]

    @property
    def path(self) -> str:
        return return_path(self.newsroom, self.issue_id, self.reader.id)

    @property
    def message_id(self) -> str:
        return self.newsroom.links.message_id(self.issue_id, self.reader.id, "example.org")

    async def take(self, raw: bytes, *to: str, now: datetime = NOW) -> list[Effect | None]:
        return [effect for _, effect in await jobs.take_back(self.newsroom, raw, to=to, now=now)]

    async def standing(self, person_id: int = 0) -> Standing | None:
        async with self.newsroom.reading() as tx:
            return await subscribers.standing_of(tx, self.newsletter.id, person_id or self.reader.id)

    async def active(self) -> int:
        async with self.newsroom.reading() as tx:
            return await subscribers.count(tx, self.newsletter.id)

    async def listed(self, *, unproven: bool = False) -> list[Taken]:
        async with self.newsroom.reading() as tx:
            return await store.returns.newest(tx, unproven=unproven, limit=100_000)

    async def profile(self) -> subscribers.Profile:
        async with self.newsroom.reading() as tx:
            return await subscribers.profile(tx, self.reader.address, keys=self.newsroom.keys)


@pytest.fixture
async def sent(tmp_path: Path, database_url: str) -> AsyncIterator[Sent]:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=5)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        assert run.issue_id is not None
        while await jobs.dispatch(newsroom, clock=lambda: NOW, stop=asyncio.Event()):
            pass
        async with newsroom.reading() as tx:
            readers = await subscribers.recipients(tx, newsletter.id)
        yield Sent(newsroom, newsletter, run.issue_id, tuple(readers))
