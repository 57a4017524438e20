"""What is tried with which scorer, and the bar that each figure is held to.

A scorer is a script that lies beside the data and knows nothing of Digest; it starts one of the programs here and talks
to it by JSON lines. To try another column: write its program, and add its trials.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared"  # beside the checkout; a public clone has none
FIGURE = re.compile(r"\b([A-Za-z]\w*)(?:=\s*|': )(\d+(?:\.\d+)?)")
METADATA = re.compile(r"'(\w+)': \{'n': \d+, 'exact': ([\d.]+), 'partial': ([\d.]+)[^}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A program tried on a set; ``bars`` are the figures to reach. Lines begin with ``ours`` or an anchor."""

    name: str
    program: str  # module
    script: str
    arguments: tuple[str, ...]
    flag: str = "--cmd"
    bars: Mapping[str, float] = field(default_factory=dict)
    ours: str = "candidate"
    anchors: tuple[str, ...] = ()
    stemmed: bool = False  # the bar was measured with stemmed words, which needs nltk

    @property
    def possible(self) -> bool:
        """Whether the program and the data are there."""
        return find_spec(self.program) is not None and all(path.exists() for path in self._files())

    def _files(self) -> Iterator[Path]:
        yield SHARED / "eval" / self.script
        yield from (SHARED / "eval" / one for one in self.arguments if one.startswith("../"))

    def command(self) -> list[str]:
        """How the scorer is started, in its own folder."""
        root = Path(__file__).resolve().parents[2]
        program = f"cd {shlex.quote(str(root))} && {shlex.quote(sys.executable)} -m {self.program}"
        extra = ["--stem"] if self.compares_stems else []
        return [sys.executable, self.script, *self.arguments, *extra, self.flag, program]

    @property
    def compares_stems(self) -> bool:
        """Whether words are stemmed before they are compared."""
        return self.stemmed and find_spec("nltk") is not None


def _summaries(name: str, file: str, sentences: int, *, stemmed: bool = False, **bars: float) -> Trial:
    return Trial(
        name=name,
        program="bench.quality.summaries",
        script="summ_eval.py",
        arguments=(
            f"../data/summaries/{file}",
            "--sentences",
            str(sentences),
            "--systems",
            "lead,centroid",
            "--no-lsum",
        ),
        bars=bars,
        anchors=("lead", "centroid"),
        stemmed=stemmed,
    )


def _ends(language: str, bar: float) -> Trial:
    return Trial(
        name=f"sentence ends, {language}",
        program="bench.quality.sentences",
        script="sent_lang_eval.py",
        arguments=(f"../data/sentences/{language}_pud-ud-test.conllu",),
        flag="--split-cmd",
        bars={"F1": bar},
        ours="split cmd",
    )


def _pages(name: str, ours: str, **bars: float) -> Trial:
    return Trial(
        name=name,
        program="bench.quality.pages",
        script="extract_eval.py",
        arguments=("--segments", "../data/pages/evaldata.json", "--pages", "../data/pages/pages"),
        bars=bars,
        ours=ours,
    )


def _stories(name: str, bar: float) -> Trial:
    return Trial(
        name=f"stories, {name}",
        program="bench.quality.same",
        script="cluster_eval.py",
        arguments=(f"../data/clusters/{name}.jsonl", "--baseline", "tfidf"),
        bars={"F1": bar},
        anchors=("tfidf/text",),
    )


TRIALS = (
    _pages("pages, text", "segments candidate", f1=0.92),
    _pages("pages, metadata", "metadata candidate", title=0.70, title_loose=0.86, author=0.58, date=0.87),
    Trial(
        name="feeds",
        program="bench.quality.feeds",
        script="feed_eval.py",
        arguments=("--expect", "../data/feeds/feedparser"),
        bars={"all": 310},
        ours="expect",
    ),
    _stories("basil", 0.96),
    _stories("vmds", 0.90),
    _summaries("summaries, gov", "gov.jsonl", 2, R1=33.0, R2=16.8),
    _summaries("summaries, cnndm", "cnndm_train200.jsonl", 3, stemmed=True, R1=36.0),
    _summaries("summaries, vmds", "vmds_multi.jsonl", 5, R1=52.4, R2=35.7),
    _ends("en", 0.99),
    _ends("de", 0.96),
    _ends("fr", 0.96),
    Trial(
        name="languages",
        program="bench.quality.languages",
        script="sent_lang_eval.py",
        arguments=tuple(f"../data/sentences/{code}_pud-ud-test.conllu" for code in ("en", "de", "fr")),
        flag="--lid-cmd",
        bars={"acc": 0.99},
        ours="lid cmd",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a scorer printed of one contestant."""

    name: str
    figures: Mapping[str, float]


def _figures(line: str) -> dict[str, float]:
    """Figures by name; of two with one name the first, which is the scorer's main one."""
    found: dict[str, float] = {}
    for name, figure in FIGURE.findall(line):
        found.setdefault(name, float(figure))
    return found


def read(printed: str, trial: Trial) -> list[Result]:
    """The lines of a scorer that name a contestant, ours first."""
    rows = [line.split() for line in METADATA.sub(r"\1= \2 \1_loose= \3", printed).splitlines()]
    return [
        Result(name=who, figures=_figures(" ".join(row)))
        for who in (trial.ours, *trial.anchors)
        for row in rows
        if row[: len(who.split())] == who.split()
    ]
