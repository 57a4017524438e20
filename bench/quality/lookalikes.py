"""Events that look alike are kept apart: of pairs that are hard to tell, how many of those we glue are one story?

No set of such pairs is at hand, so they are found in the sets of stories: articles of different stories, at most a
week apart, whose words (TF-IDF, by the rules of the scorer) are the most alike of all such pairs, are doubles. Where
two articles have a double each, their pair is hard, if it is as alike as the doubles are: what is one story among
these, and what only looks so, no threshold of likeness tells. The anchor is that of the stories: TF-IDF, average
linkage, one threshold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.quality.same import moment_of, stories
from bench.quality.trials import SHARED

SETS = ("basil", "vmds")
APART = timedelta(days=7)
DOUBLES = 0.01  # of all pairs of different stories, the most alike
FEWEST = 25  # doubles in any set, however few its pairs are
ANCHOR = 0.2  # the scorer's own threshold, one for all sets
BAR = 0.85  # precision

Pair = tuple[int, int]
Likeness = Mapping[Pair, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """The hard pairs of a set: those of one story, and those that only look so."""

    same: frozenset[Pair]
    doubles: frozenset[Pair]
    likeness: float  # what all of them have at least


def hard_pairs(lines: Sequence[Mapping[str, Any]], likeness: Likeness) -> Hard:
    """Those of pairs at most a week apart that are as alike as the doubles, both of whose articles have a double."""
    moments = [moment_of(line["date"] or "") for line in lines]
    near = {pair: alike for pair, alike in likeness.items() if abs(moments[pair[0]] - moments[pair[1]]) <= APART}
    told = [line["gold"] for line in lines]
    apart = sorted((pair for pair in near if told[pair[0]] != told[pair[1]]), key=lambda pair: -near[pair])
    doubles = apart[: max(FEWEST, int(len(apart) * DOUBLES))]
    least, doubled = near[doubles[-1]], {number for pair in doubles for number in pair}
    same = (
        pair for pair in near if told[pair[0]] == told[pair[1]] and near[pair] >= least and doubled.issuperset(pair)
    )
    return Hard(same=frozenset(same), doubles=frozenset(doubles), likeness=least)


def score(hard: Hard, label: Sequence[object]) -> tuple[float, float, float]:
    """Precision and recall among the hard pairs, and the share of doubles that are kept apart."""
    right, wrong = (sum(label[one] == label[other] for one, other in pairs) for pairs in (hard.same, hard.doubles))
    precision = right / (right + wrong) if right + wrong else 0.0
    return precision, right / len(hard.same), 1 - wrong / len(hard.doubles)


def _scorer() -> ModuleType:
    spec = spec_from_file_location("cluster_eval", SHARED / "eval" / "cluster_eval.py")
    if spec is None or spec.loader is None:
        raise SystemExit("The scorer for stories cannot be loaded.")
    scorer = module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def _rows(file: Path, scorer: ModuleType) -> Iterator[tuple[str, Hard, tuple[float, float, float]]]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    likeness: Likeness = scorer.sims(scorer.vectors(lines, "text"))
    hard = hard_pairs(lines, likeness)
    yield "Digest", hard, score(hard, stories(lines))
    yield f"tfidf, {ANCHOR}", hard, score(hard, scorer.average_link(len(lines), likeness, ANCHOR))


def main() -> int:
    """Print the table; 1 when a precision is below the bar."""
    files = [SHARED / "data" / "clusters" / f"{name}.jsonl" for name in SETS]
    if not all(file.exists() for file in files):
        Console().print("not tried: the data is not here")
        return 0
    scorer, missed = _scorer(), 0
    table = Table(
        "set", "who", "doubles", "hard pairs of one story", "precision", "recall", "doubles kept apart", "held"
    )
    for file in files:
        for who, hard, (precision, recall, apart) in _rows(file, scorer):
            ours = who == "Digest"
            missed += ours and precision < BAR
            held = ("yes" if precision >= BAR else "no") if ours else ""
            counts = (f"{len(hard.doubles)}, {hard.likeness:.2f} alike", str(len(hard.same)))
            figures = (f"{figure:.3f}" for figure in (precision, recall, apart))
            table.add_row(file.stem if ours else "", who, *(counts if ours else ("", "")), *figures, held)
    (Console() if sys.stdout.isatty() else Console(width=120)).print(table)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
