"""Which pairs are hard to tell, and what is reckoned over them."""

from __future__ import annotations

import pytest

from bench.quality import lookalikes
from bench.quality.lookalikes import hard_pairs, score

LINES = [{"gold": gold, "date": date} for gold, date in (
    ("ferry", "2026-11-24"), ("ferry", "2026-11-25"), ("bridge", "2026-11-24"), ("bridge", "2026-11-25"),
    ("ferry", "2026-12-24"), ("fog", "2026-11-24"), ("fog", "2026-11-24"),
)]  # fmt: skip
LIKENESS = {
    (0, 1): 0.6, (2, 3): 0.5, (0, 2): 0.4, (1, 3): 0.3,
    (2, 4): 0.9,  # a month apart
    (5, 6): 0.8,  # one story, and nothing looks like it
    (0, 5): 0.1, (1, 6): 0.1,
}  # fmt: skip


def test_hard_pairs_are_as_alike_as_doubles_and_made_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookalikes, "FEWEST", 2)
    hard = hard_pairs(LINES, LIKENESS)
    assert (hard.doubles, hard.same, hard.likeness) == ({(0, 2), (1, 3)}, {(0, 1), (2, 3)}, 0.3)
    assert score(hard, "aabb...") == (1.0, 1.0, 1.0)
    assert score(hard, "aaaa...") == (0.5, 1.0, 0.0)
    assert score(hard, "aaba...") == (0.5, 0.5, 0.5)
    assert score(hard, "abcdefg") == (0.0, 0.0, 1.0)
