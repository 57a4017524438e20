"""Mailboxes that are files: a Maildir, a file in mbox format."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from digest.deliver.mailboxes.box import LARGEST
from digest.deliver.verdict import printable
from digest.errors import MailboxDown, Unfetched

SEEN = "S"
READ = b"RO"  # in an mbox's Status: header: read, and not new
WRITTEN_AFTER = 1000  # mails: an mbox that is written anew for every page takes quadratic time
MOST_LINES, LONGEST_LINE = 1000, 10_000  # of a head, in which a status is looked for


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

    def hang_up(self) -> None:
        """A folder has no line."""

    def waiting(self, limit: int) -> list[str]:
        """See Box. The oldest first, by the names that begin with the time."""
        try:
            found = [path for part in ("new", "cur") for path in (self._path / part).iterdir() if not _is_seen(path)]
        except OSError as fault:
            raise MailboxDown(f"{self.name} cannot be read: {fault.strerror}.") from fault
        return [str(path.relative_to(self._path)) for path in sorted(found, key=lambda path: path.name)[:limit]]

    def fetch(self, name: str) -> bytes:
        """See Box. A folder, a device, or a pipe that nobody writes to, is not waited for."""
        path = self._path / name
        try:
            if not path.is_file() and path.exists():
                raise Unfetched(f"{printable(str(path))} is no file.")
            with path.open("rb") as file:
                return file.read(LARGEST)
        except FileNotFoundError:
            return b""
        except OSError as fault:
            raise Unfetched(f"{printable(str(path))} cannot be read: {fault.strerror}.") from fault

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
                raise MailboxDown(f"{printable(str(path))} cannot be marked as read: {fault.strerror}.") from fault


def _is_seen(path: Path) -> bool:
    return path.name.startswith(".") or SEEN in path.name.partition(":2,")[2]


def _seen(name: str) -> str:
    base, _, flags = name.partition(":2,")
    return f"{base}:2,{''.join(sorted({*flags, SEEN}))}"


class MboxBox:
    """A file in mbox format, locked while it is read and written anew when something in it was.

    No mail in it is parsed: what hides in one costs neither the others nor us.
    """

    def __init__(self, path: Path, *, delete: bool = False) -> None:
        self.name = f"the mbox {path}"
        self._path = path
        self._delete = delete
        self._file: mailbox.mbox | None = None
        self._unread: dict[str, str] = {}
        self._marked = 0

    def open(self) -> None:
        """See Box. What a link leads to is written anew, not the link."""
        try:
            self._file = mailbox.mbox(self._path.resolve(), create=False)
            self._file.lock()
            self._unread = {str(key): key for key in self._file.iterkeys() if not _is_read(self._file, key)}
        except mailbox.NoSuchMailboxError:
            raise MailboxDown(f"There is no {self._path} (returns.mbox).") from None
        except (FileExistsError, mailbox.Error) as fault:
            self.close()
            raise MailboxDown(f"{self._path} cannot be locked: {fault}; somebody else has it.") from fault
        except OSError as fault:
            self.close()
            raise MailboxDown(f"{self._path} cannot be opened and locked: {fault.strerror} (returns.mbox).") from fault

    def close(self) -> None:
        """Write it anew if anything changed, and unlock it."""
        file, self._file = self._file, None
        if file is not None:
            with self._writing():
                file.close()

    def hang_up(self) -> None:
        """A file has no line."""

    @property
    def _opened(self) -> mailbox.mbox:
        if self._file is None:
            raise MailboxDown(f"{self.name} is not open.")
        return self._file

    def waiting(self, limit: int) -> list[str]:
        """See Box."""
        return list(islice(self._unread, limit))

    def fetch(self, name: str) -> bytes:
        """See Box."""
        return bytes(self._opened.get_file(self._unread[name]).read(LARGEST))

    def done(self, names: Sequence[str]) -> None:
        """See Box. The file is written anew after every thousand mails, and when it is closed."""
        with self._writing():
            for name in names:
                key = self._unread.pop(name)
                if self._delete:
                    self._opened.remove(key)
                else:
                    self._opened[key] = _as_read(self._opened.get_bytes(key, from_=True))
            self._marked += len(names)
            if self._marked >= WRITTEN_AFTER:
                self._marked = 0
                self._opened.flush()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, mailbox.Error) as fault:
            words = f"{self._path} cannot be written: {getattr(fault, 'strerror', None) or fault}"
            raise MailboxDown(f"{words}; what was read stays in it, and counts once all the same.") from fault


def _is_read(file: mailbox.mbox, key: str) -> bool:
    """Whether a mail's head says so. A head that does not end is looked at as far as any honest one goes."""
    content = file.get_file(key)
    for line in (content.readline(LONGEST_LINE) for _ in range(MOST_LINES)):
        if not line.strip():
            return False
        if line[:7].lower() == b"status:" and b"R" in line:
            return True
    return False


def _as_read(raw: bytes) -> bytes:
    """A mail of an mbox, "From " line and all, with its status on top, where it comes before any other."""
    line, end, rest = raw.partition(b"\n")
    return line + end + b"Status: " + READ + (b"\r\n" if line.endswith(b"\r") else b"\n") + rest
