"""How well returned mails are read, 209 real ones with expectations and 117 older: ``python -m bench.quality.returns``.

The expectations say of each recipient whether the bounce is hard. Vacation notices, delays and complaints must
never be called hard; all complaints must be recognised. ``-v`` lists every disagreement.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from flufl.bounce import all_failures

from digest.deliver.returned import read_mail
from digest.model import Return, ReturnKind

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "bounces"
NEVER_HARD = ("vacation", "feedback")
DELAY = re.compile(rb"(?im)^action:\s*delayed|^subject:.*\bdelay")


@dataclass(slots=True)
class Tally:
    """How many of how many, and which not."""

    good: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, *, good: bool) -> None:
        """Count one."""
        self.of += 1
        self.good += good
        if not good:
            self.wrong.append(name)

    @property
    def share(self) -> float:
        """The share of the good ones."""
        return self.good / self.of if self.of else 0.0


@dataclass(slots=True)
class Score:
    """What L-07 asks for."""

    found: Tally = field(default_factory=Tally)  # a recipient was found
    agreed: Tally = field(default_factory=Tally)  # hard or not hard, as published
    harmless: Tally = field(default_factory=Tally)  # no hard verdict on vacations, complaints, delays
    complaints: Tally = field(default_factory=Tally)  # recognised as such
    classic: Tally = field(default_factory=Tally)  # flufl.bounce's own mails: every recipient that it finds
    seconds: float = 0.0


def samples(folder: Path) -> Iterator[tuple[str, bytes, list[list[Any]] | None]]:
    """(name, mail, expectation per recipient) of the mails with expectations."""
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["file"], (folder / "mails" / entry["file"]).read_bytes(), entry["expected"]


def score(folder: Path = FOLDER) -> Score:
    """Read everything and compare."""
    tally, began = Score(), time.perf_counter()
    for name, raw, expected in samples(folder):
        _score_one(tally, name, read_mail(raw), expected, delayed=bool(DELAY.search(raw)))
    for path in sorted((folder / "classic").iterdir()):
        raw = path.read_bytes()
        waiting, failed = all_failures(message_from_bytes(raw))
        wanted = {address.decode().lower() for address in waiting | failed}
        tally.classic.add(path.name, good=wanted <= {one.address.lower() for one in read_mail(raw)})
    tally.seconds = time.perf_counter() - began
    return tally


def _score_one(
    tally: Score, name: str, found: list[Return], expected: list[list[Any]] | None, *, delayed: bool
) -> None:
    reasons = {one[2] for one in expected or ()}
    hard = [one.kind is ReturnKind.HARD for one in found]
    if "vacation" not in reasons:
        tally.found.add(name, good=any(one.address for one in found))
    if (
        reasons & set(NEVER_HARD)
        or all(one.kind is ReturnKind.DELAYED for one in found)
        or (delayed and len(found) == 1)
    ):
        tally.harmless.add(name, good=not any(hard))
    if "feedback" in reasons:
        tally.complaints.add(name, good=all(one.kind in (ReturnKind.COMPLAINT, ReturnKind.LEAVE) for one in found))
    if expected:
        wanted = [bool(one[3]) for one in expected]
        same = sorted(wanted) == sorted(hard) if len(wanted) == len(hard) else any(wanted) == any(hard)
        tally.agreed.add(name, good=same)


def main() -> None:
    """Print the figures."""
    tally = score()
    rows = (
        ("recipient found", tally.found, 0.95),
        ("hard or not, as published", tally.agreed, 0.92),
        ("no hard verdict on vacation, complaint, delay", tally.harmless, 1.0),
        ("complaints recognised", tally.complaints, 1.0),
        ("classic mails, all of flufl's recipients", tally.classic, 0.95),
    )
    for words, one, bar in rows:
        print(f"{words:48} {one.good:4d} of {one.of:4d}  {one.share:6.1%}  (bar {bar:.0%})")
        if "-v" in sys.argv:
            print(*(f"    {name}" for name in one.wrong), sep="\n")
    print(f"{tally.seconds / (tally.found.of + tally.classic.of) * 1000:.1f} ms a mail")


if __name__ == "__main__":
    main()
