"""Pipes, sockets and devices where a file should be: refused at once, for they may never end."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from digest.deliver.trust import trust
from digest.errors import SettingsError
from digest.files import read_whole
from digest.settings import read_keys, read_secret
from tests.terminal import Terminal


def no_files(folder: Path) -> list[tuple[Path, str]]:
    """What is no file, and what it is."""
    os.mkfifo(folder / "pipe.md", 0o600)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(folder / "socket.md"))
    (folder / "link.md").symlink_to("/dev/zero")
    return [(folder / "pipe.md", "a pipe"), (folder / "socket.md", "a socket"), (folder / "link.md", "a device")]


def test_what_is_no_file_is_not_waited_for(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path_factory.mktemp("s")
    monkeypatch.chdir(short)  # a socket's name must be short
    for path, kind in no_files(Path()):
        with pytest.raises(OSError, match=f"it is {kind}, and no file"):
            read_whole(path)
        with pytest.raises(OSError, match=f"ca_file .* cannot be used as a list of certificates .*{kind}"):
            trust(str(path))
        for read in (lambda at: read_secret(at, "key_file"), read_keys):
            with pytest.raises(SettingsError, match=kind):
                read(path)
    (tmp_path / "file").write_bytes(b"fog and tide")
    assert (read_whole(tmp_path / "file"), read_whole(tmp_path / "file", most=3)) == (b"fog and tide", b"fog")


def test_a_pipe_among_documents_or_lists_is_refused_in_one_sentence(newsroom: Terminal, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    said = newsroom("articles", "add", "pipe.md", code=2).err
    assert "pipe.md cannot be read: it is a pipe, and no file; `… | digest articles add --name fog.md`" in said
    assert "it is a pipe, and no file." in newsroom("sources", "import", "pipe.md", code=2).err
    assert "neither a web address" in newsroom("sources", "add", "pipe.md", code=2).err
