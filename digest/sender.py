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

from digest import engine, sending
from digest.mailroom import Mailroom, open_mailroom
from digest.settings import DEFAULT_FILE, Settings, load

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DISPATCH_EVERY = 2.0  # seconds
SWEEP_EVERY = 30.0
GRACE = 25.0  # seconds for what is in flight when told to stop


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
    following = asyncio.create_task(engine.follow(environ, stop))
    async with open_mailroom(settings, check_schema=False) as mailroom:
        await mailroom.make_ready(now=_utc_now())
        log.info("Carrying letters of %s by %s", settings.newsroom.name, ", ".join(one.name for one in mailroom.relays))
        await work(mailroom, clock=_utc_now, stop=stop)
    log.info("Stopped.")
    following.cancel()


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
        engine.Duty(name="sweep", once=lambda: _sweep(mailroom, vigil, clock, (letters, runs)), pause=SWEEP_EVERY),
    ]


async def _sweep(mailroom: Mailroom, vigil: engine.Vigil, clock: Clock, others: Iterable[asyncio.Event]) -> bool:
    rescued = await sending.sweep(mailroom, vigil, now=clock(), at=time.monotonic())
    if rescued:
        log.warning("%d letters and runs of a process that is gone were taken back", rescued)
        for other in others:
            other.set()
    return False
