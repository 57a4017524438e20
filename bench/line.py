"""A long line on loopback: what goes in at one end comes out at the other so many milliseconds later.

``python -m bench.line PORT MILLISECONDS`` carries connections to a port of 127.0.0.1, and prints its own port. It
delays, no more: bandwidth and loss are loopback's.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from bench.child import ROOT
from digest.engine import run_in_loop

CHUNK = 1 << 18
ON_THE_WAY = 64  # chunks; who sends faster waits


@contextmanager
def a_long_line(port: int, milliseconds: int) -> Iterator[int]:
    """A port from which everything reaches ``port`` half of ``milliseconds`` later, and back; 0: the port itself."""
    if not milliseconds:
        yield port
        return
    command = [sys.executable, "-m", "bench.line", str(port), str(milliseconds)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline() if process.stdout else "")
        finally:
            process.terminate()


async def serve(port: int, milliseconds: int) -> None:
    """Carry connections until ended."""
    server = await asyncio.start_server(partial(_connected, port, milliseconds / 2000), "127.0.0.1", limit=CHUNK)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _connected(port: int, delay: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port, limit=CHUNK)
    with suppress(OSError):
        await asyncio.gather(_carry(reader, there_writer, delay), _carry(there_reader, writer, delay))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """One direction. Bytes wait for their moment and not for each other."""
    way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(ON_THE_WAY)
    arriving = asyncio.create_task(_arrive(way, writer))
    while data := await reader.read(CHUNK):
        await way.put((asyncio.get_running_loop().time() + delay, data))
    await way.put((asyncio.get_running_loop().time() + delay, b""))
    await arriving


async def _arrive(way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    while True:
        due, data = await way.get()
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        if not data:
            writer.close()
            return
        writer.write(data)
        await writer.drain()


if __name__ == "__main__":
    run_in_loop(serve(int(sys.argv[1]), int(sys.argv[2])))
