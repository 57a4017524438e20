"""Empty the mailboxes in which mail comes back: fetch → take back → done. A crash between two loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from digest.deliver import mailboxes
from digest.deliver.lmtp import serve_lmtp
from digest.errors import MailboxDown, SettingsError, Unfetched
from digest.jobs.returns import Outcome, take_back
from digest.model import Effect, ReturnKind
from digest.newsroom import Newsroom
from digest.settings.returning import ImapSettings, Pop3Settings
from digest.words import counted

log = logging.getLogger(__name__)

PAGE = 100  # mails between two marks in a mailbox
MOST = 10_000  # mails in one round; the next round takes the rest
LONGEST = 300.0  # seconds for one answer of a mailbox


@dataclass(slots=True)
class Haul:
    """What was taken back: how many mails, and how many Returns of which kind had which effect."""

    mails: int = 0
    known: int = 0
    kinds: Counter[ReturnKind] = field(default_factory=Counter)
    effects: Counter[Effect] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def add(self, outcomes: list[Outcome]) -> None:
        """Count what one mail or post brought."""
        self.mails += 1
        for found, effect in outcomes:
            if effect is None:
                self.known += 1
            else:
                self.kinds[found.kind] += 1
                self.effects[effect] += 1


def boxes(newsroom: Newsroom) -> Iterator[mailboxes.Box]:
    """The mailboxes that the settings name."""
    wanted = newsroom.settings.returns
    if wanted.maildir:
        yield mailboxes.MaildirBox(Path(wanted.maildir), delete=wanted.after == "delete")
    if wanted.mbox:
        yield mailboxes.MboxBox(Path(wanted.mbox), delete=wanted.after == "delete")
    if wanted.imap.host:
        imap = wanted.imap
        yield mailboxes.ImapBox(_login(imap), folder=imap.folder, after=imap.after, moved_to=imap.moved_to)
    if wanted.pop3.host:
        yield mailboxes.Pop3Box(_login(wanted.pop3))


def _login(wanted: ImapSettings | Pop3Settings) -> mailboxes.Login:
    """The password leaves its wrapper here and nowhere else."""
    return mailboxes.Login(
        host=wanted.host,
        port=wanted.port,
        tls=wanted.tls,
        username=wanted.username,
        password=wanted.password.get_secret_value(),
        ca_file=wanted.ca_file,
    )


async def collect(
    newsroom: Newsroom,
    *,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    only: mailboxes.Box | None = None,
    on_mail: Callable[[int], None] | None = None,
) -> Haul:
    """Empty all mailboxes, or ``only`` one. One that cannot be read, or does not answer, holds up no other.

    Raises:
        StoreError: nothing can be written down; what was not, is still in its mailbox.
    """
    haul = Haul()

    async def empty(box: mailboxes.Box) -> None:
        try:
            await _empty(newsroom, box, haul, clock=clock, stop=stop, on_mail=on_mail)
        except MailboxDown as fault:
            haul.failures[box.name] = fault.message
            log.warning("%s", fault)

    emptied = [asyncio.create_task(empty(box)) for box in ([only] if only else boxes(newsroom))]
    try:
        await asyncio.gather(*emptied)
    finally:
        for task in emptied:
            task.cancel()
        await asyncio.gather(*emptied, return_exceptions=True)
    return haul


@asynccontextmanager
async def listen(newsroom: Newsroom, *, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """While open, take what a mail server delivers by LMTP, if the settings name a port for it.

    Raises:
        SettingsError: the port cannot be listened on.
    """

    async def take(raw: bytes, recipients: Sequence[str]) -> None:
        await take_back(newsroom, raw, to=recipients, now=clock())

    wanted = newsroom.settings.returns.lmtp
    async with AsyncExitStack() as stack:
        if wanted.port:
            try:
                await stack.enter_async_context(serve_lmtp(wanted.host, wanted.port, take))
            except OSError as fault:
                raise SettingsError(
                    f"returns.lmtp: {wanted.host}:{wanted.port} cannot be listened on ({fault.strerror}).",
                    key="returns.lmtp.port",
                ) from fault
        yield


async def _empty(
    newsroom: Newsroom,
    box: mailboxes.Box,
    haul: Haul,
    *,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    on_mail: Callable[[int], None] | None,
) -> None:
    """Empty one mailbox, page by page. A mail that cannot be had stays where it is, and costs only itself.

    Raises:
        MailboxDown: it cannot be read, or some of its mails cannot.
    """
    await mailboxes.within(LONGEST, box, box.open)
    passed: set[str] = set()  # a server may list again what it was told is done
    left: list[str] = []
    try:
        for _ in range(MOST // PAGE):
            listed = await mailboxes.within(LONGEST, box, box.waiting, PAGE + len(passed))
            names = [name for name in listed if name not in passed][:PAGE]
            done = [name async for name in _taken(newsroom, box, names, haul, left, clock=clock, on_mail=on_mail)]
            await mailboxes.within(LONGEST, box, box.done, done)
            passed.update(names)
            if not names or stop.is_set():
                break
    finally:
        await mailboxes.within(LONGEST, box, box.close)
    if left:
        raise MailboxDown(f"{counted(len(left), 'mail')} left unread in {box.name}: {left[0]}")


async def _taken(
    newsroom: Newsroom,
    box: mailboxes.Box,
    names: Sequence[str],
    haul: Haul,
    left: list[str],
    *,
    clock: Callable[[], datetime],
    on_mail: Callable[[int], None] | None,
) -> AsyncIterator[str]:
    """The names of the mails that were taken back; in ``left``, why others were not."""
    for name in names:
        try:
            raw = await mailboxes.within(LONGEST, box, box.fetch, name)
        except Unfetched as fault:
            left.append(fault.message)
            continue
        haul.add(await take_back(newsroom, raw, now=clock()) if raw else [])
        if on_mail:
            on_mail(haul.mails)
        yield name
