"""One torture: a stage, a crew, a plan of faults, until nothing is left to send; then the verdict."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from digest.model import Balance, InDoubtPolicy
from tests.clusters import Cluster
from tests.nursery import Nursery
from tests.torture.crew import SENDER, Crew
from tests.torture.faults import LAST_PART, Deed, plan
from tests.torture.journal import Journal
from tests.torture.judge import Verdict, judge
from tests.torture.ordeal import LEAVERS, Ordeal
from tests.torture.scene import GONE_EVERY, a_stage, relay
from tests.torture.sink import REFUSED, a_striker
from tests.torture.size import Sizes
from tests.torture.world import World

# Whoever is started anew a day later, by a clock that was moved, cannot know that it is no backup that was restored.
PATIENT = '[send]\nstale = "3d"\n'

Told = Callable[[int, int], None]  # letters recorded, kills so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How hard. Durations are seconds."""

    readers: int = 20_000
    kills: int = 200
    stops: int = 6
    lines: int = 40
    senders: int = 2
    connections: int = 5
    seed: int = 1
    policy: InDoubtPolicy = InDoubtPolicy.HOLD
    pipelining: bool | None = None  # None: with it and without, by lot
    world: Sequence[tuple[Deed, float]] = ()
    sender: Sequence[str] = SENDER
    timeouts: tuple[float, float] = (5.0, 8.0)  # for the answer to a command, and to the final dot
    hours: float = 0.0  # that the letters shall take
    patience: float = 120.0  # without anything being sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    verdict: Verdict
    balance: Balance
    struck: dict[tuple[Deed, str], int]
    most_uncertain: int
    started: int
    seconds: float
    sizes: Sizes


async def torture(
    options: Options,
    folder: Path,
    nursery: Nursery,
    *,
    database: str,
    cluster: Cluster | None = None,
    told: Told = lambda *_: None,
) -> Outcome:
    """Send an issue through all of it; ``folder`` is empty, and so is the database.

    Where clocks are to be moved, ``nursery`` is one whose children's clock is read from ``clock`` in that folder.

    Raises:
        TimeoutError: the senders do not end when they are told to.
    """
    began, rng = time.monotonic(), random.Random(options.seed)
    letters = options.readers - options.readers // GONE_EVERY - LEAVERS
    faults = plan(
        rng,
        letters=letters,
        kills=options.kills,
        stops=options.stops,
        lines=options.lines,
        world=options.world,
    )
    crew = Crew(folder, nursery, size=options.senders, command=options.sender)
    world = World(database=database, clock=folder / "clock", cluster=cluster)
    async with AsyncExitStack() as stack:
        sink = await stack.enter_async_context(
            a_striker(
                Journal(folder / "accepted"),
                [fault for fault in faults if fault.step],
                lambda: crew.pids,
                pipelining=options.pipelining,
                slowness=options.hours * 3600 * options.senders * options.connections / options.readers,
                rng=rng,
                connections_each=options.connections,
                last=LAST_PART * letters,
            )
        )
        stage = await stack.enter_async_context(
            a_stage(
                folder,
                database=database,
                relay=relay(sink.port, connections=options.connections, timeouts=options.timeouts),
                readers=options.readers,
                policy=options.policy,
                more=PATIENT,
            )
        )
        ordeal = Ordeal(
            stage=stage, crew=crew, sink=sink, world=world, weather=[fault for fault in faults if not fault.step]
        )
        sink.stopped, crew.excused = ordeal.stopped, lambda: bool(ordeal.going_on)
        crew.blows = lambda: ordeal.blows
        await stack.enter_async_context(crew)
        await ordeal.until_done(told, patience=options.patience, half=options.readers // 2, rng=rng)
        await crew.dismiss()
        balance = await stage.balance()
        readers = [
            replace(one, apart=REFUSED in one.address or one.address in ordeal.left) for one in await stage.readers()
        ]
        verdict = judge(readers, sink.journal.copies(), balance, policy=options.policy, most_uncertain=sink.most_doubts)
        wrong = [*verdict.wrong, *ordeal.wrong, *crew.wrong]
        if not options.kills:  # whoever lives long shall not grow
            wrong += ordeal.sizes.too_large()
        if sink.number_of(Deed.KILL) < options.kills:
            wrong.append(f"only {sink.number_of(Deed.KILL)} of {options.kills} kills happened")
    return Outcome(
        verdict=replace(verdict, wrong=wrong),
        balance=balance,
        struck=dict(sink.struck),
        most_uncertain=sink.most_doubts,
        started=crew.started,
        seconds=time.monotonic() - began,
        sizes=ordeal.sizes,
    )
