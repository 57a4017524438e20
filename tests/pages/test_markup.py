"""The HTML of every page in every state, and the XML of the archive, as two checkers read them: not one error."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.pages.conftest import CHECKERS, missing, node
from tests.states import Shown

BAD = '<!DOCTYPE html>\n<html>\n<head>\n<title>Bad</title>\n</head>\n<body>\n<p><div id="a"></div>\n<p id="a"><img>\n'


@pytest.fixture
def written(shown: Sequence[Shown], tmp_path: Path) -> Path:
    """The pages as files, and one in which there is something to find."""
    for one in shown:
        (tmp_path / f"{one.file}.html").write_text(one.answer.text, encoding="utf-8")
    (tmp_path / "bad.html").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_html_validate_finds_nothing(checkers: Path, written: Path) -> None:
    found = by_html_validate(checkers, written)
    assert any("no-dup-id" in one for one in found if one.startswith("bad,")), found
    assert [one for one in found if not one.startswith("bad,")] == []


def test_vnu_finds_nothing(checkers: Path, written: Path) -> None:
    found = by_vnu(checkers, written)
    assert any("Duplicate ID" in one for one in found if one.startswith("bad,")), found
    assert [one for one in found if not one.startswith("bad,")] == []


def by_html_validate(checkers: Path, folder: Path) -> list[str]:
    """What html-validate finds by its recommended rules and those for accessibility, warnings too."""
    program = checkers / "html-validate" / "bin" / "html-validate.mjs"
    rules = CHECKERS / "htmlvalidate.json"
    done = node(program, "--config", rules, "--formatter", "json", *sorted(folder.glob("*.html")))
    assert done.stdout, done.stderr
    return [
        f"{Path(file['filePath']).stem}, line {one['line']}: {one['ruleId']}: {one['message']}"
        for file in json.loads(done.stdout)
        for one in file["messages"]
    ]


def by_vnu(checkers: Path, folder: Path) -> list[str]:
    """What the Nu HTML Checker finds, warnings too."""
    java = shutil.which("java")
    if java is None:
        missing("There is no Java for the Nu HTML Checker.")
    program = [java or "", "-jar", checkers / "vnu-jar" / "build" / "dist" / "vnu.jar", "--format", "json"]
    done = subprocess.run(
        [*program, *sorted(folder.glob("*.html"))], capture_output=True, text=True, timeout=120, check=False
    )
    found = json.loads(done.stderr)["messages"]
    return [f"{Path(one['url']).stem}, line {one.get('lastLine')}: {one['message']}" for one in found]
