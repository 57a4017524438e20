"""Files that are read whole, and nothing else that a path may lead to: a pipe or a device may never end."""

from __future__ import annotations

import errno
import os
import select
import stat
import time
from pathlib import Path

PATIENCE = 10.0  # seconds that a program may take to write all of it into a pipe
AT_ONCE = 1 << 16  # bytes
_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def read_whole(path: Path, *, most: int = -1, piped: bool = False) -> bytes:
    """A file's content, or its first ``most`` bytes. Nobody is waited for.

    With ``piped``, what a program writes into a pipe is as good ("<(pass relay)"); it has ten seconds for it.

    Raises:
        OSError: it cannot be read; ``strerror`` says why, in words that a person understands if it is no file.
    """
    _must_be_file(path, path.stat().st_mode, piped=piped)  # before it is opened: some devices do something then
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        _must_be_file(path, mode, piped=piped)
        return _heard(file.fileno(), path, most) if stat.S_ISFIFO(mode) else file.read(most)


def _must_be_file(path: Path, mode: int, *, piped: bool) -> None:
    kind = _KINDS.get(stat.S_IFMT(mode))
    if kind and not (piped and stat.S_ISFIFO(mode)):
        raise OSError(errno.EINVAL, f"it is {kind}, and no file", str(path))


def _heard(pipe: int, path: Path, most: int) -> bytes:
    """All that comes out of a pipe, or its first ``most`` bytes."""
    until, content, waiting = time.monotonic() + PATIENCE, bytearray(), select.poll()
    waiting.register(pipe, select.POLLIN)
    while most < 0 or len(content) < most:
        try:
            part = os.read(pipe, AT_ONCE)
        except BlockingIOError:  # somebody is about to write
            if waiting.poll(max(0.0, until - time.monotonic()) * 1000):
                continue
            words = f"it is a pipe that did not end in {PATIENCE:.0f} seconds"
            raise OSError(errno.EINVAL, words, str(path)) from None
        if not part:
            break
        content += part
    if not content:
        raise OSError(errno.EINVAL, "it is a pipe that nobody writes into", str(path))
    return bytes(content if most < 0 else content[:most])
