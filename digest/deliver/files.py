"""Relays that are folders: a Maildir, and a folder of .eml files. For trying out, archives and other senders."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path

from digest.deliver.envelope import Envelope, UnsayableAddress, unsayable
from digest.deliver.lane import nobody
from digest.deliver.relay import BeforeData, Following, RelaySettings
from digest.errors import RelayDown
from digest.model import Letter, Verdict, VerdictKind


class FileRelay:
    """Writes each letter into a file of its own, as ``put`` says."""

    lanes = 4
    calls = 0

    def __init__(self, settings: RelaySettings, put: Callable[[Path, Letter, Envelope], None]) -> None:
        self.settings = settings
        self.name = f"{settings.name} ({settings.path})"
        self._path = settings.path
        self._put = put

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[FileRelay]:
        """See Relay: one folder, as many lanes as one likes."""
        yield self

    def abandon(self) -> None:
        """See Lane: nothing is announced to a folder."""

    async def carry(
        self, letter: Letter, before_data: BeforeData | None = None, following: Following = nobody
    ) -> Verdict:
        """See Lane."""
        return await self.hand_over(letter, before_data=before_data)

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """See Relay."""
        try:
            envelope = Envelope.of(letter)
        except UnsayableAddress as fault:
            return unsayable(fault)
        if before_data is not None:
            await before_data()
        try:
            await asyncio.to_thread(self._put, self._path, letter, envelope)
        except OSError as fault:
            text = f"{self._path} cannot be written: {fault.strerror or fault}"
            return Verdict(kind=VerdictKind.RELAY_DOWN, text=text)
        return Verdict(kind=VerdictKind.SENT, code=250, text=f"written into {self._path}")

    async def check(self) -> str:
        """See Relay."""
        return await asyncio.to_thread(check_folder, self._path)


def put_eml(folder: Path, letter: Letter, _envelope: Envelope) -> None:
    """A letter's exact bytes, as NAME.eml."""
    folder.mkdir(parents=True, exist_ok=True)
    name = stem(letter)
    write_durably(folder / f".{name}.tmp", folder / f"{name}.eml", letter.message)


def put_maildir(folder: Path, letter: Letter, envelope: Envelope) -> None:
    """Deliver into a Maildir (cr.yp.to/proto/maildir.html), with the envelope in two lines on top as an MDA does."""
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    top = b"Return-Path: %b\r\nDelivered-To: %b\r\n" % (envelope.sender, envelope.recipient[1:-1])
    # A Maildir is read with the line ends of the system.
    content = (top + letter.message).replace(b"\r\n", b"\n")
    host = socket.gethostname().replace("/", "\\057").replace(":", "\\072")
    name = f"{letter.delivery_id}.D{stem(letter)}.{host}"
    write_durably(folder / "tmp" / name, folder / "new" / name, content)


def stem(letter: Letter) -> str:
    """The delivery's own name, so that a letter which is written again replaces itself.

    A trial is no delivery and has the id 0: its bytes name it, which differ from reader to reader.
    """
    return str(letter.delivery_id) if letter.delivery_id else f"trial-{sha256(letter.message).hexdigest()[:16]}"


def write_durably(draft: Path, final: Path, content: bytes) -> None:
    """Write a file that only its owner may read, so that after a power failure it is there whole or not at all.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    try:
        with open(draft, "wb", opener=_private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(final)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def check_folder(path: Path) -> str:
    """Whether letters can be written below a folder.

    Raises:
        RelayDown: they cannot.
    """
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    if not there.is_dir():
        raise RelayDown(f"{there} is no folder; relay.path wants one.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise RelayDown(f"{path} cannot be written; check the permissions of {there}.")
    return f"{path} can be written"
