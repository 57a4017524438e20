"""The benches: ``python -m bench.run [NAME …]``, all if none is named. Writes nothing unless ``--json FILE`` asks."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench import choices, claiming, hosts, importing, issue, letters, making, rounds, signing, sources
from bench.figures import Options, Report, machine

BENCHES: Mapping[str, Callable[[Options, Path], Report]] = {
    "letters": letters.measure,
    "making": making.measure,
    "signing": signing.measure,
    "claiming": claiming.measure,
    "choices": choices.measure,
    "issue": issue.measure,
    "importing": importing.measure,
    "rounds": rounds.measure,
    "sources": sources.measure,
    "hosts": hosts.measure,
}


def main() -> None:
    asked = _arguments()
    # Whoever is told to end ends what it started: smtp-sink, PostgreSQL, the feed server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    where, console = machine(), Console()
    if not console.is_terminal:
        console = Console(width=120)  # in a pipe or a log nothing needs to be cut
    options = Options(
        rounds=asked.rounds,
        letters=asked.letters,
        sessions=asked.sessions,
        feeds=asked.feeds,
        rows=asked.rows,
        delay=asked.delay,
        line=asked.line,
        databases=tuple(asked.database or Options().databases),
    )
    console.print(where, highlight=False)
    reports = []
    for name in asked.names or BENCHES:
        began = time.monotonic()
        with TemporaryDirectory(prefix="bench", dir=asked.folder) as folder:
            reports.append(BENCHES[name](options, Path(folder)))
        show(console, reports[-1])
        load, took = os.getloadavg()[0], time.monotonic() - began
        console.print(f"  measured in {took:.0f} s, load {load:.2f} at the end\n", highlight=False)
    if asked.json:
        asked.json.write_text(json.dumps({"machine": where, "benches": [one.plain() for one in reports]}, indent=1))


def show(console: Console, report: Report) -> None:
    """A report as a table with its conditions above it."""
    table = Table(title=report.title, title_justify="left")
    for number, column in enumerate(report.columns):
        table.add_column(column, justify="right" if number else "left")
    for row in report.rows:
        table.add_row(*row)
    for line in report.about:
        console.print(f"  {line}", highlight=False)
    console.print(table)


def _arguments() -> argparse.Namespace:
    usual = Options()
    parser = argparse.ArgumentParser(prog="bench.run", description="Measure against the yardsticks, in the same run.")
    parser.add_argument("names", nargs="*", type=_bench, help=f"of {', '.join(BENCHES)}; all if none is named")
    parser.add_argument("--rounds", type=_count, default=usual.rounds, help="alternating rounds (%(default)s)")
    parser.add_argument("--letters", type=_count, default=usual.letters, help="readers of the issue (%(default)s)")
    parser.add_argument("--sessions", type=_count, default=usual.sessions, help="SMTP connections (%(default)s)")
    parser.add_argument("--feeds", type=_count, default=usual.feeds, help="feeds of an issue, of rounds (%(default)s)")
    parser.add_argument("--rows", type=_count, default=usual.rows, help="of a list to import (%(default)s)")
    parser.add_argument("--delay", type=int, default=usual.delay, help="seconds smtp-sink waits before it answers DATA")
    parser.add_argument("--line", type=int, default=usual.line, help="milliseconds to the sink and back")
    parser.add_argument(
        "--database", action="append", choices=usual.databases, help="where the ledger is; all if none is named"
    )
    parser.add_argument("--folder", type=Path, help="where databases lie; a disk, if the temporary folder is none")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run's figures here")
    return parser.parse_args()


def _bench(name: str) -> str:
    if name not in BENCHES:
        raise argparse.ArgumentTypeError(f"there is no bench {name!r}; there are: {', '.join(BENCHES)}")
    return name


def _count(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError("expected 1 or more")
    return int(text)


if __name__ == "__main__":
    main()
