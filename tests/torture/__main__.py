"""``python -m tests.torture``: kill, stop and starve senders of one issue until it is sent, and read the accounts."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import shlex
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from digest.model import InDoubtPolicy
from tests.clusters import Cluster, a_cluster, programs
from tests.nursery import a_nursery
from tests.torture.crew import SENDER
from tests.torture.faults import Deed
from tests.torture.run import Options, Outcome, torture
from tests.torture.world import DAY, can_move_clocks, faked_clock, small_disk

DISK = 192  # megabytes that SQLite's file may grow to, where root may mount so small a disk
EVERY = 10.0  # seconds between two lines of progress
ROOM = 4  # times as many letters as a kill may take: with fewer, there are none left for the last kills
LOCK, FULL, DOWN = 35.0, 6.0, 2.0  # seconds; the lock is longer than anybody waits for SQLite at once


def main() -> None:
    asked = _arguments()
    # Whoever is told to end ends what it started: the senders, PostgreSQL, the small disk.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # that nobody is left to hear an answer is the whole point
    console = Console(width=None if sys.stdout.isatty() else 140)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="torture", dir=asked.folder)))
        cluster = _cluster(stack) if asked.database == "postgresql" else None
        database, can_fill = _database(stack, folder, cluster)
        options = _options(asked, cluster, can_fill=can_fill)
        _announce(console, asked, options)
        moved = any(deed is Deed.CLOCK for deed, _ in options.world)
        nursery = stack.enter_context(a_nursery(faked_clock(folder / "clock") if moved else {}))
        outcome = asyncio.run(
            torture(options, folder, nursery, database=database, cluster=cluster, told=Progress(console, options))
        )
        show(console, outcome)
        if asked.json:
            asked.json.write_text(json.dumps(plain(outcome, options), indent=1), encoding="utf-8")
        if outcome.verdict.wrong and asked.keep:
            shutil.copytree(folder, asked.keep)
    sys.exit(1 if outcome.verdict.wrong else 0)


def _cluster(stack: ExitStack) -> Cluster:
    where = programs()
    if where is None:
        raise SystemExit("PostgreSQL's programs are not installed; --database sqlite does without.")
    return stack.enter_context(a_cluster(where))


def _database(stack: ExitStack, folder: Path, cluster: Cluster | None) -> tuple[str, bool]:
    """The address of an empty database, and whether the disk it lies on may be filled."""
    if cluster is not None:
        return cluster.create("torture"), False
    disk = folder / "disk"
    small = stack.enter_context(small_disk(disk, megabytes=DISK))
    return f"sqlite:///{disk}/digest.db", small


def _options(asked: argparse.Namespace, cluster: Cluster | None, *, can_fill: bool) -> Options:
    world: list[tuple[Deed, float]] = []
    if not asked.calm:
        world = [(Deed.LOCK, LOCK), (Deed.LOCK, DOWN)]
        if cluster is not None:
            world += [(Deed.BACKENDS, 0.0)] * 5 + [(Deed.RESTART, DOWN)] * 2
        if can_fill:
            world += [(Deed.FULL, FULL)] * 2
        if can_move_clocks():
            world += [(Deed.CLOCK, DAY), (Deed.CLOCK, -DAY), (Deed.CLOCK, 0.0)]
    return Options(
        readers=asked.readers,
        kills=asked.kills,
        stops=asked.stops,
        lines=asked.lines,
        senders=asked.senders,
        connections=asked.connections,
        seed=asked.seed,
        policy=InDoubtPolicy(asked.policy),
        pipelining={"on": True, "off": False}.get(asked.pipelining),
        world=world,
        sender=shlex.split(asked.sender),
        hours=asked.hours,
    )


def _announce(console: Console, asked: argparse.Namespace, options: Options) -> None:
    console.print(
        f"{options.readers:,} readers, {options.senders} senders with {options.connections} connections each, "
        f"{asked.database}, in doubt: {options.policy.value}, seed {options.seed}: {options.kills} kills, "
        f"{options.stops} stops, {options.lines} faults on the line, {len(options.world)} in the world",
        highlight=False,
    )


class Progress:
    """A line now and then: letters, kills, the rate and the time left."""

    def __init__(self, console: Console, options: Options) -> None:
        self._console, self._options = console, options
        self._began = self._said = time.monotonic()

    def __call__(self, letters: int, kills: int) -> None:
        now = time.monotonic()
        if now - self._said < EVERY:
            return
        self._said = now
        rate = letters / (now - self._began)
        left = f"{(self._options.readers - letters) / rate:.0f} s left" if rate else "nothing yet"
        self._console.print(
            f"  {letters:,} letters, {kills} kills, {rate:,.0f} letters a second, {left}", highlight=False
        )


def show(console: Console, outcome: Outcome) -> None:
    """The balance, the copies, and what was done."""
    done = Table(title="What happened", title_justify="left")
    for name in ("fault", "at", ">times"):
        done.add_column(name.lstrip(">"), justify="right" if name.startswith(">") else "left")
    for (deed, step), number in sorted(outcome.struck.items()):
        done.add_row(deed.value, step, str(number))
    console.print(done)
    balance, verdict, size = outcome.balance, outcome.verdict, outcome.sizes.largest()
    parts = {name: number for name, number in asdict(balance).items() if name != "candidates"}
    lines = [
        f"balance: {balance.candidates:,} candidates = "
        + " + ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in parts.items()),
        "copies per reader: " + ", ".join(f"{copies}: {who:,}" for copies, who in sorted(verdict.copies.items())),
        f"in doubt at some time: {verdict.uncertain:,} of at most {outcome.most_uncertain:,}",
        f"senders: {outcome.started} started, {size.memory / 2**20:.0f} MB and {size.files} open files at most",
        f"{outcome.seconds:.0f} seconds",
    ]
    for line in lines:
        console.print(line, highlight=False)
    for words in verdict.wrong:
        console.print(f"[bold red]WRONG:[/] {words}", highlight=False)
    if not verdict.wrong:
        console.print("[bold green]Every promise was kept.[/]", highlight=False)


def plain(outcome: Outcome, options: Options) -> dict[str, object]:
    """The outcome for programs."""
    return {
        "seed": options.seed,
        "policy": options.policy.value,
        "balance": asdict(outcome.balance),
        "copies": {str(copies): readers for copies, readers in outcome.verdict.copies.items()},
        "uncertain": outcome.verdict.uncertain,
        "most_uncertain": outcome.most_uncertain,
        "struck": {f"{deed.value} {step}".strip(): number for (deed, step), number in outcome.struck.items()},
        "seconds": round(outcome.seconds, 1),
        "wrong": list(outcome.verdict.wrong),
    }


def _arguments() -> argparse.Namespace:
    usual = Options()
    parser = argparse.ArgumentParser(prog="tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=usual.seed, help="the same seed draws the same plan (%(default)s)")
    parser.add_argument("--kills", type=int, default=usual.kills, help="kill -9, at every step in turn (%(default)s)")
    parser.add_argument("--stops", type=int, default=usual.stops, help="stopped past the lease (%(default)s)")
    parser.add_argument("--lines", type=int, default=usual.lines, help="faults of connections (%(default)s)")
    parser.add_argument("--readers", type=int, default=usual.readers, help="of the issue (%(default)s)")
    parser.add_argument("--senders", type=int, default=usual.senders, help="processes side by side (%(default)s)")
    parser.add_argument("--connections", type=int, default=usual.connections, help="of each sender (%(default)s)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="(%(default)s)")
    parser.add_argument(
        "--policy", choices=[one.value for one in InDoubtPolicy], default=usual.policy.value, help="(%(default)s)"
    )
    parser.add_argument(
        "--pipelining", choices=("on", "off", "both"), default="both", help="whether the server offers it (%(default)s)"
    )
    parser.add_argument("--sender", default=shlex.join(SENDER), help="the command that carries letters (%(default)s)")
    parser.add_argument("--calm", action="store_true", help="leave database, disk and clock alone")
    parser.add_argument("--hours", type=float, default=0.0, help="let the letters take so long: a soak, with --kills 0")
    parser.add_argument("--folder", type=Path, help="where everything lies meanwhile")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="copy everything there when something is wrong")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcome here")
    asked = parser.parse_args()
    needed = ROOM * asked.kills * asked.connections
    if asked.readers < needed:
        parser.error(
            f"{asked.kills} kills of senders with {asked.connections} connections need at least {needed:,} readers"
        )
    return asked


if __name__ == "__main__":
    main()
