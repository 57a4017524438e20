"""What befalls the world that senders work in: the database locked, restarted or full, the clock moved."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.clusters import Cluster
from tests.torture.faults import Deed, Fault

FAKETIME = "usr/lib/*/faketime/libfaketime.so.1"
DAY = 86_400.0
TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid != pg_backend_pid()"
)


@dataclass(slots=True, kw_only=True)
class World:
    """``database`` is its address, ``clock`` the file that libfaketime reads."""

    database: str
    clock: Path
    cluster: Cluster | None = None

    async def strike(self, fault: Fault) -> None:
        """Let something happen, for as long as it lasts."""
        deeds = {
            Deed.LOCK: self._lock,
            Deed.FULL: self._fill,
            Deed.CLOCK: self._move_clock,
            Deed.BACKENDS: self._terminate,
            Deed.RESTART: self._restart,
        }
        await asyncio.to_thread(deeds[fault.deed], fault.pause)

    def _lock(self, seconds: float) -> None:
        if self.cluster is None:
            with sqlite3.connect(self._file, timeout=60.0, isolation_level=None) as file:
                file.execute("BEGIN EXCLUSIVE")
                time.sleep(seconds)
                file.execute("ROLLBACK")
            return
        with psycopg.connect(self.database) as server:
            server.execute("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)

    @property
    def _file(self) -> Path:
        return Path(self.database.removeprefix("sqlite:///"))

    def _fill(self, seconds: float) -> None:
        filler = self._file.with_name("filler")
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            for size in (2**20, 2**12, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)
        time.sleep(seconds)
        filler.unlink()

    def _move_clock(self, offset: float) -> None:
        draft = self.clock.with_suffix(".new")
        draft.write_text(f"{offset:+.0f}s\n", encoding="ascii")
        draft.replace(self.clock)

    def _terminate(self, _seconds: float) -> None:
        with psycopg.connect(self.database, autocommit=True) as server:
            server.execute(TERMINATE)

    def _restart(self, seconds: float) -> None:
        if self.cluster is not None:
            self.cluster.stop()
            time.sleep(seconds)
            self.cluster.start()


def can_move_clocks() -> bool:
    """Whether libfaketime is installed."""
    return any(Path("/").glob(FAKETIME))


def faked_clock(file: Path) -> dict[str, str]:
    """The environment in which a process's clock, but not its monotonic one, is moved by what stands in a file."""
    file.write_text("+0s\n", encoding="ascii")
    return {
        "LD_PRELOAD": str(next(iter(sorted(Path("/").glob(FAKETIME))))),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_CACHE_DURATION": "1",  # seconds until it is read again
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # SQLite asks for its file's state, and Python's lock for a moment's patience, all the time: ten times slower.
        "NO_FAKE_STAT": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[bool]:
    """A file system of its own in a folder, where root may mount one. Whether it could."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)
