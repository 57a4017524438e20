"""What the pool says of how well sources are, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from digest import gather, store
from digest.model import Source
from tests.makers import NOW, a_draft, a_source

DAY = timedelta(days=1)


async def bring(tx: AsyncConnection, source: Source, dates: list[datetime], *, seen: datetime) -> None:
    drafts = [a_draft(guid=f"{seen}-{date}", hash=f"{seen}-{date}", published=date) for date in dates]
    await store.articles.keep(tx, source.id, drafts, now=seen)


async def words(tx: AsyncConnection, source: Source, now: datetime) -> str:
    volume = (await store.health.volumes(tx, now=now))[source.id]
    return "; ".join(gather.health(source, volume, now=now))


async def test_a_silence_is_told_for_as_long_as_it_lasts(tx: AsyncConnection) -> None:
    source = await store.sources.add(tx, a_source(id=0), now=NOW)
    for day in range(30):
        await bring(tx, source, [NOW + day * DAY], seen=NOW + day * DAY)
    newest = NOW + 29 * DAY
    assert await words(tx, source, newest + DAY) == ""
    for silent in (4, 20, 36, 90, 300):
        said = await words(tx, source, newest + silent * DAY)
        assert said == f"silent for {silent} days, though it used to bring 7 articles a week"


async def test_the_archive_of_a_first_look_is_no_rhythm(tx: AsyncConnection) -> None:
    source = await store.sources.add(tx, a_source(id=0), now=NOW)
    await bring(tx, source, [NOW - month * 30 * DAY for month in range(50)], seen=NOW)  # one a month
    for days in (1, 8, 14, 29):
        assert await words(tx, source, NOW + days * DAY) == ""
