"""An issue from a hundred feeds, from the first request to the last queued reader, beside the bare fetching of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench import child, town
from bench.databases import open_database
from bench.feed_server import ITEMS, serve_feeds
from bench.figures import Options, Report, Series

AT_ONCE = 20  # Digest's own default, gather.concurrency
OURS, PLAIN = "Digest: gather, choose, print, queue", "aiohttp: fetch only"


def measure(options: Options, folder: Path) -> Report:
    """Alternate between fetching the feeds bare and making an issue of them in a fresh newsroom."""
    series = [Series(PLAIN), Series(OURS)]
    with serve_feeds(options.feeds) as feeds, open_database("sqlite", folder) as database:
        settings = town.lay_out(folder, urls=feeds.urls)
        asyncio.run(_prepare(settings, database.prepared, folder, options.letters))
        for _ in range(options.rounds):
            series[0].costs.append(child.run("gather_plain", urls=feeds.urls, at_once=AT_ONCE))
            copied = database.copy()
            series[1].costs.append(
                child.run("gather_digest", settings=str(settings), database=copied, feeds=options.feeds)
            )
            database.drop()
    return report(series, feeds.size, options)


async def _prepare(settings: Path, database: str, folder: Path, readers: int) -> None:
    async with town.newsroom_at(settings, database) as newsroom:
        await town.settle_in(newsroom, folder, readers=readers)


def report(series: list[Series], size: int, options: Options) -> Report:
    """The table: seconds for all feeds, and of what they consist."""
    rows = []
    for one in series:
        parts = [f"{one.part(name):.2f}" for name in ("gather", "press")] if one.name == OURS else ["", ""]
        cpu = f"{one.micros * options.feeds / 1e6:.2f}"
        own = f"{one.part('own_peak') / 1e6:.0f}" if one.name == OURS else f"{one.peak_mb:.0f}"
        rows.append([one.name, f"{one.seconds:.2f}", *parts, cpu, own, f"{one.peak_mb:.0f}"])
    return Report(
        name="issue",
        title=f"An issue from {options.feeds} feeds on loopback",
        about=(
            f"{options.feeds} RSS feeds of {ITEMS} whole articles, {size / options.feeds / 1000:.0f} kB each",
            f"each on an address of its own, {AT_ONCE} at once",
            f"a fresh SQLite newsroom, {options.letters:,} readers, 12 stories",
            f"medians of {options.rounds} alternating rounds",
            "CPU includes the processes that read feeds, not the feed server; the last column adds their peaks",
        ),
        columns=("way", "seconds", "gather s", "press s", "CPU s", "peak MB", "with feed readers"),
        rows=rows,
        series=series,
    )
