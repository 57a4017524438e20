"""A process that reads what strangers wrote, and the other end of its pipes.

A process of its own, started afresh (no fork: it never had our threads, sockets or secrets), with a limit on its
memory and an alarm on each task that the kernel keeps. Whoever waits for it waits for so long and no longer: then it
is killed. Messages are pickles, each behind its length in eight bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import copyreg
import gc
import io
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from digest.model.parts import NAMES, parts_of, put_together

LENGTH = struct.Struct(">Q")
MEMORY = 1_500_000_000  # bytes of address space; a reader at rest has 400 MB of it, most of it shared libraries
TASKS = 2_000  # then a reader is replaced: what parsers leak ends with it
STARTING = 60.0  # seconds that a process may take to come up, on a machine that is busy
ANSWER = 1 << 20  # bytes that are taken from its pipe at once; what a feed says is mostly less
READY = b"!"
KNOWN = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")  # the last is for a Python that was built apart
GRACE = 5.0  # seconds that a dead process may take to be buried


class Died(Exception):
    """The process ended while it was asked."""


class Worker:
    """One reading process; started by ``start_worker``, ended by ``end``, killed by whoever loses patience."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.tasks = 0
        self.turn = asyncio.Lock()  # it does one thing after the other
        self.spent = False  # not to be asked any more

    async def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """The function's value; called over there.

        Raises:
            Died: the process ended first.
            Exception: whatever the function raised.
        """
        if self.process.stdin is None or self.process.stdout is None:
            raise Died
        self.tasks += 1
        try:
            message = pickle.dumps((function, arguments), protocol=5)
            self.process.stdin.write(LENGTH.pack(len(message)) + message)
            await self.process.stdin.drain()
            (size,) = LENGTH.unpack(await self.process.stdout.readexactly(LENGTH.size))
            went_well, value = pickle.loads(await self.process.stdout.readexactly(size))  # noqa: S301 - our own process
        except (ConnectionError, asyncio.IncompleteReadError) as fault:
            raise Died from fault
        if not went_well:
            raise value
        return value

    async def end(self) -> None:
        """End it, whatever it is doing, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), GRACE)
        if self.process.stdin is not None:
            self.process.stdin.close()


async def start_worker(*, patience: float, memory: int = MEMORY) -> Worker:
    """A new reading process, ready to be asked.

    ``patience``: seconds after which the kernel ends it, should nobody here be left to.

    Raises:
        Died: it did not come up.
        TimeoutError: it took too long to.
    """
    environ = {name: os.environ[name] for name in KNOWN if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", "from digest.gather.worker import main; main()", str(memory), str(int(patience) + 2)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=ANSWER,
        env=environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    worker = Worker(process)
    try:
        async with asyncio.timeout(STARTING):
            await _ready(process)
    except BaseException:
        await worker.end()
        raise
    return worker


async def _ready(process: asyncio.subprocess.Process) -> None:
    if process.stdout is None or await process.stdout.read(len(READY)) != READY:
        raise Died


def serve(asked: BinaryIO, answers: BinaryIO, *, seconds: int) -> None:
    """Answer until the other end closes the pipe. A task that takes longer is ended by the kernel, and we with it."""
    while len(head := asked.read(LENGTH.size)) == LENGTH.size:
        message = asked.read(LENGTH.unpack(head)[0])
        signal.alarm(seconds)
        answer = _answer(message)
        signal.alarm(0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(message: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(message)  # noqa: S301 - from the process that started this one
        return packed((True, function(*arguments)))
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is the asker's
        return _refusal(fault)


def packed(value: object) -> bytes:
    """A pickle in which articles are their values: as dataclasses pack themselves, each costs ten times as much."""
    packer = pickle.Pickler(buffer := io.BytesIO(), protocol=5)
    packer.dispatch_table = copyreg.dispatch_table | dict.fromkeys(NAMES, _parts)
    packer.dump(value)
    return buffer.getvalue()


def _parts(noun: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return put_together, (type(noun), *parts_of(noun))


def _refusal(fault: Exception) -> bytes:
    try:
        message = pickle.dumps((False, fault), protocol=5)
        pickle.loads(message)  # noqa: S301 - some exceptions can be packed and not unpacked
    except Exception:  # noqa: BLE001 - whatever unpacking throws
        return pickle.dumps((False, RuntimeError(f"{type(fault).__name__}: {fault}"[:500])), protocol=5)
    return message


def main() -> None:
    """The process; its arguments are the bytes of memory it may have, and the seconds a task may take."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    gc.set_threshold(10_000)  # objects; a feed makes thousands, and hardly any of them in circles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program; it closes our pipe
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    answers.write(READY)
    answers.flush()
    serve(sys.stdin.buffer, answers, seconds=seconds)
