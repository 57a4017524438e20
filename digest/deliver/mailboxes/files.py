"""Mailboxes that are files: a Maildir, a file in mbox format."""

from __future__ import annotations

import mailbox
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from digest.deliver.mailboxes.box import LARGEST
from digest.errors import MailboxDown

SEEN = "S"
READ = "RO"  # in an mbox's Status: header: read, and not new


class MaildirBox:
    """A Maildir (cr.yp.to/proto/maildir.html). A mail that was read goes to ``cur`` with the flag S, or away."""

    def __init__(self, path: Path, *, delete: bool = False) -> None:
        self.name = f"the Maildir {path}"
        self._path = path
        self._delete = delete

    def open(self) -> None:
        """See Box."""
        if not all((self._path / part).is_dir() for part in ("new", "cur")):
            raise MailboxDown(f"{self._path} is no Maildir: it has no new and cur in it (returns.maildir).")

    def close(self) -> None:
        """Nothing is open."""

    def waiting(self, limit: int) -> list[str]:
        """See Box. The oldest first, by the names that begin with the time."""
        try:
            found = [path for part in ("new", "cur") for path in (self._path / part).iterdir() if not _is_seen(path)]
        except OSError as fault:
            raise MailboxDown(f"{self.name} cannot be read: {fault.strerror}.") from fault
        return [str(path.relative_to(self._path)) for path in sorted(found, key=lambda path: path.name)[:limit]]

    def fetch(self, name: str) -> bytes:
        """See Box."""
        try:
            with (self._path / name).open("rb") as file:
                return file.read(LARGEST)
        except FileNotFoundError:
            return b""
        except OSError as fault:
            raise MailboxDown(f"{self._path / name} cannot be read: {fault.strerror}.") from fault

    def done(self, names: Sequence[str]) -> None:
        """See Box."""
        for name in names:
            path = self._path / name
            try:
                if self._delete:
                    path.unlink(missing_ok=True)
                else:
                    path.rename(self._path / "cur" / _seen(path.name))
            except FileNotFoundError:
                continue
            except OSError as fault:
                raise MailboxDown(f"{path} cannot be marked as read: {fault.strerror}.") from fault


def _is_seen(path: Path) -> bool:
    return path.name.startswith(".") or SEEN in path.name.partition(":2,")[2]


def _seen(name: str) -> str:
    base, _, flags = name.partition(":2,")
    return f"{base}:2,{''.join(sorted({*flags, SEEN}))}"


class MboxBox:
    """A file in mbox format, locked while it is read and written anew when something in it was."""

    def __init__(self, path: Path, *, delete: bool = False) -> None:
        self.name = f"the mbox {path}"
        self._path = path
        self._delete = delete
        self._file: mailbox.mbox | None = None
        self._keys: dict[str, str] = {}

    def open(self) -> None:
        """See Box."""
        try:
            self._file = mailbox.mbox(self._path, create=False)
            self._file.lock()
        except mailbox.NoSuchMailboxError:
            raise MailboxDown(f"There is no {self._path} (returns.mbox).") from None
        except (OSError, mailbox.ExternalClashError) as fault:
            self.close()
            raise MailboxDown(f"{self._path} cannot be locked: {fault}; somebody else has it.") from fault

    def close(self) -> None:
        """Write it anew if anything changed, and unlock it."""
        if self._file is not None:
            self._file.close()

    @property
    def _opened(self) -> mailbox.mbox:
        if self._file is None:
            raise MailboxDown(f"{self.name} is not open.")
        return self._file

    def waiting(self, limit: int) -> list[str]:
        """See Box."""
        unread = (key for key in self._opened.iterkeys() if "R" not in self._opened.get_message(key).get_flags())
        self._keys = {str(key): key for key in islice(unread, limit)}
        return list(self._keys)

    def fetch(self, name: str) -> bytes:
        """See Box."""
        return bytes(self._opened.get_bytes(self._keys[name])[:LARGEST])

    def done(self, names: Sequence[str]) -> None:
        """See Box. What is in the file is on disk when this returns."""
        for name in names:
            key = self._keys[name]
            if self._delete:
                self._opened.remove(key)
            else:
                message = self._opened.get_message(key)
                message.set_flags(READ)
                self._opened[key] = message
        try:
            self._opened.flush()
        except OSError as fault:
            raise MailboxDown(f"{self._path} cannot be written: {fault.strerror}.") from fault
