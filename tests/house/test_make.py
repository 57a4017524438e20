"""The Makefile and the scripts it stands on."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT

SCRIPTS = [*sorted((ROOT / "tools").glob("*.sh")), ROOT / ".ci/run"]


def sh(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": "/usr/local/bin:/usr/bin:/bin", **environment}
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=30, check=False)


def test_help_names_every_target_that_people_type() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    shown = re.findall(r"^  make (\S+)", sh("make", "help").stdout, re.MULTILINE)
    assert shown == targets
    assert {"demo", "test", "check", "bench", "docs", "lock", "clean"} <= set(shown)


def test_make_alone_shows_the_help() -> None:
    assert sh("make").stdout == sh("make", "help").stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_run_and_stop_at_the_first_fault(script: Path) -> None:
    assert script.stat().st_mode & stat.S_IXUSR
    text = script.read_text()
    assert re.search(r"^set -eu", text, re.MULTILINE)
    assert sh(text.partition("\n")[0].removeprefix("#!").split()[-1], "-n", str(script)).returncode == 0


def test_a_python_that_is_too_old_or_missing_is_refused_in_words(tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = sh("tools/find_python.sh", PYTHON=str(old))
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert str(old) in done.stderr


def test_the_ci_runs_make_test() -> None:
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == "make test"
