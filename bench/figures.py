"""What a run cost, and what a bench reports. Numbers only; how they are shown is decided in ``run.py``."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is measured, and against what."""

    rounds: int = 5
    letters: int = 10_000
    sessions: int = 20
    feeds: int = 100
    rows: int = 1_000_000  # of a list that is imported
    delay: int = 0  # whole seconds that smtp-sink waits before it answers DATA
    line: int = 0  # milliseconds to the sink and back
    databases: tuple[str, ...] = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One run: what was done, in how many seconds, with how many seconds of CPU and bytes of memory at the peak."""

    count: int
    seconds: float
    cpu: float
    peak: int
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Series:
    """The runs of one contestant. Medians, because a neighbour on the machine disturbs single rounds."""

    name: str
    costs: list[Cost] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Things a second."""
        return median(cost.count / cost.seconds for cost in self.costs)

    @property
    def slowest_and_fastest(self) -> tuple[float, float]:
        """The spread of the rate."""
        rates = [cost.count / cost.seconds for cost in self.costs]
        return min(rates), max(rates)

    @property
    def seconds(self) -> float:
        """Seconds for the whole."""
        return median(cost.seconds for cost in self.costs)

    @property
    def micros(self) -> float:
        """CPU microseconds for one thing."""
        return median(cost.cpu / cost.count for cost in self.costs) * 1e6

    @property
    def peak_mb(self) -> float:
        """The most memory any round took, in MB."""
        return max(cost.peak for cost in self.costs) / 1e6

    def part(self, name: str) -> float:
        """Seconds of one part of the run."""
        return median(cost.parts[name] for cost in self.costs)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "rate": self.rate,
            "cpu_us": self.micros,
            "runs": [asdict(one) for one in self.costs],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A table, and what must be known to read it."""

    name: str
    title: str
    about: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    series: Sequence[Series]

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"bench": self.name, "about": list(self.about), "series": [one.plain() for one in self.series]}


def machine() -> str:
    """The machine in a line: cores, Python, system, and how busy it was when we came."""
    load = os.getloadavg()[0]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {python}, {platform.system()} {platform.release()}, load {load:.2f} at the start"
