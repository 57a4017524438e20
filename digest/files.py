"""Files that are read whole, and nothing else that a path may lead to: a pipe or a device may never end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def read_whole(path: Path, *, most: int = -1) -> bytes:
    """A file's content, or its first ``most`` bytes. Nobody is waited for.

    Raises:
        OSError: it cannot be read; ``strerror`` says why, in words that a person understands if it is no file.
    """
    _must_be_file(path, path.stat().st_mode)  # before it is opened: some devices do something when they are
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        _must_be_file(path, os.fstat(file.fileno()).st_mode)
        return file.read(most)


def _must_be_file(path: Path, mode: int) -> None:
    if kind := _KINDS.get(stat.S_IFMT(mode)):
        raise OSError(errno.EINVAL, f"it is {kind}, and no file", str(path))
