"""Relays that are folders: a Maildir, and a folder of .eml files. For trying out, archives and other senders."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

from digest.deliver.relay import BeforeData
from digest.errors import RelayDown
from digest.model import Letter, Verdict, VerdictKind


class FolderRelay:
    """Writes each letter's exact bytes into a file of its own."""

    lanes = 4

    def __init__(self, name: str, path: Path) -> None:
        self.name = f"{name} ({path})"
        self._path = path

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """See Relay."""
        if before_data is not None:
            await before_data()
        try:
            await asyncio.to_thread(self._write, letter)
        except OSError as fault:
            return Verdict(kind=VerdictKind.RELAY_DOWN, text=f"{self._path} cannot be written: {fault.strerror}")
        return Verdict(kind=VerdictKind.SENT, code=250, text=f"written to {self._path}")

    def _write(self, letter: Letter) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        # The name is the delivery's: writing a letter again replaces it, so this relay never has two.
        write_durably(
            self._path / f".{letter.delivery_id}.tmp", self._path / f"{letter.delivery_id}.eml", letter.message
        )

    async def check(self) -> str:
        """See Relay."""
        return await asyncio.to_thread(check_folder, self._path)


class MaildirRelay:
    """Delivers into a Maildir (cr.yp.to/proto/maildir.html), with the envelope in two lines on top as an MDA does."""

    lanes = 4

    def __init__(self, name: str, path: Path) -> None:
        self.name = f"{name} ({path})"
        self._path = path

    async def hand_over(self, letter: Letter, *, before_data: BeforeData | None = None) -> Verdict:
        """See Relay."""
        if before_data is not None:
            await before_data()
        try:
            await asyncio.to_thread(self._write, letter)
        except OSError as fault:
            return Verdict(kind=VerdictKind.RELAY_DOWN, text=f"{self._path} cannot be written: {fault.strerror}")
        return Verdict(kind=VerdictKind.SENT, code=250, text=f"delivered into {self._path}")

    def _write(self, letter: Letter) -> None:
        for part in ("tmp", "new", "cur"):
            (self._path / part).mkdir(parents=True, exist_ok=True)
        envelope = f"Return-Path: <{letter.envelope_from}>\r\nDelivered-To: {letter.envelope_to}\r\n".encode()
        # A Maildir is read with the line ends of the system.
        content = (envelope + letter.message).replace(b"\r\n", b"\n")
        host = socket.gethostname().replace("/", "\\057").replace(":", "\\072")
        name = f"{letter.delivery_id}.D{letter.delivery_id}.{host}"
        write_durably(self._path / "tmp" / name, self._path / "new" / name, content)

    async def check(self) -> str:
        """See Relay."""
        return await asyncio.to_thread(check_folder, self._path)


def write_durably(draft: Path, final: Path, content: bytes) -> None:
    """Write a file so that after a power failure it is there whole or not at all."""
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def check_folder(path: Path) -> str:
    """Whether letters can be written below a folder.

    Raises:
        RelayDown: they cannot.
    """
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        raise RelayDown(f"{path} cannot be written; check the permissions of {there}.")
    return f"{path} can be written"
