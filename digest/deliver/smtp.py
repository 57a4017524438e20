"""A relay that speaks SMTP: lanes side by side, a letter at a time on each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from digest.deliver.caution import Caution
from digest.deliver.connecting import NO_ANSWER, Answered, Connector, is_secured
from digest.deliver.lane import Lane
from digest.deliver.line import Line
from digest.deliver.relay import BeforeData, RelaySettings
from digest.deliver.verdict import Phase, from_error, printable
from digest.errors import RelayDown
from digest.model import Letter, Verdict, VerdictKind


class SmtpRelay:
    """A relay that speaks SMTP, with ``connections`` lanes."""

    def __init__(self, settings: RelaySettings) -> None:
        self.settings = settings
        self.name = f"{settings.name} ({settings.host}:{settings.port})"
        self.lanes = settings.connections
        self._closed = False
        connector, caution = Connector(settings), Caution(self.name)
        self._all = [Lane(settings, Line(settings, connector, caution)) for _ in range(settings.connections)]
        # The lane used last goes first: with little to do, few connections are open.
        self._idle: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        for lane in self._all:
            self._idle.put_nowait(lane)

    @property
    def calls(self) -> int:
        """See Relay."""
        return sum(lane.line.is_open for lane in self._all)

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[Lane]:
        """See Relay."""
        lane = await self._idle.get()
        try:
            if self._closed:
                raise RelayDown(f"{self.name}: the relay was closed")
            yield lane
        finally:
            lane.abandon()
            self._idle.put_nowait(lane)

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """See Relay. A cancelled call whose letter is already on its way waits for the answer first."""
        try:
            async with self.lane() as lane:
                return await lane.carry(letter, before_data)
        except RelayDown:
            return Verdict(kind=VerdictKind.RELAY_DOWN, text="the relay was closed")

    async def check(self) -> str:
        """See Relay."""
        async with self.lane() as lane:
            return await who_answers(lane.line, self.settings)

    async def close(self) -> None:
        """Say good-bye on every connection, on each when its letter has its answer."""
        self._closed = True
        try:
            await asyncio.gather(*(self._retire() for _ in self._all))
        finally:
            for lane in self._all:
                lane.line.drop()  # nothing is left to drop, unless we were cancelled
                self._idle.put_nowait(lane)  # so that whoever comes late is told, and does not wait for ever

    async def _retire(self) -> None:
        lane = await self._idle.get()
        await lane.line.close()


async def who_answers(line: Line, settings: RelaySettings) -> str:
    """Connect, secure, log in; say who answered.

    Raises:
        RelayDown: nobody did, or not as we need it.
    """
    where = f"{settings.host}:{settings.port}"
    try:
        client = await line.open()
        reply = await client.execute_command(b"NOOP", timeout=settings.command_timeout)
    except (Answered, *NO_ANSWER) as fault:
        line.drop()
        words = fault.verdict.answer if isinstance(fault, Answered) else from_error(fault, Phase.CONNECT).text
        raise RelayDown(f"{where}: {words}") from fault
    if reply.code == 421:
        line.drop()
        raise RelayDown(f"{where}: {reply.code} {printable(reply.message)}")
    return f"{where} answers, {'with' if is_secured(client) else 'without'} TLS"
