"""R-20: a domain that is slow, whose letters come first and could fill all lanes: the others go past it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from digest import jobs
from tests.delivery_promises.sending import balance_of, going
from tests.makers import NOW
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.smtp_sink import Conversation, Sink, listening
from tests.torture.scene import relay

OTHERS = 150  # letters
RATES = "".join(f'[pace.limits."slow{number}.example"]\nrate = 3.0\n' for number in range(3))


@dataclass(slots=True)
class Slow(Sink):
    """Takes so many seconds for each letter to a slow domain; ``at_once`` were under way when each of them came."""

    seconds: float = 0.0
    under_way: int = 0
    at_once: list[int] = field(default_factory=list)


class Slowing(Conversation):
    """As slow as its sink."""

    sink: Slow

    async def reply(self, step: str, line: str, usual: str) -> str:
        if step == "RCPT" and "slow" in line:
            self.sink.under_way += 1
            self.sink.at_once.append(self.sink.under_way)
            await asyncio.sleep(self.sink.seconds)
            self.sink.under_way -= 1
        return await Conversation.reply(self, step, line, usual)


async def sent(folder: Path, sink: Slow, people: list[str], *, connections: int, more: str, database: str) -> list[str]:
    """Carry an issue to people, in the order of their addresses; who had it when."""
    async with (
        listening(sink, Slowing),
        a_newsroom(folder, database=database, relay=relay(sink.port, connections=connections), more=more) as newsroom,
    ):
        newsletter = await furnish(newsroom, readers=0, now=NOW, cadences=())
        await enrol(newsroom, newsletter, people, now=NOW)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        assert run.issue_id is not None
        await jobs.dispatch(newsroom, clock=going(NOW), stop=asyncio.Event())
        assert (await balance_of(newsroom, run.issue_id)).sent == len(people)
    return [letter.recipient for letter in sink.accepted]


def waited_for(order: list[str]) -> float:
    """Of the slow domains' letters, the share that went before all others had left."""
    slow = [number for number, who in enumerate(order) if "slow" in who]
    last = max(number for number, who in enumerate(order) if "slow" not in who)
    return len([number for number in slow if number < last]) / len(slow)


@pytest.mark.parametrize("connections", [2, 5])
async def test_letters_behind_those_of_a_slow_domain_leave_long_before_it_is_done(
    tmp_path: Path, database_url: str, connections: int
) -> None:
    people = [f"a{n}@slow.example" for n in range(8 * connections)] + [f"b{n}@d{n}.example" for n in range(OTHERS)]
    sink = Slow(seconds=0.6)
    order = await sent(tmp_path, sink, people, connections=connections, more="", database=database_url)
    assert waited_for(order) < 0.6, "it had all lanes for a second or two, and never again"


async def test_letters_among_those_of_a_slow_domain_leave_before_it_is_done(tmp_path: Path, database_url: str) -> None:
    people = [who for n in range(60) for who in (f"{n:02d}a@slow.example", f"{n:02d}b@d{n % 3}.example")]
    order = await sent(tmp_path, Slow(seconds=0.4), people, connections=5, more="", database=database_url)
    assert waited_for(order) < 0.5, "their turn comes more often than what is claimed by number would have it"


async def test_letters_behind_those_of_several_domains_with_a_rate_do_not_wait_for_these(
    tmp_path: Path, database_url: str
) -> None:
    people = [f"a{n:02d}@slow{n % 3}.example" for n in range(60)] + [f"b{n}@d{n}.example" for n in range(OTHERS)]
    order = await sent(tmp_path, Slow(), people, connections=5, more=RATES, database=database_url)
    assert waited_for(order) < 0.6, "three at once and three a second: 18 by the second in which they are found out"


async def test_a_slow_domain_alone_has_all_lanes(tmp_path: Path) -> None:
    sink, people = Slow(seconds=0.4), [f"a{n:02d}@slow.example" for n in range(60)]
    await sent(tmp_path, sink, people, connections=6, more="", database="")
    assert max(sink.at_once[40:]) == 6, "also when it has long been found out that it is slow"
