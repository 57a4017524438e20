"""The mail server of the torture: it records before it answers, and strikes where the plan says."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from tests.smtp_sink import EXTENSIONS, Conversation, Hung, Sink, Taken, listening
from tests.torture.faults import Deed, Fault
from tests.torture.journal import Journal
from tests.torture.owner import owner

DRIP = 0.002  # seconds between two bytes
AGAIN = 0.1  # seconds until somebody is looked for anew, where nobody is at work who could be killed
REFUSED = "-gone@"  # readers whose local part ends so are no more


@dataclass(slots=True, kw_only=True)
class Striker(Sink):
    """A sink with a plan. ``among`` are the senders that may be struck; ``stopped`` is told whom it stopped.

    When ``last`` letters are spent, whoever is still to be killed is killed at whatever step comes: a connection is not
    begun anew for that, and behind the last letter there is no step.
    """

    journal: Journal
    faults: deque[Fault]
    among: Callable[[], Iterable[int]]
    connections_each: int = 0  # of a sender: so many letters may be lost by its end
    last: float = float("inf")
    stopped: Callable[[int, float], None] = lambda _pid, _seconds: None
    pipelining: bool | None = None  # None: now and then
    slowness: float = 0.0  # seconds before each letter is answered
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    struck: Counter[tuple[Deed, str]] = field(default_factory=Counter)
    doubts: int = 0  # letters whose connection was lost when nobody could know any more
    in_the_air: int = 0  # kills that happen in a moment

    @property
    def most_doubts(self) -> int:
        """How many letters can be in doubt because of what has happened."""
        return self.number_of(Deed.KILL, Deed.STOP) * self.connections_each + self.doubts

    @property
    def spent(self) -> int:
        """How many letters are taken or may never come: at least the others are still to come."""
        return self.journal.letters + self.most_doubts

    def due(self, step: str) -> Fault | None:
        """What is to happen now at a step; it is taken off the plan."""
        for fault in self.faults:
            if fault.at > self.spent:
                return None
            if fault.step == step:
                self.faults.remove(fault)
                return fault
            if fault.deed is Deed.KILL and self.spent >= self.last:
                self.faults.remove(fault)
                return replace(fault, step=step, pause=0.0)
        return None

    def hit(self, fault: Fault, pid: int | None) -> None:
        """Kill or stop a sender; one that is gone already leaves the fault on the plan."""
        if pid is None or not self._signalled(fault, pid):
            self.faults.appendleft(fault)

    def hit_soon(self, fault: Fault, pid: int | None) -> None:
        """The same after the fault's pause; whoever is gone by then is stood in for by somebody who is not."""
        self.in_the_air += 1
        asyncio.get_running_loop().call_later(fault.pause, self._hit_somebody, fault, pid)

    def _hit_somebody(self, fault: Fault, pid: int | None) -> None:
        if any(self._signalled(fault, one) for one in [pid, *self.among()] if one is not None):
            self.in_the_air -= 1
        else:
            asyncio.get_running_loop().call_later(AGAIN, self._hit_somebody, fault, None)

    def _signalled(self, fault: Fault, pid: int) -> bool:
        """Whether it was still there. Of those who are at work, one may have ended a moment ago."""
        if pid not in self.among():
            return False
        try:
            os.kill(pid, signal.SIGKILL if fault.deed is Deed.KILL else signal.SIGSTOP)
        except ProcessLookupError:
            return False
        self.done(fault)
        if fault.deed is Deed.STOP:
            self.stopped(pid, fault.pause)
        return True

    def done(self, fault: Fault) -> None:
        """Count what has happened."""
        self.struck[fault.deed, fault.step] += 1
        self.doubts += fault.makes_doubt

    def number_of(self, *deeds: Deed) -> int:
        """How often these have happened."""
        return sum(number for (deed, _), number in self.struck.items() if deed in deeds)


class Witness(Conversation):
    """A conversation that is struck where the plan says."""

    sink: Striker

    def offered(self) -> tuple[str, ...]:
        wanted = self.sink.pipelining
        with_it = self.sink.rng.random() < 0.5 if wanted is None else wanted
        return tuple(word for word in EXTENSIONS if with_it or word != "PIPELINING")

    def breaks_off(self) -> bool:
        return any(fault.step == "BODY" and fault.at <= self.sink.spent for fault in self.sink.faults)

    async def take(self, taken: Taken) -> None:
        await self.strike("LOST", "")
        self.sink.journal.record(taken.recipient, taken.message)
        if self.sink.slowness:
            await asyncio.sleep(self.sink.slowness)
        await self.reply(".", taken.recipient, "250 2.0.0 taken")
        await self.strike("ANSWERED", "")
        await self.strike("ANY", "")

    async def reply(self, step: str, line: str, usual: str) -> str:
        if step == "RCPT" and REFUSED in line:
            usual = "550 5.1.1 no such user"
        answered = await self.strike(step, usual)
        if answered or step == "BODY":  # whatever was to happen has happened: the rest of the message is read
            return usual[:3]
        return await super().reply(step, line, usual)

    async def strike(self, step: str, usual: str) -> bool:
        """Whether something happened that was an answer as well."""
        fault = self.sink.due(step)
        if fault is None:
            return False
        if fault.deed in (Deed.KILL, Deed.STOP):
            self._hit(fault)
            return False
        return await self._on_the_line(fault, usual)

    def _hit(self, fault: Fault) -> None:
        """Kill or stop whoever is at the other end."""
        pid = owner(self.writer.get_extra_info("peername")[1], self.sink.port, self.sink.among())
        if fault.pause and fault.deed is Deed.KILL:
            self.sink.hit_soon(fault, pid)
            return
        self.sink.hit(fault, pid)
        if fault.deed is Deed.KILL:
            raise Hung

    async def _on_the_line(self, fault: Fault, usual: str) -> bool:
        self.sink.done(fault)
        if fault.deed is Deed.DRIP:
            for byte in f"{usual}\r\n".encode() if usual else b"":
                self.writer.write(bytes([byte]))
                await asyncio.sleep(DRIP)
            return bool(usual)
        if fault.deed is Deed.SILENCE:
            while await self.reader.read(65536):
                pass
        elif fault.deed is Deed.RESET:
            self.writer.transport.abort()
        raise Hung


@asynccontextmanager
async def a_striker(
    journal: Journal, faults: Sequence[Fault], among: Callable[[], Iterable[int]], **fields: object
) -> AsyncIterator[Striker]:
    """A striker that listens."""
    sink = Striker(journal=journal, faults=deque(faults), among=among, **fields)
    sink.heard = deque(maxlen=1000)  # type: ignore[assignment] # what was said last is enough, however long it takes
    async with listening(sink, Witness):
        yield sink
