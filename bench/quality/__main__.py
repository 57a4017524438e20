"""All scores beside their bars: ``python -m bench.quality``. Each of its programs also runs alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DATA, EVAL = SHARED / "data", SHARED / "eval"
ME = f"{sys.executable} -m bench.quality"

PROGRAMS: tuple[tuple[str, list[str]], ...] = (
    ("returned mails", [sys.executable, "-m", "bench.quality.returns"]),
    ("documents", [sys.executable, "-m", "bench.quality.documents"]),
    ("feeds, expectations (bar 310 of 328)",
     [sys.executable, f"{EVAL}/feed_eval.py", "--expect", f"{DATA}/feeds/feedparser", "--cmd", f"{ME}.feeds"]),
    ("pages (bars: F1 .92, title .70/.86, author .58, date .87, 40 ms)",
     [sys.executable, f"{EVAL}/extract_eval.py", "--segments", f"{DATA}/pages/evaldata.json",
      "--pages", f"{DATA}/pages/pages", "--cmd", f"{ME}.pages"]),
)  # fmt: skip


def main() -> int:
    """Run them one after the other; the exit code is 1 when one of them could not run."""
    failed = 0
    for name, command in PROGRAMS:
        print(f"── {name}", flush=True)
        failed |= subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
