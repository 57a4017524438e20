"""Gather feeds and press an issue of them as Digest does, in a process of its own (and those of its feed readers)."""

from __future__ import annotations

import time
from dataclasses import replace

from bench.child import Watch, answer, descendants, peak
from bench.figures import Cost
from bench.town import newsroom_at, utc_now
from digest import jobs, store


async def gather_and_press(*, settings: str, database: str, feeds: int) -> Cost:
    """One round through all feeds, then one issue, queued for its readers."""
    async with newsroom_at(settings, database) as newsroom:
        async with newsroom.reading() as tx:
            newsletter = (await store.newsletters.every(tx))[0]
        with Watch() as watch:
            began = time.perf_counter()
            looks = await jobs.go_round(newsroom, now=utc_now())
            gathered = time.perf_counter()
            now = utc_now()
            run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
            pressed = time.perf_counter()
        below = descendants()
        readers_peak = sum(peak(pid) for pid in below)
    failures = [look.failure for look in looks if look.failure]
    if failures or len(looks) != feeds or run is None or run.issue_id is None:
        raise SystemExit(f"{len(looks)} feeds, {len(failures)} failures {failures[:1]}, run {run}")
    cost = watch.cost(
        feeds, gather=gathered - began, press=pressed - gathered, own_peak=peak(), new=sum(look.new for look in looks)
    )
    return replace(cost, cpu=cost.cpu + sum(below.values()), peak=cost.peak + readers_peak)


if __name__ == "__main__":
    answer(gather_and_press)
