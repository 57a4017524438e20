"""A process may open a thousand files on most machines: of however many hosts were asked, none stays connected."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from digest import gather
from digest.gather import Limits
from tests.gather.test_fetch import BODY, fetched
from tests.servers import serve

HOSTS = 40


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def test_no_connection_is_kept_to_hosts_that_were_asked() -> None:
    limits = Limits(allow_hosts=("127.0.0.1",), pause=0.0, concurrency=4)
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(serve()) for _ in range(HOSTS)]
        web = await stack.enter_async_context(gather.open_web(limits))
        before = open_files()
        for server in servers:
            await fetched(web, server.put("/feed", BODY))
            await fetched(web, server.url("/feed"))
        async with asyncio.timeout(10):
            while open_files() > before + HOSTS // 4:  # noqa: ASYNC110 - the servers let go a moment later
                await asyncio.sleep(0.05)
