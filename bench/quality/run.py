"""Try everything on real data and print a table beside the anchors: ``python -m bench.quality.run [WORD …]``.

Words choose trials by their names. Ends with 1 when a figure is below its bar.
"""

from __future__ import annotations

import subprocess
import sys

from rich.console import Console
from rich.table import Table

from bench.quality.trials import SHARED, TRIALS, Result, Trial, read

LONGEST = 1800  # seconds for one scorer
WITH_TABLES_OF_THEIR_OWN = ("lookalikes", "leaning", "returns", "documents", "model")


def score(trial: Trial) -> list[Result]:
    """Start the scorer and read what it prints.

    Raises:
        subprocess.SubprocessError: it failed, or took too long.
    """
    done = subprocess.run(
        trial.command(), cwd=SHARED / "eval", capture_output=True, text=True, check=True, timeout=LONGEST
    )
    return read(done.stdout, trial)


def below(trial: Trial, ours: Result) -> list[str]:
    """The figures that miss their bars. A bar for stemmed words says nothing of words as they stand."""
    if trial.stemmed and not trial.compares_stems:
        return []
    return [name for name, bar in trial.bars.items() if ours.figures.get(name, 0.0) < bar]


def main() -> int:
    """Print the table."""
    words = sys.argv[1:]
    console = Console() if sys.stdout.isatty() else Console(width=120)
    table = Table("trial", "who", "figures", "bar", "held")
    missed = 0
    for trial in TRIALS:
        if words and not any(word in trial.name for word in words):
            continue
        if not trial.possible:
            table.add_row(trial.name, "", "not tried: its program or its data is not here", "", "")
            continue
        results = score(trial)
        missed += _show(table, trial, results)
    console.print(table)
    for name in WITH_TABLES_OF_THEIR_OWN:
        if not words or any(word in name for word in words):
            console.print(f"\n{name}", highlight=False)
            command = [sys.executable, "-m", f"bench.quality.{name}"]
            missed += subprocess.run(command, check=False, timeout=LONGEST).returncode != 0
    return 1 if missed else 0


def _show(table: Table, trial: Trial, results: list[Result]) -> int:
    bar = " ".join(f"{name} ≥ {value:g}" for name, value in trial.bars.items())
    wrong = below(trial, results[0]) if results else list(trial.bars)
    held = "no: " + ", ".join(wrong) if wrong else "yes"
    if trial.stemmed and not trial.compares_stems:
        held = "unknown: the bar is for stemmed words, install nltk"
    for number, one in enumerate(results):
        figures = "  ".join(f"{name} {value:g}" for name, value in one.figures.items() if value)
        first = number == 0
        table.add_row(
            trial.name if first else "",
            "Digest" if first else one.name,
            figures,
            bar if first else "",
            held if first else "",
        )
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
