"""How large the senders are while they work: memory and open files, from their first look to their last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

WARM = 10  # looks at a process, until it has loaded and opened what it needs
MOST_MEMORY, MOST_FILES = 24 * 2**20, 10  # bytes and open files that a warm process may grow by


@dataclass(frozen=True, slots=True)
class Size:
    """Resident memory in bytes, and open files."""

    memory: int
    files: int


@dataclass(slots=True)
class Sizes:
    """Each process by its id: how it was when it was warm, how it is now."""

    first: dict[int, Size] = field(default_factory=dict)
    last: dict[int, Size] = field(default_factory=dict)
    looks: dict[int, int] = field(default_factory=dict)

    def look(self, pids: Iterable[int]) -> None:
        for pid in pids:
            found = size_of(pid)
            if found is None:
                continue
            self.looks[pid] = self.looks.get(pid, 0) + 1
            if self.looks[pid] == WARM:
                self.first[pid] = found
            self.last[pid] = found

    def grown(self) -> Size:
        """By how much the process grew that grew most, of those that lived long enough to say."""
        pairs = [(self.first[pid], self.last[pid]) for pid in self.first]
        return Size(
            memory=max((last.memory - first.memory for first, last in pairs), default=0),
            files=max((last.files - first.files for first, last in pairs), default=0),
        )

    def too_large(self) -> list[str]:
        """In words what grew too much."""
        grown = self.grown()
        wrong = [f"a sender grew by {grown.memory / 2**20:.0f} MB"] if grown.memory > MOST_MEMORY else []
        return wrong + ([f"a sender opened {grown.files} files more"] if grown.files > MOST_FILES else [])

    def largest(self) -> Size:
        return Size(
            memory=max((one.memory for one in self.last.values()), default=0),
            files=max((one.files for one in self.last.values()), default=0),
        )


def size_of(pid: int) -> Size | None:
    """How large a process is; None where it ended meanwhile."""
    process = Path(f"/proc/{pid}")
    try:
        status = (process / "status").read_text(encoding="ascii", errors="replace").splitlines()
        files = sum(1 for _ in (process / "fd").iterdir())
    except OSError:
        return None
    kilobytes = next((int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)
    return Size(memory=kilobytes * 1024, files=files)
