"""The command line as a user has it: arguments in, exit code, output and complaints out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from digest.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result of ``--json``."""
        return json.loads(self.out)


Terminal = Callable[..., Said]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Runs ``digest`` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("DIGEST_CONFIG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, code: int | None = 0) -> Said:
        capsys.readouterr()
        try:
            main(words)
        except SystemExit as leave:
            done = leave.code if isinstance(leave.code, int) else 0
        else:
            done = 0
        captured = capsys.readouterr()
        said = Said(done, captured.out, captured.err)
        if code is not None:
            assert said.code == code, said
        return said

    return run
