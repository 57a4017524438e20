"""Sources and single articles, as a user types it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.terminal import Said, Terminal


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


def test_what_comes_by_standard_input_is_called_by_its_words_and_nothing_is_no_article(
    newsroom: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def push(document: bytes, code: int = 0) -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document)))
        return newsroom("articles", "add", code=code)

    push(b"The fog came at six.\n")
    push(b"The fog came at six.\n")
    assert "mails are read in a Maildir" in push(b"Received: from a\nSubject: Fog\n\nIt lay.\n", code=1).err
    assert "neither title nor text" in push(b"", code=1).err
    assert "neither title nor text" in push(b" \n\n", code=1).err
    (pushed,) = [one for one in newsroom("sources", "list", "--json").json if one["slug"] == "pushed"]
    assert pushed["articles"] == 1, "and the same again is the same"
    rows = b"Titel;Link\nNebel;https://x.example/nebel\nFlut;https://x.example/flut\n"
    assert "2 new articles" in push(rows).err
    assert "`digest sources add articles` reads a folder" in newsroom("articles", "add", "articles", code=2).err
    newsroom("preview", "--text", "issue.txt")
    assert "The fog came at six." in (tmp_path / "issue.txt").read_text(encoding="utf-8")


def test_two_files_of_one_name_are_not_one_article(newsroom: Terminal, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "fog.md").write_text(f"# Fog {folder}\n\nIt came.\n", encoding="utf-8")
    said = newsroom("articles", "add", "one/fog.md", "two/fog.md", code=2)
    assert "have one name" in said.err
    assert newsroom("articles", "add", "one/fog.md", "one/fog.md", "--json").json["new"] == 1
    said = newsroom("articles", "add", "one/fog.md", "--source", "City Desk", code=2)
    assert "'City Desk' is no short name" in said.err


def test_what_is_said_of_a_source_can_be_changed_and_its_articles_stay(newsroom: Terminal, tmp_path: Path) -> None:
    for place in ("old", "new"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "fog.md").write_text("# Fog\n\nIt came at six.\n", encoding="utf-8")
    newsroom("sources", "add", "old", "--slug", "desk", "--topic", "weather", "--weight", "2")

    def listed(slug: str) -> dict[str, object]:
        return next(one for one in newsroom("sources", "list", "--json").json if one["slug"] == slug)

    newsroom("sources", "edit", "desk", "--title", "The desk", "--topic", "sea", "--topic", "fog", "--section", "top")
    now = listed("desk")
    assert [now[name] for name in ("title", "topics", "section", "weight")] == ["The desk", ["sea", "fog"], "top", 2.0]
    changed = newsroom("sources", "edit", "desk", "--slug", "harbour", "--address", "new", "--topic", "", "--json").json
    assert (changed["slug"], changed["topics"], Path(changed["url"]).name) == ("harbour", [], "new")
    assert (listed("harbour")["articles"], listed("harbour")["weight"]) == (1, 2.0)


def test_a_change_that_cannot_be_is_none(newsroom: Terminal, tmp_path: Path) -> None:
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        newsroom("sources", "add", place, "--slug", place)
    before = newsroom("sources", "list", "--json").json
    assert "Say what is to change" in newsroom("sources", "edit", "one", code=2).err
    assert "There is no source" in newsroom("sources", "edit", "three", "--title", "x", code=1).err
    assert "'two'" in newsroom("sources", "edit", "one", "--slug", "two", code=1).err
    assert "'two'" in newsroom("sources", "edit", "one", "--address", "two", code=1).err
    assert "neither a web address" in newsroom("sources", "edit", "one", "--address", "nowhere", code=2).err
    assert newsroom("sources", "list", "--json").json == before


def test_what_the_file_says_is_changed_in_the_file(newsroom: Terminal, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with (tmp_path / "digest.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[sources]]\nslug = "filed"\nurl = "one"\n')
    newsroom("sources", "list")
    newsroom("gather")
    assert "is defined in digest.toml" in newsroom("sources", "edit", "filed", "--title", "x", code=2).err
