"""Send one ready message many times with aiosmtplib's ``sendmail``, in a process of its own, and note nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import aiosmtplib

from bench.child import Watch, answer
from bench.figures import Cost


async def send(*, port: int, message: str, letters: int, sessions: int) -> Cost:
    """Send the file ``message`` so many times over so many kept connections."""
    ready = await asyncio.to_thread(Path(message).read_bytes)
    turns = iter(range(letters))
    with Watch() as watch:
        await asyncio.gather(*(_session(port, ready, turns) for _ in range(sessions)))
    return watch.cost(letters)


async def _session(port: int, message: bytes, turns: Iterator[int]) -> None:
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
    async with client:
        for _ in turns:
            await client.sendmail("a@x.example", ["b@x.example"], message)


if __name__ == "__main__":
    answer(send)
