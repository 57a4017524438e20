"""R-01: kill -9 at every step loses nobody, and only listed letters can come twice.

The short form of ``make torture``: real senders of ``digest serve``, killed by the mail server at every step of SMTP,
at moments between them, and with faults on the line. The long form has 200 kills in a send of 20,000.
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter, deque
from dataclasses import replace
from pathlib import Path

import pytest

from digest.model import Balance, DeliveryState, InDoubtPolicy
from digest.store.outbox import MOST_DOUBTS
from tests.delivery_promises.sending import balance_of, queued
from tests.jobs.sends import carry_patiently
from tests.newsrooms import a_newsroom
from tests.nursery import Nursery
from tests.smtp_servers import HANG_UP, serve_sink
from tests.torture.crew import Crew
from tests.torture.faults import STEPS, Deed, Fault, plan
from tests.torture.journal import Copy, Journal
from tests.torture.judge import Reader, judge
from tests.torture.run import Options, torture
from tests.torture.scene import relay as relay_toml
from tests.torture.sink import Striker

HOLD, RESEND, ASSUME = InDoubtPolicy.HOLD, InDoubtPolicy.RESEND, InDoubtPolicy.ASSUME_SENT
SHORT = Options(readers=200, kills=10, stops=1, lines=6, connections=3, patience=75.0, timeouts=(2.0, 3.0))
LONGEST = 160.0  # seconds; it takes a tenth of that. A relay that seems dead on a slow machine is left alone for 30.


@pytest.mark.parametrize(
    ("database", "options"),
    [
        ("sqlite", replace(SHORT, policy=HOLD, seed=11)),
        ("postgresql", replace(SHORT, policy=RESEND, seed=12, pipelining=True)),
        ("sqlite", replace(SHORT, policy=ASSUME, seed=13, pipelining=False, senders=1, stops=0, lines=0)),
    ],
    ids=["sqlite hold", "postgresql resend pipelined", "sqlite assume_sent plain"],
)
async def test_killed_at_every_step_it_keeps_its_promises(
    request: pytest.FixtureRequest, nursery: Nursery, tmp_path: Path, database: str, options: Options
) -> None:
    cluster = request.getfixturevalue("cluster") if database == "postgresql" else None
    url = cluster.create("torture") if cluster else f"sqlite:///{tmp_path}/digest.db"
    async with asyncio.timeout(LONGEST):
        outcome = await torture(options, tmp_path, nursery, database=url, cluster=cluster)
    assert outcome.verdict.wrong == []
    assert {step for deed, step in outcome.struck if deed is Deed.KILL} == set(STEPS), "it was killed at each of them"
    assert outcome.balance.candidates == options.readers


async def test_a_letter_that_comes_into_doubt_again_and_again_is_sent_so_often_and_then_held(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port, connections=1)) as newsroom:
        sink.on(".", HANG_UP, when="reader3@")
        errand = await queued(newsroom, readers=30, in_doubt=RESEND)
        await carry_patiently(newsroom)  # a relay that hangs up again and again is left alone for a while
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.in_doubt, balance.adds_up) == (29, 1, True)
    copies = Counter(letter.recipient for letter in sink.accepted)
    assert copies.pop("reader3@d3.example.org") == MOST_DOUBTS
    assert set(copies.values()) == {1}


def test_the_same_seed_draws_the_same_plan_and_every_step_is_struck_as_often() -> None:
    drawn = [plan(random.Random(5), letters=1000, kills=40, stops=2, lines=9, world=[(Deed.LOCK, 1.0)]) for _ in "ab"]
    assert drawn[0] == drawn[1]
    kills = Counter(fault.step for fault in drawn[0] if fault.deed is Deed.KILL)
    assert kills == dict.fromkeys(STEPS, 4)
    assert max(fault.at for fault in drawn[0]) < 900
    assert [fault.at for fault in drawn[0]] == sorted(fault.at for fault in drawn[0])


async def a_process() -> asyncio.subprocess.Process:
    """Somebody who can be killed."""
    return await asyncio.create_subprocess_exec("sleep", "60")


async def test_a_kill_that_finds_nobody_is_made_up_for(tmp_path: Path) -> None:
    gone, there = await a_process(), await a_process()
    gone.kill()
    await gone.wait()
    crew = [gone.pid]
    sink = Striker(journal=Journal(tmp_path / "accepted"), faults=deque(), among=lambda: crew)
    at_a_step, some_moment = Fault(deed=Deed.KILL, at=0, step="MAIL"), Fault(deed=Deed.KILL, at=0, step="ANY")
    sink.hit(at_a_step, gone.pid)
    assert (list(sink.faults), sink.number_of(Deed.KILL)) == ([at_a_step], 0), "it stays on the plan"
    sink.hit_soon(some_moment, gone.pid)
    await asyncio.sleep(0)
    assert (sink.in_the_air, sink.number_of(Deed.KILL)) == (1, 0), "it waits until somebody is at work again"
    crew.append(there.pid)
    assert await there.wait() == -signal.SIGKILL
    assert (sink.in_the_air, sink.number_of(Deed.KILL)) == (0, 1)


@pytest.mark.parametrize("struck", [False, True])
async def test_whoever_ends_by_itself_is_told_unless_its_database_was_taken_from_it(
    nursery: Nursery,
    tmp_path: Path,
    *,
    struck: bool,
) -> None:
    """Its database is none, so it cannot begin; ``blows`` are asked for before each start and behind it."""
    async with a_newsroom(tmp_path):
        settings = tmp_path / "digest.toml"
    (tmp_path / "none.db").write_text("none" * 1000, encoding="ascii")
    away = f'[database]\nurl = "sqlite:///{tmp_path}/none.db"'
    settings.write_text(settings.read_text(encoding="utf-8").replace("[database]", away), encoding="utf-8")
    crew, blows = Crew(tmp_path, nursery, size=1, command=("serve", "--port", "0")), iter(range(1000))
    crew.blows = lambda: next(blows) if struck else 0
    async with asyncio.timeout(LONGEST), crew:
        while crew.started < 2:  # noqa: ASYNC110 - another process has no event for us
            await asyncio.sleep(0.05)
    assert bool(crew.wrong) is not struck


def test_behind_the_last_letter_no_kill_is_left(tmp_path: Path) -> None:
    kill, line = Fault(deed=Deed.KILL, at=4, step="CONNECT"), Fault(deed=Deed.RESET, at=4, step="CONNECT")
    sink = Striker(
        journal=Journal(tmp_path / "accepted"), faults=deque([line, kill]), among=list, connections_each=5, last=9
    )
    sink.journal.record("a@x", b"")
    assert sink.due("CONNECT") is None, "it is too early"
    sink.done(replace(kill, step="EHLO"))
    assert sink.spent == 6, "as many letters as the sender had connections may never come"
    assert sink.due("RCPT") is None, "the step may still come"
    for _ in range(3):
        sink.journal.record("a@x", b"")
    assert sink.due("RCPT") == replace(kill, step="RCPT")
    assert list(sink.faults) == [line]


SENT, QUEUED, IN_DOUBT, PARKED = DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.IN_DOUBT, DeliveryState.PARKED
ONE, OTHER = Copy("<1@x>", "aa"), Copy("<1@x>", "bb")


@pytest.mark.parametrize(
    ("policy", "state", "doubts", "copies", "words"),
    [
        (HOLD, SENT, 0, [ONE], ""),
        (HOLD, IN_DOUBT, 1, [], ""),
        (HOLD, IN_DOUBT, 1, [ONE], ""),
        (HOLD, SENT, 0, [], "count as sent and have nothing"),
        (HOLD, QUEUED, 0, [], "were missed and are queued"),
        (HOLD, PARKED, 0, [], "were missed and are parked"),
        (HOLD, SENT, 0, [ONE, ONE], "were mailed twice"),
        (HOLD, SENT, 1, [ONE, ONE], "were mailed twice"),
        (HOLD, QUEUED, 0, [ONE], "have a letter and are queued"),
        (HOLD, DeliveryState.REFUSED, 0, [], "are refused without a reason"),
        (RESEND, SENT, 1, [ONE, ONE], ""),
        (RESEND, SENT, 0, [ONE, ONE], "were mailed twice"),
        (RESEND, SENT, 1, [ONE, OTHER], "have copies that differ"),
        (RESEND, SENT, 1, [], "have nothing although doubts are sent again"),
        (ASSUME, SENT, 1, [], ""),
        (ASSUME, SENT, 0, [], "count as sent and have nothing"),
        (ASSUME, IN_DOUBT, 1, [], "are held in doubt although"),
    ],
)
def test_the_judge_sees_what_is_wrong(
    policy: InDoubtPolicy, state: DeliveryState, doubts: int, copies: list[Copy], words: str
) -> None:
    reader = Reader(address="a@x", state=state, doubts=doubts)
    balance = Balance(candidates=1, sent=1)
    verdict = judge([reader], {"a@x": copies} if copies else {}, balance, policy=policy, most_uncertain=1)
    assert words in " ".join(verdict.wrong)
    assert bool(words) == bool(verdict.wrong)


def test_the_judge_counts_strangers_doubts_and_the_accounts() -> None:
    reader = Reader(address="a@x", state=SENT, doubts=1)
    copies = {"a@x": [ONE], "b@x": [Copy("<1@x>", "cc")]}
    verdict = judge([reader], copies, Balance(candidates=2, sent=1), policy=HOLD, most_uncertain=0)
    told = " ".join(verdict.wrong)
    assert "accounts do not close" in told
    assert "more than the 0" in told
    assert "no readers: ['b@x']" in told
    assert "share a Message-ID" in told
