"""Who holds a lease, and whether that process still lives.

A holder's name tells host, process id and the moment the process began, so that a process started on the same host can
tell a dead neighbour's lease at once. On another host, or in another container, only time tells: whoever has not said
for ``PATIENCE`` that it lives is taken for dead. That time is measured by the watcher's own monotonic clock, so that a
clock which is set, here or there, makes nobody look dead. A process that was only stopped finds out before it does
anything more: its writes are fenced.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path

from digest.model import Lease

BEAT = 20.0  # seconds between two signs of life
PATIENCE = 120.0  # seconds without one
ENDED = ("Z", "X")  # proc(5): it has ended, and nobody has waited for it yet


def holder(unique: str) -> str:
    """This process as the holder of a lease: ``host:pid:began:unique``."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid())}:{unique}"


def is_dead(name: str) -> bool:
    """Whether the process of that name was on this host and is no more."""
    host, _, rest = name.rpartition(":")[0].partition(":")
    pid, _, began = rest.partition(":")
    if host != socket.gethostname() or not (pid.isascii() and pid.isdecimal()):
        return False
    return _began(int(pid)) != began


def _began(pid: int) -> str:
    """When a process began, in the kernel's own ticks; empty where there is none (or no /proc to ask)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    state, *facts = stat.rpartition(")")[2].split()  # proc(5): fields 3 and on
    return "" if state in ENDED else facts[18]


class Vigil:
    """Watches over leases from one look to the next."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._seen: dict[int, tuple[int, float]] = {}  # lease: its beat, and when that was new to us

    def dead(self, leases: Sequence[Lease], *, at: float) -> list[int]:
        """The leases whose holders are gone; ``at`` is a monotonic clock's reading in seconds."""
        known, self._seen = self._seen, {}
        for lease in leases:
            beat, since = known.get(lease.id, (lease.beat, at))
            self._seen[lease.id] = (beat, since) if beat == lease.beat else (lease.beat, at)
        return [lease.id for lease in leases if is_dead(lease.holder) or at - self._seen[lease.id][1] > self._patience]
