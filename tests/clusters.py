"""A PostgreSQL of our own on a free port in a temporary folder; never a server that happens to run on the machine."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0  # seconds for any of its programs
SETTINGS = ("max_connections=60", "shared_buffers=64MB", "log_min_messages=panic")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parent.parent.name))
    if found:
        return found[0].parent
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


def as_somebody(folder: Path) -> list[str]:
    """PostgreSQL will not run as root; there it runs as nobody, who then owns the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def free_port() -> int:
    """A port of this machine that nobody uses, and that no outgoing connection is given (ip(7): from 32,768 on)."""
    while True:
        port = secrets.choice(range(12_000, 32_000))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server that can be stopped and started; ``url`` has no database name."""

    programs: Path
    folder: Path
    port: int
    somebody: list[str]
    settings: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"postgresql://digest@127.0.0.1:{self.port}"

    def make(self) -> None:
        self._run("initdb", "-U", "digest", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in self.settings)
        listen = f"-p {self.port} -k {self.folder} -h 127.0.0.1 {options}"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", listen, "start")

    def stop(self) -> None:
        """As a power failure would, but for the disk's own cache."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def ask_for_password(self, user: str) -> None:
        """From the next start on. Nobody has one, so whatever ``user`` says is wrong."""
        rules = self.folder / "data" / "pg_hba.conf"
        said = rules.read_text(encoding="utf-8")
        rules.write_text(f"host all {user} 127.0.0.1/32 scram-sha-256\n{said}", encoding="utf-8")

    def create(self, name: str, *, like: str = "template1") -> str:
        """A database, empty or a copy of another one; its address."""
        self._client("createdb", "-T", like, name)
        return f"{self.url}/{name}"

    def drop(self, name: str) -> None:
        self._client("dropdb", "--force", name)

    def _client(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-h", "127.0.0.1", "-p", str(self.port), "-U", "digest", *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=PATIENCE)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.somebody, str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, timeout=PATIENCE
        )


@contextmanager
def a_cluster(where: Path, *, settings: tuple[str, ...] = SETTINGS) -> Iterator[Cluster]:
    """A running server, from the programs in ``where``; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: a socket's name may have 107 bytes
    cluster = Cluster(where, folder, free_port(), as_somebody(folder), settings)
    cluster.make()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
