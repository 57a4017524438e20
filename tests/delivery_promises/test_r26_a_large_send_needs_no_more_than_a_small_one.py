"""R-26: what is to be sent lies in the database, not in memory: a long send leaves its process as large as it was.

The short form of ``make torture TORTURE="--kills 0 --readers 100000"`` and of a soak with ``--hours 24``.
"""

from __future__ import annotations

from pathlib import Path

from digest.model import DeliveryState
from tests.delivery_promises.commands import running, until
from tests.delivery_promises.sending import is_done, judged
from tests.nursery import Nursery
from tests.smtp_servers import HANG_UP, RESET, Farewell, serve_sink
from tests.torture.scene import a_stage, relay
from tests.torture.size import Size, size_of

READERS, WARM = 1500, 400
GROWTH = 12 * 2**20  # bytes; to hold the other letters' rows alone would take more
FAULTS = (("MAIL", HANG_UP), ("EHLO", RESET), ("CONNECT", Farewell("421 4.3.2 come back later")), ("DATA", HANG_UP))


async def test_thousands_of_letters_through_faults_leave_memory_and_files_as_they_were(
    nursery: Nursery, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/digest.db"
    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=url, relay=relay(sink.port, connections=5), readers=READERS) as stage,
        running(nursery, tmp_path, "work") as sender,
    ):
        sizes = list[tuple[int, Size]]()

        async def watch() -> bool:
            found = size_of(sender.pid)
            if found is not None:
                sizes.append((len(sink.accepted), found))
            if len(sink.accepted) // 50 > len(sink.rules):
                step, fault = FAULTS[len(sink.rules) % len(FAULTS)]
                sink.on(step, fault, times=1)
            return await is_done(stage)

        await until(watch, patience=60)
        assert (await judged(stage, sink)).wrong == []
        assert {one.state for one in await stage.readers()} == {DeliveryState.SENT}
    early = [size for letters, size in sizes if WARM / 2 <= letters <= WARM]
    late = [size for letters, size in sizes if letters >= READERS - WARM]
    assert early
    assert late
    assert max(one.memory for one in late) - max(one.memory for one in early) < GROWTH
    assert max(one.files for one in late) - max(one.files for one in early) <= 3
    assert len(sink.rules) > READERS // 100, "all the while something went wrong"
