"""What every command works at: the settings, the screen, the clock, and a way to open the newsroom."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from digest import engine, jobs
from digest.cli.console import Screen
from digest.errors import SettingsError
from digest.newsroom import Newsroom, open_newsroom
from digest.settings import DEFAULT_FILE, Definitions, Settings, load

T = TypeVar("T")

DEFAULT_CONFIG = Path(DEFAULT_FILE)


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one command."""

    config: Path | None
    screen: Screen
    environ: Mapping[str, str]

    def now(self) -> datetime:
        """The time."""
        return datetime.now(UTC)

    def settings(self) -> Settings:
        """The settings.

        Raises:
            SettingsError: with every fault in one message.
        """
        return load(self.config or DEFAULT_CONFIG, self.environ)

    def hand_out(self, text: str, file: Path | None) -> None:
        """Write what was asked for into a file, or to standard output.

        Raises:
            SettingsError: the file cannot be written.
        """
        if file is None:
            self.screen.out.file.write(text)
            return
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as fault:
            raise SettingsError(f"{file} cannot be written: {fault.strerror}.", file=str(file)) from fault
        self.screen.say(f"Wrote {file}.")

    def run(self, work: Callable[[Newsroom], Awaitable[T]], *, apply: bool = False) -> T:
        """Open the newsroom, do the work, close it. With ``apply``, first bring in what digest.toml defines.

        An empty database is made ready; one of another version is an error that says what to do.
        """
        logging.basicConfig(level=logging.WARNING, format="digest: %(message)s")
        return engine.run_in_loop(self._run(work, apply=apply))

    async def _run(self, work: Callable[[Newsroom], Awaitable[T]], *, apply: bool) -> T:
        settings = self.settings()
        definitions = Definitions.of(settings)
        async with open_newsroom(settings, check_schema=False) as newsroom:
            await newsroom.make_ready(now=self.now())
            changes = await jobs.define(
                newsroom,
                definitions.newsletters,
                definitions.sources,
                now=self.now(),
                dry_run=not apply,
                whole=True,
            )
            self._tell(changes, applied=apply)
            return await work(newsroom)

    def _tell(self, changes: list[jobs.Change], *, applied: bool) -> None:
        if not changes:
            return
        if not applied:
            names = ", ".join(change.name for change in changes)
            self.screen.say(f"[dim]digest.toml and the database differ ({names}): run `digest apply`.[/dim]")
            return
        for change in changes:
            words = f" ({change.words})" if change.words else ""
            self.screen.say(f"[dim]digest.toml: {change.kind} {change.name}: {change.what}{words}[/dim]")
