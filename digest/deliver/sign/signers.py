"""Who signs what: the keys of the From domain or of the nearest domain above it, so that d= is aligned (RFC 9989).

A few letters are signed in a thread. Whoever has many gets processes for the keys' operations: a thread that signs
has to wait for the interpreter before and after each, while the event loop is busy carrying letters. Letters are signed
a few at a time, because asking costs as much as a tenth of a signature.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.deliver.sign.processes import PROCESSES, Gone, Process, start
from digest.deliver.sign.signature import drafted, sign, signed
from digest.errors import SettingsError
from digest.model import Letter

if TYPE_CHECKING:  # as in ``signature.py``
    from digest.deliver.sign.keys import SigningKey

log = logging.getLogger(__name__)

AT_A_TURN = 8  # letters
TURNS_AHEAD = 2 * PROCESSES + 1  # one that is signed and one that waits at each process, and one that comes back
FEW = 200  # letters: so many are signed sooner than a process comes up
IDLE = 30.0  # seconds after the last letter, when processes end


class Signers:
    """All keys of a newsroom. ``open_signers`` opens and closes them."""

    def __init__(self, keys: Sequence[SigningKey], *, idle: float = IDLE) -> None:
        self.keys = tuple(keys)
        self._idle = idle
        self._places = {key.record.name: place for place, key in enumerate(self.keys)}
        self._processes: list[Process] = []
        self._starting: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._signed = 0  # letters, since the last rest
        self._used = 0.0
        self._by_domain: dict[str, tuple[SigningKey, ...]] = {}
        # RSA on top: every verifier knows it, and some look at the first signature only.
        for key in sorted(keys, key=lambda key: key.kind != "rsa"):
            self._by_domain[key.domain] = (*self._by_domain.get(key.domain, ()), key)

    def for_domain(self, from_domain: str) -> tuple[SigningKey, ...]:
        """The keys that sign for a From domain (A-label); none where no key's domain is this one or above it."""
        domain = from_domain.lower()
        while domain:
            if domain in self._by_domain:
                return self._by_domain[domain]
            domain = domain.partition(".")[2]
        return ()

    def sign(self, message: bytes, from_domain: str, *, relaxed: bool = False) -> bytes:
        """A message with its signatures in front; as it was where no key signs for its domain."""
        keys = self.for_domain(from_domain)
        return sign(message, keys, relaxed=relaxed) if keys else message

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that sign just now."""
        return [one.pid for one in self._processes if one.lives]

    def begin(self, letters: Sequence[Letter], from_domain: str) -> asyncio.Task[list[Letter]]:
        """``signed``, beside whatever the caller does meanwhile."""
        return asyncio.create_task(self.signed(letters, from_domain), name="sign")

    async def signed(self, letters: Sequence[Letter], from_domain: str) -> list[Letter]:
        """A few letters with their signatures in front, in their order; best ``AT_A_TURN`` of them."""
        keys = self.for_domain(from_domain)
        if not keys:
            return list(letters)
        self._count(len(letters))
        process = min((one for one in self._processes if one.lives), key=lambda one: len(one.waiting), default=None)
        if process is not None:
            with suppress(Gone):
                return await self._by_process(process, letters, keys)
        return await asyncio.to_thread(_all_signed, letters, keys)

    async def _by_process(
        self, process: Process, letters: Sequence[Letter], keys: Sequence[SigningKey]
    ) -> list[Letter]:
        from digest.deliver.sign.operating import packed  # noqa: PLC0415 - it loads OpenSSL

        drafts = [drafted(one.message, keys, relaxed=one.relaxed) for one in letters]
        places = [self._places[key.record.name] for key in keys]
        wanted = [(place, draft.data) for own in drafts for place, draft in zip(places, own, strict=True)]
        signatures = iter(await process.ask(packed(wanted)))
        return [
            replace(one, message=signed(one.message, own, [next(signatures) for _ in own]))
            for one, own in zip(letters, drafts, strict=True)
        ]

    def _count(self, letters: int) -> None:
        """Start processes where there is much to sign; end them when there was nothing for a while."""
        loop = asyncio.get_running_loop()
        self._signed, self._used = self._signed + letters, loop.time()
        if self._signed > FEW and self._starting is None:
            self._starting = asyncio.create_task(self._start(), name="start signing processes")
            self._alarm = loop.call_later(self._idle, self._look)

    async def _start(self) -> None:
        await asyncio.gather(*(self._start_one() for _ in range(PROCESSES)))

    async def _start_one(self) -> None:
        try:
            self._processes.append(await start(self.keys))
        except (OSError, Gone, TimeoutError) as fault:
            log.warning("A signing process did not come up (%r); letters are signed more slowly.", fault)

    def _look(self) -> None:
        """Whether the processes have rested long enough to end, or are all dead: then there may be new ones."""
        loop = asyncio.get_running_loop()
        left = self._used + self._idle - loop.time()
        coming = self._starting is not None and not self._starting.done()
        if coming or (left > 0 and self.processes):
            self._alarm = loop.call_later(max(left, 0.1), self._look)
        else:
            self._alarm = None
            self._ending = asyncio.create_task(self.end(), name="end signing processes")

    async def end(self) -> None:
        """End the processes, if there are any; whoever has many letters again gets new ones."""
        starting, self._starting, self._signed = self._starting, None, 0
        if self._alarm is not None:
            self._alarm.cancel()
        if starting is not None:
            starting.cancel()
            await asyncio.wait({starting})
        processes, self._processes = self._processes, []
        for process in processes:
            await process.end()


def _all_signed(letters: Iterable[Letter], keys: Sequence[SigningKey]) -> list[Letter]:
    return [replace(one, message=sign(one.message, keys, relaxed=one.relaxed)) for one in letters]


@asynccontextmanager
async def open_signers(keys: Sequence[SigningKey], *, idle: float = IDLE) -> AsyncIterator[Signers]:
    """Signers with these keys; none is fine, and then nothing is signed. Processes end after ``idle`` seconds of rest.

    Raises:
        SettingsError: two keys have one name.
    """
    names = [key.record.name for key in keys]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(f"dkim: {twice[0]} is the name of two keys; give one of them another selector.", key="dkim")
    signers = Signers(keys, idle=idle)
    try:
        yield signers
    finally:
        await signers.end()
