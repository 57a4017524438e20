"""A hub that does not answer, and what that means for the others: measured, with wide bounds."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from digest import jobs, store
from tests.makers import a_source
from tests.web.test_hubs import a_room


async def test_a_hub_that_is_dead_keeps_no_other_waiting(tmp_path: Path) -> None:
    silent = web.ServerRunner(web.Server(_say_nothing), shutdown_timeout=0.1)
    await silent.setup()
    try:
        await web.TCPSite(silent, "127.0.0.1", 0).start()
        dead = f"http://127.0.0.1:{silent.addresses[0][1]}"
        async with a_room(tmp_path, more="timeout = 1.0") as room:
            await jobs.go_round(room.newsroom, now=room.clock())
            async with room.newsroom.begin() as tx:
                for number in range(6):
                    source = a_source(id=0, slug=f"dead{number}", url=f"{dead}/{number}")
                    added = await store.sources.add(tx, source, now=room.clock())
                    offered = {added.id: (f"{dead}/hub", added.url)}
                    await tx.run_sync(store.hubs.offer, offered, now=room.clock() - timedelta(minutes=1))
            tending = asyncio.create_task(jobs.tend_hubs(room.newsroom, now=room.clock()))
            async with asyncio.timeout(2.5):  # it was asked after six seconds
                while not room.hub.verified:  # noqa: ASYNC110 - the hub is another's, and says nothing
                    await asyncio.sleep(0.01)
            await tending
            async with room.newsroom.reading() as tx:
                soon = await store.hubs.due(tx, now=room.clock() + timedelta(minutes=5), limit=9)
                assert not await store.hubs.due(tx, now=room.clock(), limit=9)
            assert [hub.failures for hub in soon] == [0] * 5, "nobody asked about these, so nothing counts"
    finally:
        await silent.cleanup()


async def _say_nothing(_request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(3600)
    return web.Response()
