"""A web of two thousand hosts, a third of them ill-mannered: one round ends in time, within memory, and is polite."""

from __future__ import annotations

from pathlib import Path

from bench import child
from bench.figures import Options, Report, Series
from bench.host_server import MANNERS, serve_hosts
from bench.sources import MOST_MB

HOSTS = 2000
POLITE = ("shortest pause on a host", "most at once on one")


def measure(_options: Options, folder: Path) -> Report:
    """A round in a fresh newsroom, in a process of its own."""
    series = [Series("Digest: all at once")]
    with serve_hosts(HOSTS) as hosts:
        series[0].costs.append(child.run("round_hosts", folder=str(folder), urls=hosts.urls))
        seen = hosts.seen()
    return report(series, seen)


def report(series: list[Series], seen: dict[str, float]) -> Report:
    """The table: how long it took, the memory, and what the hosts saw."""
    cost = series[0].costs[0]
    others = ", ".join(f"{number} {name}" for name, number in MANNERS.items())
    return Report(
        name="hosts",
        title=f"{cost.count:,} feeds on {HOSTS:,} hosts in one round",
        about=(
            f"of each hundred hosts {others}; the others have a feed and answer at once",
            "every source ended as it should, or there is no table: read, moved, gone, left alone for as long as asked",
        ),
        columns=("way", "seconds", "CPU ms/feed", f"peak MB (bar {MOST_MB})", "new", "failed", "requests", *POLITE),
        rows=[
            [
                series[0].name,
                f"{series[0].seconds:.0f}",
                f"{series[0].micros / 1000:.1f}",
                f"{series[0].peak_mb:.0f}",
                f"{cost.parts['new']:,.0f}",
                f"{cost.parts['failed']:.0f}",
                f"{seen['requests']:,.0f}",
                f"{seen['pause']:.2f} s",
                f"{seen['at_once']:.0f}",
            ]
        ],
        series=series,
    )
