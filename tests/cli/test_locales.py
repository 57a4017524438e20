"""Locales that lack letters of ours: no command ends for one."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "digest", "doctor", "--offline")


@pytest.fixture(params=["ascii", "latin-1"])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": request.param, "PYTHONUTF8": "0"}


@pytest.mark.usefixtures("newsroom")
def test_what_goes_to_a_file_is_utf_8(tmp_path: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(COMMAND, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60)
    assert "✓ settings" in done.stdout.decode("utf-8"), done.stderr


@pytest.mark.usefixtures("newsroom")
def test_a_terminal_is_shown_what_is_nearest(tmp_path: Path, environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(COMMAND, cwd=tmp_path, env=environment, stdout=theirs, stderr=subprocess.STDOUT)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(ours)
        process.wait(timeout=60)
    assert b"Traceback" not in said
    assert b"settings" in said
    assert b"+" in said[: said.index(b"settings")]


def test_json_is_whole_in_every_locale(newsroom: Terminal, tmp_path: Path, environment: dict[str, str]) -> None:
    newsroom("subscribers", "add", "petr@example.com", "--name", "Пётр")
    command = (sys.executable, "-m", "digest", "subscribers", "export", "--form", "jsonl")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, timeout=60)
    assert "Пётр" in done.stdout.decode("utf-8")
