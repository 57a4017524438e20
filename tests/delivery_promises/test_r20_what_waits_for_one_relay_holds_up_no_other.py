"""R-20: a slow relay beside a quick one: what waits for the one takes no room from the letters of the other."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from digest import jobs
from tests.delivery_promises.sending import balance_of, going
from tests.makers import NOW
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.smtp_sink import Conversation, Sink, listening
from tests.torture.scene import relay

SLOW, OTHERS = 30, 60  # letters


@dataclass(slots=True)
class Paced(Sink):
    """Takes so many seconds for each letter."""

    seconds: float = 0.0


class Pacing(Conversation):
    """As slow as its sink."""

    sink: Paced

    async def reply(self, step: str, line: str, usual: str) -> str:
        if step == "RCPT":
            await asyncio.sleep(self.sink.seconds)
        return await Conversation.reply(self, step, line, usual)


@pytest.mark.parametrize(("rate", "seconds"), [(3.0, 0.0), (0.0, 1.5)], ids=["a rate", "slow answers"])
async def test_letters_of_the_quick_relay_do_not_wait_for_the_slow_one(
    tmp_path: Path, rate: float, seconds: float
) -> None:
    slow, quick = Paced(seconds=seconds), Paced()
    async with listening(slow, Pacing), listening(quick, Pacing):
        tables = (
            relay(slow.port, name="slow", rate=rate, domains=["slow.example"]),
            relay(quick.port, name="quick"),
        )
        more = "".join(f"[[relays]]\n{table}\n" for table in tables)
        async with a_newsroom(tmp_path, more=more) as newsroom:
            newsletter = await furnish(newsroom, readers=0, now=NOW, cadences=())
            people = [f"a{n}@slow.example" for n in range(SLOW)] + [f"b{n}@quick.example" for n in range(OTHERS)]
            await enrol(newsroom, newsletter, people, now=NOW)
            run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
            assert run is not None
            assert run.issue_id is not None
            began, last = time.monotonic(), list[float]()

            async def note() -> None:
                last.append(time.monotonic() - began)

            quick.on(".", note)
            await jobs.dispatch(newsroom, clock=going(NOW), stop=asyncio.Event())
            assert (await balance_of(newsroom, run.issue_id)).sent == SLOW + OTHERS
    assert time.monotonic() - began > 6, "the slow one takes its time"
    assert last[-1] < 3, "and the quick one's letters were found behind them"
