"""A process that only carries letters: ``digest work``, and the carrying half of ``digest serve``.

It loads nothing that gathers, chooses or prints, so that more of them cost little memory; import-linter and
``tests/house/test_lean.py`` watch that.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from digest import engine, sending, store
from digest.errors import Away
from digest.mailroom import Mailroom, open_mailroom
from digest.settings import DEFAULT_FILE, Settings, load

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DISPATCH_EVERY = 2.0  # seconds
SWEEP_EVERY = 30.0
GRACE = 25.0  # seconds for what is in flight when told to stop
PATIENCE = 600.0  # seconds for a database that is away when we begin
ASK_EVERY = 1.0


def asked(words: Sequence[str], environ: Mapping[str, str]) -> Path | None:
    """The settings file of a sender, where a command line asks for one and for nothing else; the rest is the CLI's."""
    match words:
        case ["work"]:
            return Path(environ.get("DIGEST_CONFIG") or DEFAULT_FILE)
        case ["--config" | "-c", file, "work"] | ["work", "--config" | "-c", file]:
            return Path(file)
    return None


def run(config: Path, environ: Mapping[str, str]) -> None:
    """Carry letters until told to stop (SIGTERM or Ctrl-C).

    Raises:
        SettingsError: with every fault in one message.
        DigestError: the database or a relay cannot be used.
    """
    speak()
    engine.run_in_loop(_open_and_work(load(config, environ), environ))


async def _open_and_work(settings: Settings, environ: Mapping[str, str]) -> None:
    stop = told_to_stop()
    if not await until_there(settings.database.url, stop):
        return
    following = asyncio.create_task(engine.follow(environ, stop))
    async with open_mailroom(settings, check_schema=False) as mailroom:
        await mailroom.make_ready(now=_utc_now())
        log.info("Carrying letters of %s by %s", settings.newsroom.name, ", ".join(one.name for one in mailroom.relays))
        await work(mailroom, clock=_utc_now, stop=stop)
    log.info("Stopped.")
    following.cancel()


async def until_there(url: str, stop: asyncio.Event) -> bool:
    """Wait for a PostgreSQL that is away, as while a machine starts, for ten minutes. False: we were told to stop.

    Raises:
        Away: it did not come.
        StoreError: it is there, and refuses us.
    """
    if store.database_url(url).get_backend_name() == "sqlite":
        return True
    asking, asked = asyncio.create_task(_ask_on(url)), asyncio.create_task(stop.wait())
    await asyncio.wait({asking, asked}, return_when=asyncio.FIRST_COMPLETED)
    for one in (asking, asked):
        one.cancel()
    await asyncio.wait({asking, asked})
    return not asking.cancelled() and await asking


async def _ask_on(url: str) -> bool:
    loop, database, said = asyncio.get_running_loop(), store.open_engine(url), False
    until = loop.time() + PATIENCE
    try:
        while True:
            try:
                async with store.reading(database):
                    return True
            except Away as fault:
                if loop.time() > until:
                    raise
                if not said:
                    log.warning("%s It is waited for, up to %d minutes.", fault, PATIENCE / 60)
                said = True
            await asyncio.sleep(ASK_EVERY)
    finally:
        await store.close_engine(database)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def speak() -> None:
    """Let the log be seen, as programs do that nobody sits at."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")


def told_to_stop() -> asyncio.Event:
    """An event that SIGTERM, Ctrl-C and the end of our terminal set."""
    stop = asyncio.Event()
    for which in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(which, stop.set)
    hear_hangup(stop)
    return stop


def hear_hangup(stop: asyncio.Event) -> None:
    """Let the end of our terminal (SIGHUP) be a request to stop; under nohup it is nothing to us.

    A process that just ends by it leaves the letters that are under way in doubt.
    """
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, stop.set)


async def work(mailroom: Mailroom, *, clock: Clock, stop: asyncio.Event) -> None:
    """Carry letters and take back what dead processes held, until ``stop`` is set."""
    await engine.run(duties(mailroom, clock, stop, asyncio.Event(), asyncio.Event()), stop, grace=GRACE)


def duties(
    mailroom: Mailroom, clock: Clock, stop: asyncio.Event, letters: asyncio.Event, runs: asyncio.Event
) -> list[engine.Duty]:
    """What carries letters. Of what was taken back ``letters`` is told, and ``runs`` to finish what was begun."""
    vigil, attention = engine.Vigil(), sending.Attention()
    return [
        engine.Duty(
            name="dispatch",
            once=lambda: sending.dispatch(mailroom, clock=clock, stop=stop, attention=attention),
            pause=DISPATCH_EVERY,
            wake=letters,
        ),
        engine.Duty(name="go on", once=lambda: _go_on(mailroom, attention, letters), pause=DISPATCH_EVERY),
        engine.Duty(name="sweep", once=lambda: _sweep(mailroom, vigil, clock, (letters, runs)), pause=SWEEP_EVERY),
    ]


async def _go_on(mailroom: Mailroom, attention: sending.Attention, letters: asyncio.Event) -> bool:
    """Whoever has mended why a relay refused us and says `digest resume` expects letters to leave at once."""
    if await sending.may_go_on(mailroom, attention):
        letters.set()
    return False


async def _sweep(mailroom: Mailroom, vigil: engine.Vigil, clock: Clock, others: Iterable[asyncio.Event]) -> bool:
    rescued = await sending.sweep(mailroom, vigil, now=clock(), at=time.monotonic())
    if rescued:
        log.warning("%d letters and runs of a process that is gone were taken back", rescued)
        for other in others:
            other.set()
    return False
