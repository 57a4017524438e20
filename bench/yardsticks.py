"""Postfix's two test programs on loopback: ``smtp-sink`` takes letters, ``smtp-source`` sends them as fast as C can."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.figures import Cost, Options

PATIENCE = 10.0  # seconds for the sink to begin listening


def program(name: str) -> str:
    """Where a program of Postfix is.

    Raises:
        SystemExit: it is not installed.
    """
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise SystemExit(f"{name} is missing; it comes with Postfix (on Debian: apt-get install postfix).")
    return found


@contextmanager
def smtp_sink(delay: int = 0, *, pipelining: bool = True) -> Iterator[int]:
    """A running smtp-sink; yields its port. ``delay``: whole seconds before it answers DATA."""
    port = free_port()
    as_somebody = ["-u", "nobody"] if os.geteuid() == 0 else []
    slowly = [*(["-w", str(delay)] if delay else []), *([] if pipelining else ["-p"])]
    sink = subprocess.Popen([program("smtp-sink"), *as_somebody, *slowly, f"127.0.0.1:{port}", "1000"])
    try:
        _wait_for(sink, port)
        yield port
    finally:
        sink.terminate()
        sink.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(sink: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and sink.poll() is None:
        with socket.socket() as caller:
            caller.settimeout(1.0)
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit("smtp-sink did not begin to listen.")


def smtp_source(port: int, size: int, options: Options) -> Cost:
    """Let smtp-source send as many letters of this size, over as many kept connections."""
    command = [program("smtp-source"), "-d", "-m", str(options.letters), "-s", str(options.sessions), "-l", str(size)]
    began = time.perf_counter()
    source = subprocess.Popen([*command, "-f", "a@x.example", "-t", "b@x.example", f"127.0.0.1:{port}"])
    _, status, used = os.wait4(source.pid, 0)
    seconds = time.perf_counter() - began
    source.returncode = os.waitstatus_to_exitcode(status)
    if source.returncode:
        raise SystemExit(f"smtp-source ended with {source.returncode}.")
    # No peak: ``ru_maxrss`` of a process that was started begins with what its parent had.
    return Cost(count=options.letters, seconds=seconds, cpu=used.ru_utime + used.ru_stime, peak=0)
