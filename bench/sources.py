"""Two thousand sources in one round: how long it takes, and the memory of all processes while it goes on."""

from __future__ import annotations

from pathlib import Path

from bench import child
from bench.feed_server import ITEMS, serve_feeds
from bench.figures import Options, Report, Series
from bench.paragraphs import whose_words

SOURCES = 2000
MOST_MB = 400


def measure(_options: Options, folder: Path) -> Report:
    """A changed round in a fresh newsroom, in a process of its own."""
    series = [Series("Digest: all at once")]
    with serve_feeds(SOURCES) as feeds:
        series[0].costs.append(child.run("round_digest", folder=str(folder), urls=feeds.urls))
    return report(series)


def report(series: list[Series]) -> Report:
    """The table: the memory at a quarter of the round, at half of it, and the most that ever was."""
    cost = series[0].costs[0]
    at = [f"{cost.parts[name] / 1e6:.0f}" for name in ("quarter", "half", "end")]
    return Report(
        name="sources",
        title=f"{SOURCES:,} sources in one round",
        about=(
            f"RSS feeds of {ITEMS} whole articles ({whose_words()}), all of them new, in SQLite",
            "memory of the program and its reading processes together, pages that they share counted once for each",
        ),
        columns=("way", "feeds/s", "CPU ms/feed", "MB at a quarter", "at half", "at the end", f"peak (bar {MOST_MB})"),
        rows=[
            [series[0].name, f"{series[0].rate:.0f}", f"{series[0].micros / 1000:.1f}", *at, f"{series[0].peak_mb:.0f}"]
        ],
        series=series,
    )
