"""An event is told once, however many tell it and on however many days; what an editor pinned is told in any case."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from digest import jobs, store
from digest.model import Article, Newsletter, Outcome
from digest.newsroom import Newsroom
from tests.choose.test_events import BRIDGE, BRIDGE_TOO, OTHER_BRIDGE, pool
from tests.makers import NOW, a_draft, a_source
from tests.newsrooms import a_newsroom, furnish

DAY = timedelta(days=1)


async def tell(newsroom: Newsroom, number: int, title: str, text: str, *, now: datetime = NOW) -> None:
    """A source of its own tells something."""
    async with newsroom.begin() as tx:
        place = f"https://paper{number}.example"
        source = await store.sources.add(
            tx, a_source(id=0, slug=f"p{number}", title=f"Paper {number}", url=f"{place}/rss"), now=NOW
        )
        draft = a_draft(guid=f"{number}", url=f"{place}/{number}", title=title, text=text, published=now, lead="")
        await store.articles.keep(tx, source.id, [draft], now=NOW)


async def furnished(newsroom: Newsroom) -> Newsletter:
    newsletter = await furnish(newsroom, stories=0)
    for article in pool():
        await tell(newsroom, article.id, article.title, article.text)
    await tell(newsroom, 1, "Bridge at Felling collapses", BRIDGE)
    return newsletter


async def told(newsroom: Newsroom, newsletter: Newsletter, days: int) -> list[Article]:
    now = NOW + days * DAY
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now, key=str(days)), now=now)
    assert run
    if run.outcome is not Outcome.SENT:
        assert "told already" in run.reason
        return []
    async with newsroom.reading() as tx:
        return [item.story.article for item in (await store.issues.get(tx, run.issue_id or 0)).items]


async def test_what_tells_a_told_event_a_day_later_is_not_told_again(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnished(newsroom)
        assert "Bridge at Felling collapses" in [one.title for one in await told(newsroom, newsletter, 0)]
        await tell(newsroom, 2, "Drivers rescued after Larkmoor bridge falls", BRIDGE_TOO, now=NOW + DAY / 2)
        assert await told(newsroom, newsletter, 1) == []
        await tell(newsroom, 3, "Footbridge falls at Marisco", OTHER_BRIDGE, now=NOW + DAY)
        assert [one.title for one in await told(newsroom, newsletter, 2)] == ["Footbridge falls at Marisco"]


async def test_what_last_weeks_issue_told_is_not_told_again_by_this_weeks(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnished(newsroom)
        await told(newsroom, newsletter, 0)
        await tell(newsroom, 2, "Drivers rescued after Larkmoor bridge falls", BRIDGE_TOO, now=NOW + 6 * DAY)
        assert await told(newsroom, newsletter, 8) == []


async def test_a_pinned_article_is_told_though_its_event_was(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnished(newsroom)
        await told(newsroom, newsletter, 0)
        await tell(newsroom, 2, "Drivers rescued after Larkmoor bridge falls", BRIDGE_TOO, now=NOW - 400 * DAY)
        async with newsroom.begin() as tx:
            (article,) = await store.articles.matching(tx, "drivers rescued")
            await store.pins.pin(tx, newsletter.id, article.id, now=NOW)
            await store.pins.pin(tx, newsletter.id, article.id, now=NOW)
            assert await store.pins.of_newsletter(tx, newsletter.id) == [(article.id, NOW)]
        assert [one.id for one in await told(newsroom, newsletter, 1)] == [article.id]
        async with newsroom.reading() as tx:
            assert await store.pins.of_newsletter(tx, newsletter.id) == []
