"""One round through many feeds, in a process of its own and those of its feed readers, watched for memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.child import Watch, answer, descendants, peak
from bench.figures import Cost
from bench.town import lay_out, newsroom_at, settle_in, utc_now
from digest import jobs


async def one_round(*, folder: str, urls: list[str]) -> Cost:
    """A round through all of them, all articles new."""
    settings = lay_out(Path(folder), urls=urls)
    async with newsroom_at(settings, f"sqlite:///{folder}/digest.db") as newsroom:
        await settle_in(newsroom, Path(folder), readers=1)
        seen: list[int] = []

        def note(look: jobs.Look) -> None:
            if look.failure:
                raise SystemExit(look.failure)
            seen.append(_resident() if len(seen) % 50 == 0 else 0)

        with Watch() as watch:
            looks = await jobs.go_round(newsroom, now=utc_now(), on_look=note)
        below = descendants()
        most = peak() + sum(peak(pid) for pid in below)
        parts = {name: float(max(seen[: int(len(seen) * share)][-100:])) for name, share in SHARES.items()}
    if len(looks) != len(urls):
        raise SystemExit(f"{len(looks)} looks at {len(urls)} sources")
    cost = watch.cost(len(looks), new=sum(look.new for look in looks), **parts)
    return replace(cost, cpu=cost.cpu + sum(below.values()), peak=most)


SHARES = {"quarter": 0.25, "half": 0.5, "end": 1.0}


def _resident() -> int:
    """What this process and those below it have in memory now, in bytes."""
    return _of("self") + sum(_of(pid) for pid in descendants())


def _of(pid: int | str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0  # it ended meanwhile
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


if __name__ == "__main__":
    answer(one_round)
