"""One round through hosts of all manners, in a process of its own and those of its feed readers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.child import Watch, answer, descendants, peak
from bench.figures import Cost
from bench.host_server import ITEMS, PATIENCE_ASKED
from bench.town import lay_out, newsroom_at, settle_in, utc_now
from digest import jobs, store
from digest.model import SourceState


async def one_round(*, folder: str, urls: dict[str, str]) -> Cost:
    """A round through all of them; it must end as their manners ask for."""
    settings = lay_out(Path(folder), urls=list(urls))
    async with newsroom_at(settings, f"sqlite:///{folder}/digest.db") as newsroom:
        await settle_in(newsroom, Path(folder), readers=1)
        now = utc_now()
        async with newsroom.reading() as tx:
            sources = await store.sources.every(tx)  # more than a round takes by itself
        with Watch() as watch:
            looks = await jobs.go_round(newsroom, now=now, sources=sources)
        wrong = [look for look in looks if not _as_due(look, urls[look.source.url], now)]
        if wrong or len(looks) != len(urls):
            raise SystemExit(f"{len(looks)} looks at {len(urls)} sources; {len(wrong)} are wrong, so {wrong[:1]}")
        below = descendants()
        most = peak() + sum(peak(pid) for pid in below)
        failed = Counter(urls[look.source.url] for look in looks if look.failure)
    cost = watch.cost(len(looks), new=sum(look.new for look in looks), failed=sum(failed.values()))
    return replace(cost, cpu=cost.cpu + sum(below.values()), peak=most)


def _as_due(look: jobs.Look, manners: str, now: datetime) -> bool:
    """Whether a source ended as it should: read, known where it is now, given up, or left alone for long enough."""
    source = look.source
    if manners in ("well", "slow", "shared", "moved"):
        return look.new == ITEMS and bool(source.moved_to) == (manners == "moved")
    if not look.failure or (source.state is SourceState.GONE) != (manners == "gone"):
        return False
    return manners != "busy" or (source.next_look or now) >= now + timedelta(seconds=PATIENCE_ASKED)


if __name__ == "__main__":
    answer(one_round)
