"""A relay: whoever takes our letters. An SMTP server, a Maildir, a folder of .eml files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from digest.deliver.routes import Route
from digest.model import Letter, Verdict

BeforeData = Callable[[], Awaitable[None]]
Following = Callable[[], Letter | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """How a relay is reached. Durations are seconds."""

    name: str = "relay"
    kind: str = "smtp"  # or "maildir", "folder"
    host: str = "127.0.0.1"
    port: int = 587
    tls: str = "starttls-required"
    username: str = ""
    password: str = field(default="", repr=False)
    allow_plain_login: bool = False
    ca_file: str = ""
    path: Path = Path("outbox")
    connections: int = 5
    messages_per_connection: int = 100
    connect_timeout: float = 30.0
    command_timeout: float = 60.0
    data_timeout: float = 600.0  # RFC 5321 §4.5.3.2.6: a shorter one makes duplicates
    weight: float = 1.0  # its share, beside other relays
    newsletters: tuple[str, ...] = ()  # only these; empty: all
    domains: tuple[str, ...] = ()  # only these receiving domains or groups of them; empty: all
    rate: float = 0.0  # letters a second, 0 for as many as there are
    daily: int = 0  # letters a day, 0 for as many as there are
    warm_up: tuple[int, ...] = ()  # letters on the first, second, … day
    warm_up_since: date | None = None

    @property
    def route(self) -> Route:
        """What it is there for."""
        return Route(
            relay=self.name,
            weight=self.weight,
            newsletters=frozenset(self.newsletters),
            domains=frozenset(self.domains),
        )

    def cap(self, today: date) -> int:
        """How many letters it may carry today; 0 for as many as there are."""
        day = (today - self.warm_up_since).days if self.warm_up_since else 0
        warming = self.warm_up[max(day, 0)] if day < len(self.warm_up) else 0
        return min((limit for limit in (self.daily, warming) if limit), default=0)


class Lane(Protocol):
    """A way on which one letter goes after the other."""

    async def carry(self, letter: Letter, before_data: BeforeData | None = None, following: Following = ...) -> Verdict:
        """Hand a letter over. Whatever the server does comes back as a verdict, never as an error.

        ``before_data`` is awaited at the last moment at which nothing of the letter has left; an error it raises
        stops this letter, leaves the connection clean or closed, and is passed on. ``following`` is asked once,
        when the letter leaves, for the one that will be carried next: a lane may announce it to the server.
        """

    def abandon(self) -> None:
        """The letter that was announced will not come."""


class Relay(Protocol):
    """Takes letters."""

    @property
    def settings(self) -> RelaySettings:
        """How it is reached, and what it is there for."""

    @property
    def name(self) -> str:
        """What the relay is called in messages: its name in the settings, and where it is."""

    @property
    def lanes(self) -> int:
        """How many letters may be handed over side by side."""

    @property
    def calls(self) -> int:
        """How many connections are open."""

    def lane(self) -> AbstractAsyncContextManager[Lane]:
        """A lane for oneself; waits until one is free.

        Raises:
            RelayDown: the relay was closed.
        """

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """Hand a single letter over, on any lane; as ``Lane.carry``."""

    async def check(self) -> str:
        """Whether the relay can be used, for `digest doctor`: in words who answered.

        Raises:
            RelayDown: it cannot; the message says why.
        """
