"""The web server: its doors are opened before anything else begins, and closed when the process is told to end."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from fastapi import FastAPI

from digest.errors import SettingsError


def open_doors(host: str, port: int) -> list[socket.socket]:
    """Sockets for all addresses of a host: uvicorn would end the process where there is none to be had.

    Raises:
        SettingsError: nobody can listen there.
    """
    doors: list[socket.socket] = []
    try:
        for family, kind, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            door = socket.socket(family, kind)
            doors.append(door)
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            door.bind(place)
    except OSError as fault:
        for door in doors:
            door.close()
        words = f"{host}:{port} cannot be listened on ({fault.strerror}); is another `digest serve` running there?"
        raise SettingsError(f"web.host, web.port: {words} --port takes another.", key="web.port") from fault
    return doors


async def serve_pages(app: FastAPI, doors: list[socket.socket], stop: asyncio.Event) -> None:
    """Answer at these doors until ``stop`` is set; requests that are under way are finished.

    It is uvicorn's own loop without its signal handlers: the process has one set, and it is ours.
    """
    server = _server_of(app)
    task = asyncio.create_task(server._serve(doors))  # noqa: SLF001 - `serve` would take over SIGTERM
    await asyncio.wait([task, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await task


def _server_of(app: FastAPI) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,  # whom to believe about a client is ours to say: web.trusted_proxies
    )
    return uvicorn.Server(config)
