"""Which process is at the other end of a connection (Linux: proc(5))."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def owner(port: int, to: int, among: Iterable[int]) -> int | None:
    """The process that holds the end at ``port`` of a loopback connection to ``to``, of those in ``among``."""
    socket = f"socket:[{_inode(port, to)}]"
    for pid in among:
        with suppress(OSError):
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    if str(descriptor.readlink()) == socket:
                        return pid
    return None


def _inode(port: int, to: int) -> str:
    ends = f"0100007F:{port:04X}", f"0100007F:{to:04X}"
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if (fields[1], fields[2]) == ends:
            return fields[9]
    return ""
