"""Who holds a lease, and whether that process still lives.

A lease names host, process id and the moment the process began, so that a process started on
the same host can tell a dead neighbour's lease from a living one's without waiting for it to
run out. On another host, or in another container, only time tells.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

ENDED = ("Z", "X")  # proc(5): it has ended, and nobody has waited for it yet


def new_lease(unique: str) -> str:
    """A lease of this process: ``host:pid:began:unique``."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid())}:{unique}"


def is_dead(lease: str) -> bool:
    """Whether the process that took this lease was on this host and is no more."""
    host, _, rest = lease.rpartition(":")[0].partition(":")
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
