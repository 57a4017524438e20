"""The scorers' programs speak their formats, and the table reads what the scorers print."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.quality.run import below
from bench.quality.trials import TRIALS, Trial, read

ROOT = Path(__file__).resolve().parents[2]
PRINTED = """\
lead                         n=  220 R1=28.63 R2=14.27 RL=22.85 RLsum= 0.00 words=  40.6 ms=    0.53
candidate                    n=  220 R1=34.06 R2=17.22 RL=26.57 RLsum= 0.00 words=  46.9 ms=    4.60
missing 0
"""


def answers(program: str, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", program],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


SENTENCES = ["The bridge opened on Monday.", "It cost 3.5 million crowns, Dr. Holm says.", "Nobody came."]
TEXT = " ".join(SENTENCES)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("bench.quality.sentences", {"sentences": SENTENCES}),
        ("bench.quality.languages", {"lang": "en"}),
        ("bench.quality.summaries", {"summary": "The bridge opened on Monday."}),
    ],
)
def test_each_program_answers_line_by_line(program: str, expected: dict[str, Any]) -> None:
    line = {"id": "x", "title": "Bridge opened", "text": TEXT, "lang": "en", "sentences": 1}
    assert answers(program, line, line | {"id": "y"}) == [{"id": "x", **expected}, {"id": "y", **expected}]


def test_the_figures_of_a_scorer_are_read_ours_first_and_held_against_their_bars() -> None:
    trial = next(one for one in TRIALS if one.name == "summaries, gov")
    ours, lead = read(PRINTED, trial)
    assert (ours.name, ours.figures["R1"], ours.figures["R2"], lead.figures["R1"]) == ("candidate", 34.06, 17.22, 28.63)
    assert below(trial, ours) == []
    assert below(trial, lead) == ["R1", "R2"]


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_every_trial_can_be_made_where_the_data_is(trial: Trial, shared_data: Path) -> None:
    assert trial.possible
    assert trial.bars
