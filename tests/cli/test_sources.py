"""Sources and single articles, as a user types it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal


def test_what_an_address_would_bring_is_shown_and_not_saved(newsroom: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "fog.md").write_text("# Fog\n\nIt came at six.\n", encoding="utf-8")
    before = newsroom("sources", "list", "--json").json
    tried = newsroom("sources", "try", str(folder), "--json").json
    assert (tried["kind"], [one["title"] for one in tried["articles"]]) == ("folder", ["Fog"])
    assert newsroom("sources", "list", "--json").json == before
    assert "neither a web address" in newsroom("sources", "try", "nowhere", code=2).err


def test_articles_come_by_file_and_by_standard_input(
    newsroom: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fog.md").write_text("# Fog\n\nIt came at six.\n", encoding="utf-8")
    assert newsroom("articles", "add", "fog.md", "--json").json["new"] == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"---\ntitle: Tide\n---\nIt rose.\n")))
    said = newsroom("articles", "add", "--source", "desk", "--json").json
    assert (said["slug"], said["new"]) == ("desk", 1)
    assert {"pushed", "desk"} <= {one["slug"] for one in newsroom("sources", "list", "--json").json}
    assert "cannot be read" in newsroom("articles", "add", "none.md", code=2).err
