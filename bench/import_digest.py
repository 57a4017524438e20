"""Digest's own import of a list, in a process of its own: everything that ``digest subscribers import`` does."""

from __future__ import annotations

from pathlib import Path

from bench import town
from bench.child import Watch, answer
from bench.figures import Cost
from digest import jobs


async def bring_in(folder: str, database: str, list_file: str) -> Cost:
    """Bring in a list into an empty newsroom."""
    now = town.utc_now()
    async with town.newsroom_at(town.lay_out(Path(folder)), database) as newsroom:
        newsletter = await town.settle_in(newsroom, Path(folder), readers=1)
        with Watch() as watch:
            report = await jobs.import_file(newsroom, newsletter, Path(list_file), now=now)
        if report.added != report.rows:
            raise SystemExit(f"{report.added:,} of {report.rows:,} rows were added.")
    return watch.cost(report.rows)


if __name__ == "__main__":
    answer(bring_in)
