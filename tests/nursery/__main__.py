"""The process that others are forked from: it loads the program, and runs nothing of it itself.

It reads orders from standard input, a line of JSON each, and writes ``born PID 0`` and ``ended PID CODE``. When nobody
gives orders any more, it kills whoever it started, and ends.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import sys
from contextlib import suppress
from typing import Any

# Whatever the commands load only when they need it.
import aiosqlite
import psycopg
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.aiosqlite

from digest.cli import app
from digest.cli import main as digest
from tests.nursery.dying import die_at

PR_SET_PDEATHSIG = 1  # prctl(2)
LOADED = (aiosqlite, app, psycopg, sqlalchemy)


def main() -> None:
    running: set[int] = set()
    ears, mouth = os.pipe()
    os.set_blocking(mouth, False)
    signal.set_wakeup_fd(mouth)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for which in (signal.SIGINT, signal.SIGTERM):
        signal.signal(which, signal.SIG_IGN)  # whoever started us ends us, by giving no more orders
    gc.freeze()
    orders = b""
    while True:
        heard, _, _ = select.select([0, ears], [], [])
        if ears in heard:
            os.read(ears, 4096)
        while ended := _ended():
            running.discard(ended[0])
            _tell("ended", *ended)
        if 0 not in heard:
            continue
        more = os.read(0, 65536)
        if not more:
            break
        *lines, orders = (orders + more).split(b"\n")
        for line in lines:
            pid = os.fork()
            if not pid:
                os.close(ears)
                os.close(mouth)
                _live(json.loads(line))
            running.add(pid)
            _tell("born", pid, 0)
    _end(running)


def _end(running: set[int]) -> None:
    for pid in running:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in running:
        os.waitpid(pid, 0)


def _ended() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def _tell(what: str, pid: int, code: int) -> None:
    sys.stdout.write(f"{what} {pid} {code}\n")
    sys.stdout.flush()


def _live(order: dict[str, Any]) -> None:
    """Be the command, as if it had just been started. Never returns."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody outlives the nursery, however that ends
        os.setsid()
        nothing, log = os.open(os.devnull, os.O_RDONLY), os.open(order["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(order["folder"])
        if order["dies"]:
            die_at(**order["dies"])
        sys.argv = ["digest", *order["words"]]
        digest()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python itself would
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
