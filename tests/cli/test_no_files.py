"""Pipes, sockets and devices where a file should be: refused at once, for they may never end."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from digest import files
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
        with pytest.raises(SettingsError, match=f"it is {kind}"):
            read_secret(path, "key_file")
        with pytest.raises(SettingsError, match=kind):
            read_keys(path)
    (tmp_path / "file").write_bytes(b"fog and tide")
    assert (read_whole(tmp_path / "file"), read_whole(tmp_path / "file", most=3)) == (b"fog and tide", b"fog")


def test_a_pipe_among_documents_or_lists_is_refused_in_one_sentence(newsroom: Terminal, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    said = newsroom("articles", "add", "pipe.md", code=2).err
    assert (
        "pipe.md cannot be read: it is a pipe that nobody writes into; `… | digest articles add --name fog.md`" in said
    )
    assert "it is a pipe that nobody writes into." in newsroom("sources", "import", "pipe.md", code=2).err
    assert "neither a web address" in newsroom("sources", "add", "pipe.md", code=2).err


def test_what_a_program_writes_into_a_pipe_is_as_good_as_a_file(tmp_path: Path) -> None:
    with subprocess.Popen(
        ["/bin/sh", "-c", "sleep 0.2; printf secret; sleep 0.2; printf ' of ours'"], stdout=-1
    ) as told:
        pipe = Path(f"/dev/fd/{told.stdout.fileno()}") if told.stdout else tmp_path
        assert read_secret(pipe, "password_file") == b"secret of ours"


def test_a_pipe_without_end_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.3)
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "pipe").open("r+b", buffering=0) as kept:
        kept.write(b"fog")
        assert read_whole(tmp_path / "pipe", most=3, piped=True) == b"fog"
        with pytest.raises(OSError, match="it is a pipe that did not end in 0 seconds"):
            read_whole(tmp_path / "pipe", piped=True)
