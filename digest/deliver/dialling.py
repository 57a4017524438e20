"""Calling a server by its name: every address that it has, the next one while those before say nothing (RFC 8305).

A name with two addresses, one of them dead without a word, would else be a server that never answers.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterable
from typing import Any

import aiosmtplib

Address = tuple[socket.AddressFamily, socket.SocketKind, int, Any]

NEXT_AFTER = 1.0  # seconds, at most, that an address may say nothing before the next one is called beside it


async def dial(host: str, port: int, *, limit: float) -> socket.socket:
    """A connection to the first address of a name that answers, within ``limit`` seconds.

    Raises:
        SMTPConnectTimeoutError: none did in time.
        SMTPConnectError: the name is unknown, or all refused.
    """
    try:
        async with asyncio.timeout(limit):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [(family, kind, number, where) for family, kind, number, _, where in found]
            # Where time is short, the last one has as much of it as each before had alone.
            return await _first(addresses, min(NEXT_AFTER, limit / max(1, len(addresses))))
    except TimeoutError as fault:
        raise aiosmtplib.SMTPConnectTimeoutError(f"Timed out connecting to {host} on port {port}") from fault
    except OSError as fault:
        raise aiosmtplib.SMTPConnectError(f"Error connecting to {host} on port {port}: {_why(fault)}") from fault


async def _first(addresses: Iterable[Address], next_after: float) -> socket.socket:
    waiting, faults = list(addresses), []
    calls: set[asyncio.Task[socket.socket]] = set()
    try:
        while waiting or calls:
            if waiting:
                calls.add(asyncio.ensure_future(_call(waiting.pop(0))))
            done, _ = await asyncio.wait(
                calls, timeout=next_after if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for one in done:
                calls.remove(one)
                fault = one.exception()
                if fault is None:
                    return one.result()
                faults.append(fault)
    finally:
        for one in calls:  # too late, or not wanted any more
            one.add_done_callback(_hang_up)
            one.cancel()
    raise faults[0] if faults else OSError("the name has no address")


async def _call(address: Address) -> socket.socket:
    family, kind, number, where = address
    line = socket.socket(family, kind, number)
    try:
        line.settimeout(0)  # nobody waits in it; the loop does
        await asyncio.get_running_loop().sock_connect(line, where)
    except BaseException:
        line.close()
        raise
    return line


def _hang_up(call: asyncio.Task[socket.socket]) -> None:
    if not call.cancelled() and call.exception() is None:
        call.result().close()


def _why(fault: OSError) -> str:
    """In the system's words: asyncio has others of its own for a call that failed, uvloop has not."""
    known = fault.errno is not None and not isinstance(fault, socket.gaierror)
    return os.strerror(fault.errno or 0) if known else str(fault)
