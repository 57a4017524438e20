"""What digest.toml defines, and what becomes of it when the file is edited while issues are printed by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.jobs.define import GONE
from digest.model import Cadence, Newsletter, Outcome, Run
from digest.newsroom import Newsroom
from tests.makers import a_source
from tests.newsrooms import a_newsroom, add_stories, furnish

DUE = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # 07:00 in Berlin
HOUR = timedelta(hours=1)


def rhythm(rule: str, *, key: str = "daily", zone: str = "Europe/Berlin") -> tuple[Cadence, ...]:
    return (Cadence(key=key, rule=rule, zone=zone),)


SEVEN = rhythm("daily 07:00")


async def told_at_seven(newsroom: Newsroom) -> Newsletter:
    """A newsletter whose issue of the day is out, with stories that came since."""
    newsletter = await furnish(newsroom, cadences=SEVEN)
    (run,) = await jobs.press_due(newsroom, now=DUE)
    assert run.outcome is Outcome.SENT
    async with newsroom.begin() as tx:
        (source,) = await store.sources.every(tx)
        await add_stories(tx, source.id, range(10, 12), DUE + HOUR)
    return newsletter


async def runs_of(newsroom: Newsroom) -> list[Run]:
    async with newsroom.reading() as tx:
        return await store.runs.recent(tx, limit=100)


@pytest.mark.parametrize(
    "edited",
    [
        rhythm("daily 09:00"),
        rhythm("daily 07:00", key="mornings"),
        rhythm("daily 04:00", zone="America/New_York"),
        (*SEVEN, *rhythm("daily 09:30", key="second")),
    ],
    ids=["another time", "another name", "another zone", "one more"],
)
async def test_a_time_that_is_past_already_when_it_is_set_brings_no_issue_and_says_so(
    tmp_path: Path, database_url: str, edited: tuple[Cadence, ...]
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter, later = await told_at_seven(newsroom), DUE + 4 * HOUR
        await jobs.define(newsroom, [replace(newsletter, cadences=edited)], [], now=later)
        assert await jobs.press_due(newsroom, now=later) == []
        first = (await runs_of(newsroom))[0]
        assert first.outcome is Outcome.LATE
        assert first.reason == "it came before the newsletter had this rhythm; its stories go into the next issue"
        tomorrow = await jobs.press_due(newsroom, now=later + 23 * HOUR)
        assert Outcome.SENT in [run.outcome for run in tomorrow]


async def test_a_rhythm_that_comes_later_leaves_no_trace_of_the_days_before_it(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, cadences=SEVEN)
        now = DUE + timedelta(days=40)
        await jobs.press_due(newsroom, now=now)
        more = (*SEVEN, *rhythm("every 15 minutes", key="ticker"))
        await jobs.define(newsroom, [replace(newsletter, cadences=more)], [], now=now)
        assert [run.cadence for run in await runs_of(newsroom)].count("ticker") == 1
        assert await jobs.press_due(newsroom, now=now) == []


async def test_a_time_that_is_still_to_come_is_kept_the_same_day(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await told_at_seven(newsroom)
        await jobs.define(newsroom, [replace(newsletter, cadences=rhythm("daily 18:00"))], [], now=DUE + 4 * HOUR)
        (run,) = await jobs.press_due(newsroom, now=DUE + 11 * HOUR)
        assert (run.key, run.outcome) == ("2026-11-25T18:00", Outcome.SENT)


async def test_what_was_missed_before_the_edit_is_still_sent_late(tmp_path: Path) -> None:
    """Nobody served at seven; whoever starts again with another time in the file owes the day its issue."""
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await told_at_seven(newsroom)
        tomorrow = DUE + timedelta(days=1)
        await jobs.define(newsroom, [replace(newsletter, cadences=rhythm("daily 07:10"))], [], now=tomorrow + HOUR)
        run = (await jobs.press_due(newsroom, now=tomorrow + HOUR))[-1]
        assert (run.key, run.outcome, run.reason) == ("2026-11-26T07:10", Outcome.SENT, "sent 50 min late")


async def test_what_came_before_the_newsletter_was_made_is_nothing_to_tell(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter, soon = await furnish(newsroom, cadences=SEVEN, now=DUE + HOUR), DUE + 2 * HOUR
        await jobs.set_paused(newsroom, newsletter, paused=True, now=soon)
        await jobs.set_paused(newsroom, newsletter, paused=False, now=soon)
        await jobs.define(newsroom, [replace(newsletter, cadences=rhythm("daily 06:00"))], [], now=soon)
        assert await runs_of(newsroom) == []


async def test_a_newsletter_that_goes_on_after_a_pause_sends_nothing_of_the_pause(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await told_at_seven(newsroom)
        await jobs.set_paused(newsroom, newsletter, paused=True, now=DUE + HOUR)
        tomorrow = DUE + timedelta(days=1)
        assert await jobs.press_due(newsroom, now=tomorrow) == []
        await jobs.set_paused(newsroom, newsletter, paused=False, now=tomorrow + HOUR)
        assert await jobs.press_due(newsroom, now=tomorrow + HOUR) == []
        assert (await runs_of(newsroom))[0].reason.startswith("it came while the newsletter was paused")
        (run,) = await jobs.press_due(newsroom, now=tomorrow + timedelta(days=1))
        assert run.outcome is Outcome.SENT


async def test_what_is_gone_from_the_file_is_told_once_and_goes_on(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, from_file=True)
        for dry_run in (True, False):
            (change,) = await jobs.define(newsroom, [], [], now=DUE, dry_run=dry_run, whole=True)
            assert (change.what, change.name) == (GONE, newsletter.slug)
            assert f"`digest newsletters remove {newsletter.slug}`" in change.words
        assert await jobs.define(newsroom, [], [], now=DUE, whole=True) == []
        async with newsroom.reading() as tx:
            assert await store.newsletters.find(tx, newsletter.slug)


async def test_a_file_that_is_not_the_newsrooms_own_says_nothing_of_what_it_does_not_name(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        await furnish(newsroom, from_file=True)
        assert await jobs.define(newsroom, [], [], now=DUE) == []


async def test_a_source_that_is_called_otherwise_in_the_file_keeps_its_articles(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        before, after = (a_source(id=0, slug=slug, from_file=True) for slug in ("papers", "letters"))
        await jobs.define(newsroom, [], [before], now=DUE, whole=True)
        async with newsroom.begin() as tx:
            (known,) = await store.sources.every(tx)
            await add_stories(tx, known.id, range(3), DUE)
        (change,) = await jobs.define(newsroom, [], [after], now=DUE, whole=True)
        assert (change.name, change.words) == ("letters", "was papers")
        async with newsroom.reading() as tx:
            (found,) = await store.sources.every(tx)
            assert (found.slug, found.id) == ("letters", known.id)
            assert len(await store.articles.candidates(tx, 1, since=DUE - timedelta(days=9))) == 3
