"""One newsletter that cannot be printed says why, leaves nothing half made, and stops no other."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import subscribers
from digest import jobs, store
from digest.engine import Vigil
from digest.model import Cadence, Newsletter, Outcome, Run
from digest.newsroom import Newsroom
from digest.render import copy_look
from tests.newsrooms import a_newsroom, furnish

DAILY = (Cadence(key="daily", rule="daily 07:00", zone="Europe/Berlin"),)
DUE = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # 07:00 in Berlin


def a_look(folder: Path, name: str = "own", *, more: str = "") -> Path:
    """A look of the newsroom's own, with something added to its text."""
    templates = folder / "templates"
    templates.mkdir(exist_ok=True)
    look = copy_look("classic", templates).rename(templates / "issues" / name)
    with (look / "issue.txt").open("a", encoding="utf-8") as file:
        file.write(more)
    return look


async def two_newsletters(newsroom: Newsroom) -> tuple[Newsletter, Newsletter]:
    """One with a look of its own, and one that comes behind it."""
    first = await furnish(newsroom, slug="aaa", look="own", cadences=DAILY)
    async with newsroom.begin() as tx:
        return first, await store.newsletters.put(tx, replace(first, slug="zzz", look="classic"), now=first.made or DUE)


async def outcomes(newsroom: Newsroom) -> dict[int, Run]:
    await jobs.press_due(newsroom, now=DUE)
    async with newsroom.reading() as tx:
        return {run.newsletter_id: run for run in await store.runs.recent(tx)}


async def test_a_look_that_is_gone_fails_its_newsletter_and_no_other(tmp_path: Path, database_url: str) -> None:
    look = a_look(tmp_path)
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        first, second = await two_newsletters(newsroom)
        shutil.rmtree(look)
        made = await outcomes(newsroom)
        assert (made[first.id].outcome, made[first.id].reason[:26]) == (Outcome.FAILED, "There is no look 'own'; th")
        assert made[second.id].outcome is Outcome.SENT


async def test_a_template_that_includes_itself_is_named_with_its_line(tmp_path: Path) -> None:
    a_look(tmp_path, more='{% include "issues/own/issue.txt" %}\n')
    async with a_newsroom(tmp_path) as newsroom:
        first, second = await two_newsletters(newsroom)
        made = await outcomes(newsroom)
        assert made[first.id].outcome is Outcome.FAILED
        assert "issue.txt, line" in made[first.id].reason
        assert "it includes itself" in made[first.id].reason
        assert made[second.id].outcome is Outcome.SENT


async def test_a_rhythm_that_cannot_be_understood_any_more_stops_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A zone may leave the time zone database with an upgrade of it."""
    a_look(tmp_path)
    async with a_newsroom(tmp_path) as newsroom:
        first, second = await two_newsletters(newsroom)
        odd = replace(first, cadences=(Cadence(key="daily", rule="daily 07:00", zone="Atlantis/Capital"),))
        async with newsroom.begin() as tx:
            await store.newsletters.put(tx, odd, now=DUE)
        made = await outcomes(newsroom)
        assert made.keys() == {second.id}
        assert "aaa is not printed now" in caplog.text


async def test_what_breaks_something_of_ours_is_a_failed_run_and_no_end(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    a_look(tmp_path)
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        first, second = await two_newsletters(newsroom)
        async with newsroom.begin() as tx:  # from before Christ
            odd = replace(first, taste=replace(first.taste, max_age=timedelta(days=3_000_000)))
            await store.newsletters.put(tx, odd, now=DUE)
        made = await outcomes(newsroom)
        assert made[second.id].outcome is Outcome.SENT
        assert made[first.id].outcome is Outcome.FAILED
        assert made[first.id].reason.startswith("something of ours broke (OverflowError: ")
        assert "Traceback" in caplog.text


async def in_german(newsroom: Newsroom, address: str) -> None:
    async with newsroom.begin() as tx:
        person = await subscribers.find(tx, address)
        assert person is not None
        await tx.execute(
            update(subscribers.tables.persons).where(subscribers.tables.persons.c.id == person.id).values(language="de")
        )


async def test_an_issue_that_cannot_be_printed_for_some_readers_is_none_and_tells_nothing(
    tmp_path: Path, database_url: str
) -> None:
    """Only the German edition breaks; that shows when the audience is written down, after the issue was kept."""
    breaks = '{% if _("Goodbye") != "Goodbye" %}{{ nothing_such }}{% endif %}\n'
    look = a_look(tmp_path, more=breaks)
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=3, look="own", cadences=DAILY)
        await in_german(newsroom, "reader1@d1.example.org")
        (failed,) = await jobs.press_due(newsroom, now=DUE)
        assert (failed.outcome, failed.issue_id) == (Outcome.FAILED, None)
        assert "'nothing_such' is undefined" in failed.reason
        async with newsroom.reading() as tx:
            assert await store.errands.unfinished(tx) == []
            assert await store.issues.recent(tx) == []
        text = look / "issue.txt"
        text.write_text(text.read_text(encoding="utf-8").replace(breaks, ""), encoding="utf-8")
        (sent,) = await jobs.press_due(newsroom, now=DUE + timedelta(days=1))
        assert (sent.outcome, sent.counts["readers"]) == (Outcome.SENT, 3)
        async with newsroom.reading() as tx:
            (issue,) = await store.issues.recent(tx)
        assert (len(issue.items), issue.number, issue.newsletter_id) == (4, 1, newsletter.id)


async def test_a_press_that_died_at_its_very_end_changes_nothing_of_what_leaves(tmp_path: Path) -> None:
    """The audience is whole and letters leave; only the run was not closed, and the look broke since."""
    look = a_look(tmp_path)
    async with a_newsroom(tmp_path) as newsroom:
        await furnish(newsroom, readers=3, look="own", cadences=DAILY)
        await in_german(newsroom, "reader1@d1.example.org")
        (run,) = await jobs.press_due(newsroom, now=DUE)
        async with newsroom.begin() as tx:
            await tx.execute(
                update(store.tables.runs)
                .where(store.tables.runs.c.id == run.id)
                .values(outcome=Outcome.OPEN.value, closed=None)
            )
        (look / "issue.txt").write_text("{{ nothing_such }}", encoding="utf-8")
        await jobs.sweep(newsroom, Vigil(), now=DUE, at=0.0)
        (again,) = await jobs.press_due(newsroom, now=DUE + timedelta(minutes=1))
        assert (again.outcome, again.issue_id, again.counts["readers"]) == (Outcome.SENT, run.issue_id, 3)
