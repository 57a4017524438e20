"""Lists in and out by hand: import, export, suppressions."""

from __future__ import annotations

import csv
import io
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture
def post(terminal: Terminal) -> Terminal:
    """A newsroom with one newsletter and nobody in it."""
    terminal("init", "--name", "Harbour Post", "--address", "news@harbourpost.example", "--zone", "Europe/Berlin")
    terminal("apply")
    return terminal


def readers(post: Terminal) -> dict[str, str]:
    return {one["address"]: one["standing"] for one in post("subscribers", "list", "--json").json}


def test_an_import_shows_what_it_takes_the_file_for_and_writes_down_what_it_refused(
    post: Terminal, tmp_path: Path
) -> None:
    body = "Kunde;E-Mail;Ort\n7;ana@example.org;Köln\n8;niemand;=cmd()\n9;bo@example.org;Süd\n"
    (tmp_path / "list.csv").write_bytes(body.encode("cp1252"))
    tried = post("subscribers", "import", "list.csv", "--dry-run", "--column", "Kunde=attribute.customer:text")
    assert "list.csv: CSV (;), cp1252" in tried.err
    assert "Kunde → attribute.customer (text), E-Mail → address, Ort → attribute.Ort (text)" in tried.err
    assert "2 would be added" in tried.err
    assert readers(post) == {}
    done = post("subscribers", "import", "list.csv", "--refused", "refused.csv", "--json").json
    assert (done["rows"], done["added"], done["refused"]) == (3, 2, 1)
    assert done["tables"][0]["columns"]["E-Mail"] == "address"
    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["line"], row["field"]) == ("3", "address")
    assert "not an email address" in row["reason"]


def test_a_sync_asks_before_it_removes_anybody(post: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    (tmp_path / "two.csv").write_text("email\nana@example.org\nbo@example.org\n")
    (tmp_path / "one.csv").write_text("email\nana@example.org\n")
    post("subscribers", "import", "two.csv")
    sync = ("subscribers", "import", "one.csv", "--mode", "sync")
    assert "1 would be removed" in post(*sync, "--dry-run").err
    said = post(*sync, code=1)
    assert "1 of 2 readers are not in the file" in said.err, "and nobody is there to say yes"
    assert readers(post) == {"ana@example.org": "active", "bo@example.org": "active"}
    assert post(*sync, "--yes", "--json").json["removed"] == 1
    assert readers(post) == {"ana@example.org": "active", "bo@example.org": "removed"}


def test_what_is_exported_comes_in_again_elsewhere(post: Terminal, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("email,name,plan\nana@example.org,=Ana,pro\nbo@example.org,Bo,free\n")
    post("subscribers", "import", "list.csv")
    post("subscribers", "leave", "bo@example.org")
    post("subscribers", "export", "out.jsonl")
    post("subscribers", "export", "out.csv", "--spreadsheet")
    assert "'=Ana" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert not list(tmp_path.glob(".*.part"))
    for file, flag in (("out.jsonl", "--yes"), ("out.csv", "--spreadsheet")):
        assert post("subscribers", "import", file, flag, "--json").json["unchanged"] == 2
    assert post("subscribers", "export").out.count("example.org") == 2


def test_a_list_of_addresses_is_suppressed_and_the_list_goes_out_without_them(post: Terminal, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("email\nana@example.org\nbo@example.org\n")
    post("subscribers", "import", "list.csv")
    (tmp_path / "never.csv").write_text("email\nana@example.org\nghost@example.org\nbad\n")
    assert "2 addresses suppressed, 1 refused" in post("suppressions", "import", "never.csv").err
    assert readers(post) == {"ana@example.org": "suppressed", "bo@example.org": "active"}
    post("suppressions", "export", "shut.csv")
    assert "example" not in (tmp_path / "shut.csv").read_text()
    assert post("suppressions", "import", "shut.csv", "--json").json["known"] == 2
    assert post("subscribers", "import", "never.csv", "--json").json["left_alone"] == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("subscribers", "import", "nowhere.csv"), "There is no file"),
        (("subscribers", "import", "digest.toml"), "no column with addresses"),
        (("suppressions", "import", "nowhere.csv"), "cannot be read"),
        (("subscribers", "import", "list.csv", "--column", "x=name"), "names no column"),
        (("subscribers", "import", "list.csv", "--encoding", "martian"), "no encoding"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(
    post: Terminal, tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    (tmp_path / "list.csv").write_text("email\nana@example.org\n")
    said = post(*words, code=None)
    assert said.code in (1, 2)
    assert reason in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("place", [".", "letters"])
def test_a_list_is_not_written_into_a_folder_and_says_so(post: Terminal, place: str, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    for command in (("subscribers", "export"), ("suppressions", "export")):
        told = post(*command, place, code=1).err.strip()
        assert told == f"digest: {place} cannot be used: it is a folder; expected the name of a file to write."
    assert not list((tmp_path / "letters").iterdir())


def test_a_list_goes_into_a_pipe(post: Terminal, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor(1) as aside:
        read = aside.submit((tmp_path / "pipe").read_text)
        post("suppressions", "export", "pipe")
        assert "key" in read.result(10)
    assert (tmp_path / "pipe").is_fifo()
