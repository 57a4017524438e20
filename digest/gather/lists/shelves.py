"""Lists that look alike in a page and are not: of one with dates and one without, the other is a menu. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from digest.gather.lists.mentions import Entry

HIGH = 7  # elements above a link that are looked at
FEWEST = 3  # links that make a list


def dated_shelves(group: Sequence[Entry], dates: Sequence[datetime | None]) -> list[Entry]:
    """Those of a group that stand in a list in which there are dates, or alone; all, where few have one.

    A page laid out by tables has the same cells around its menu and around its news.
    """
    if sum(map(bool, dates)) < FEWEST:
        return list(group)
    shelves: defaultdict[Any, list[int]] = defaultdict(list)
    for number, shelf in enumerate(_shelves(group)):
        shelves[shelf].append(number)
    undated = {
        number
        for numbers in shelves.values()
        if len(numbers) >= FEWEST and not any(dates[one] or group[one].headed for one in numbers)
        for number in numbers
    }
    return [one for number, one in enumerate(group) if number not in undated]


def _shelves(group: Sequence[Entry]) -> list[Any]:
    """For each entry the nearest element around it that has others in it; None for one far from all."""
    within: defaultdict[Any, set[str]] = defaultdict(set)
    for entry in group:
        for above in islice(entry.own[0].iterancestors(), HIGH):
            within[above].add(entry.url)
    return [
        next((above for above in islice(entry.own[0].iterancestors(), HIGH) if len(within[above]) > 1), None)
        for entry in group
    ]
