"""What a server has accepted, as it would be found after its own power failed: written and synced before it answers."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)


class Copy(NamedTuple):
    """A letter that was accepted: its Message-ID, and a hash of all its bytes."""

    message_id: str
    digest: str


def copy_of(message: bytes) -> Copy:
    """A letter that was accepted, as it is remembered."""
    found = MESSAGE_ID.search(message)
    return Copy(found[1].decode() if found else "", sha256(message).hexdigest())


class Journal:
    """Appends; a line that was written is on the disk when ``record`` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.letters = 0
        self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def record(self, recipient: str, message: bytes) -> None:
        line = "\t".join((recipient, *copy_of(message))) + "\n"
        os.write(self._file, line.encode())
        os.fsync(self._file)
        self.letters += 1

    def close(self) -> None:
        os.close(self._file)

    def copies(self) -> dict[str, list[Copy]]:
        """What each recipient has, read again from the disk."""
        found: defaultdict[str, list[Copy]] = defaultdict(list)
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                recipient, message_id, digest = line.rstrip("\n").split("\t")
                found[recipient].append(Copy(message_id, digest))
        return dict(found)
