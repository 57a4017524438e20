"""Bringing a list in, page after page: what a broken or interrupted import leaves, and that it may be run again."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import pytest

import subscribers
from digest import jobs
from digest.newsroom import Newsroom
from subscribers import Mode
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish

ROWS = 700


def a_list(folder: Path, rows: int = ROWS) -> Path:
    lines = (f"reader{n}@example.org,Reader {n},{n % 3}\n" for n in range(rows))
    (folder / "list.csv").write_text("email,name,plan\n" + "".join(lines), encoding="utf-8")
    return folder / "list.csv"


async def count(newsroom: Newsroom, newsletter_id: int) -> int:
    async with newsroom.reading() as tx:
        return await subscribers.count(tx, newsletter_id)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a hundred rows, so that a small list has several."""
    whole = subscribers.lists.Listed.pages
    monkeypatch.setattr(subscribers.lists.Listed, "pages", lambda listed, now: whole(listed, now, rows=100))


@pytest.mark.usefixtures("small_pages")
async def test_a_list_comes_in_page_by_page_and_says_how_far_it_is(database_url: str, tmp_path: Path) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=2)
        moved: list[tuple[int, int]] = []
        with subscribers.lists.open_list(a_list(tmp_path)) as listed:
            report = await jobs.import_list(
                newsroom, newsletter, listed, now=NOW, on_moved=lambda done, of: moved.append((done, of))
            )
        assert (report.rows, report.added) == (ROWS, ROWS)
        assert [done for done, _ in moved] == [12, *range(112, ROWS, 100), ROWS], "the first page is waited for"
        assert moved[-1][1] == ROWS
        assert await count(newsroom, newsletter.id) == ROWS + 2


@pytest.mark.usefixtures("small_pages")
async def test_an_import_that_was_interrupted_is_run_again(database_url: str, tmp_path: Path) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0)
        with subscribers.lists.open_list(a_list(tmp_path)) as listed:
            whole = asyncio.current_task()
            assert whole is not None

            def interrupt(done: int, _of: int) -> None:
                if done == 312:
                    whole.cancel()

            with pytest.raises(asyncio.CancelledError):
                await jobs.import_list(newsroom, newsletter, listed, now=NOW, on_moved=interrupt)
            whole.uncancel()
        assert await count(newsroom, newsletter.id) == 312, "whole pages"
        again = await jobs.import_file(newsroom, newsletter, a_list(tmp_path), now=NOW)
        assert (again.unchanged, again.added) == (312, ROWS - 312)
        assert await count(newsroom, newsletter.id) == ROWS


@pytest.mark.usefixtures("small_pages")
async def test_a_file_that_breaks_off_removes_nobody(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=5)
        packed = gzip.compress(b"".join(a_list(tmp_path, 30_000).read_bytes() for _ in range(2)))
        (tmp_path / "list.csv.gz").write_bytes(packed[: len(packed) // 2])
        with (
            subscribers.lists.open_list(tmp_path / "list.csv.gz") as listed,
            pytest.raises(subscribers.ListRefused, match="damaged"),
        ):
            await jobs.import_list(newsroom, newsletter, listed, now=NOW, mode=Mode.SYNC)
        async with newsroom.reading() as tx:
            assert await subscribers.counts(tx, newsletter.id) == {
                subscribers.Standing.ACTIVE: await subscribers.count(tx, newsletter.id)
            }


async def test_a_sync_removes_only_with_leave(database_url: str, tmp_path: Path) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=5)
        asked: list[tuple[int, int]] = []

        async def sync(*, leave: bool) -> subscribers.ImportReport:
            with subscribers.lists.open_list(a_list(tmp_path, 20)) as listed:
                return await jobs.import_list(
                    newsroom,
                    newsletter,
                    listed,
                    now=NOW,
                    mode=Mode.SYNC,
                    may_remove=lambda missing, readers: bool(asked.append((missing, readers))) or leave,
                )

        assert (await sync(leave=False)).removed == 0
        assert await count(newsroom, newsletter.id) == 25
        assert (await sync(leave=True)).removed == 5
        assert asked == [(5, 25), (5, 25)]
        assert await count(newsroom, newsletter.id) == 20
