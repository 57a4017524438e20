"""Names looked up once: what is judged is what is connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection

from aiohttp.abc import AbstractResolver, ResolveResult

from digest.gather.fetching.guard import check_resolved


class GuardedResolver(AbstractResolver):
    """Resolves once, judges every answer, and hands on exactly those (S-01)."""

    def __init__(self, allow_hosts: Collection[str]) -> None:
        self._allow_hosts = allow_hosts

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host.

        Raises:
            Forbidden: one of them must not be asked.
        """
        loop = asyncio.get_running_loop()
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        check_resolved(host, [str(info[4][0]) for info in infos], self._allow_hosts)
        return [
            ResolveResult(
                hostname=host,
                host=str(info[4][0]),
                port=port,
                family=info[0],
                proto=info[2],
                flags=socket.AI_NUMERICHOST,
            )
            for info in infos
        ]

    async def close(self) -> None:
        """Nothing is held."""
