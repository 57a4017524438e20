"""One event told twice in an issue: ``python -m bench.quality.twice``, with ``-v`` what was held back wrongly.

Everything of a set, and of each half of it by a hash of its stories, is one issue with a place for everybody. Of the
stories that were glued (``same``), how many tell an event that another one with a place tells too; how many are held
back as doubles, and of those how many were it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from bench.quality.same import articles_of
from bench.quality.trials import SHARED
from digest.choose.same import sorted_out

SETS = ("basil", "vmds")


def score(lines: Sequence[Mapping[str, Any]], *, shown: bool) -> tuple[int, int, int, int, int]:
    """How many stories, told twice without and with doubles held back, held back, and held back rightly."""
    groups, doubles = sorted_out(articles_of(lines), {})
    told = [Counter(lines[one.id]["gold"] for one in (group.lead, *group.echoes)) for group in groups]
    events = [most.most_common(1)[0][0] for most in told]
    seated: dict[str, list[int]] = defaultdict(list)
    held = right = 0
    places: list[int] = []
    for at, group in enumerate(groups):
        double = next((one for one in places if doubles(group.lead, groups[one].lead)), None)
        if double is None:
            places.append(at)
            seated[events[at]].append(at)
            continue
        held += 1
        right += events[double] == events[at]
        if shown and events[double] != events[at]:
            print(f"  {groups[double].lead.title!r}, {group.lead.title!r}")
    before = len(groups) - len(set(events))
    return len(groups), before, len(places) - len(seated), held, right


def main() -> None:
    """Print the figures."""
    for name in SETS:
        file = SHARED / "data" / "clusters" / f"{name}.jsonl"
        every = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        half = [int(sha256(str(line["gold"]).encode()).hexdigest(), 16) % 2 for line in every]
        halves = [[line for line, side in zip(every, half, strict=True) if side == part] for part in (0, 1)]
        for what, lines in (("all", every), ("half", halves[0]), ("other half", halves[1])):
            stories, before, after, held, right = score(lines, shown="-v" in sys.argv and what == "all")
            print(
                f"{name:6} {what:10} {stories:4d} stories, told twice {before:3d}, with doubles held back {after:3d}; "
                f"held back {held:3d}, rightly {right:3d}"
            )


if __name__ == "__main__":
    main()
