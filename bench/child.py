"""A measured piece of work in a process of its own, so that its CPU time and its memory are its own.

The parent calls ``run("send_plain", port=…)``; the module ``bench.send_plain`` ends with ``answer(work)``, reads the
arguments as JSON, measures what happens inside ``Watch``, and prints its ``Cost`` as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from bench.figures import Cost
from digest.engine import run_in_loop

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 1800.0  # seconds for one run


def run(module: str, **arguments: Any) -> Cost:
    """Run a module of this folder and read what it cost."""
    command = [sys.executable, "-m", f"bench.{module}", json.dumps(arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True)
    return Cost(**json.loads(done.stdout))


def answer(work: Callable[..., Coroutine[Any, Any, Cost]]) -> None:
    """Do the work that the command line asks for, and print its cost."""
    print(json.dumps(asdict(run_in_loop(work(**json.loads(sys.argv[1]))))))


class Watch:
    """Seconds and CPU seconds (user and system, all threads) between its begin and its end."""

    def __enter__(self) -> Self:
        self._began, self._cpu_before = time.perf_counter(), _cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.cpu = time.perf_counter() - self._began, _cpu() - self._cpu_before

    def cost(self, count: int, **parts: float) -> Cost:
        """What it was, for so many things done; the peak is that of the process so far."""
        return Cost(count=count, seconds=self.seconds, cpu=self.cpu, peak=peak(), parts=parts)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak(pid: int | str = "self") -> int:
    """The most memory a process ever had, in bytes.

    Not ``ru_maxrss`` where it can be helped: on Linux that begins with what the parent had when it started us.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def descendants() -> dict[int, float]:
    """The processes below this one, with the CPU seconds each has used (Linux only, nothing elsewhere)."""
    parents, used, ours, tick = {}, {}, {os.getpid()}, os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(stat.parent.name)
        parents[pid], used[pid] = int(fields[1]), (int(fields[11]) + int(fields[12])) / tick
    for _ in parents:
        grown = ours | {pid for pid, parent in parents.items() if parent in ours}
        if grown == ours:
            break
        ours = grown
    return {pid: used[pid] for pid in ours - {os.getpid()}}
