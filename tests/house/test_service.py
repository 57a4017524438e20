"""The systemd service that stands among the examples: systemd understands it, and it fits what the program does."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from digest.sender import GRACE
from tests.house.sources import ROOT

SERVICE = ROOT / "examples/digest.service"


def of_service() -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    read.read_string(SERVICE.read_text(encoding="utf-8"))
    return read["Service"]


def test_it_starts_what_there_is_and_leaves_time_to_end() -> None:
    service = of_service()
    assert service["ExecStart"].endswith("/bin/digest serve")
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    assert float(service["TimeoutStopSec"]) > 2 * GRACE, "its own, and that of the senders which it keeps"
    assert service["Restart"] == "always"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_it(tmp_path: Path) -> None:
    text = re.sub("^ExecStart=.*", "ExecStart=/bin/true", SERVICE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    unit = tmp_path / "digest.service"
    unit.write_text(text.replace("User=digest\n", ""), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "digest.service" not in done.stderr, done.stderr
