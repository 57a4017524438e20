"""A file as parts that can be read: itself, what is in its gzip, or the tables in its zip.

Nothing is unpacked to disk, and nothing is trusted: a part ends with a sentence when it grows beyond ``MOST_BYTES``, or
out of all proportion to the file it comes from (a zip bomb).
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from subscribers.errors import ListRefused

MOST_BYTES = 8 << 30  # of one part, unpacked
MOST_RATIO = 300  # times its packed size; a list of readers is about ten
FREE_BYTES = 64 << 20  # so much may come out of however little
MOST_PARTS = 50
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson")
BUFFER = 1 << 18

# What people mistake for a table, by its first bytes.
STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document; save it as CSV (UTF-8)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"Rar!", "a RAR archive; unpack it, or pack it as zip"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it, or pack it as zip"),
    (b"BZh", "packed with bzip2; unpack it, or pack it as gzip or zip"),
    (b"\xfd7zXZ", "packed with xz; unpack it, or pack it as gzip or zip"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it, or pack it as gzip or zip"),
    (b"\x7fELF", "a program"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a file. ``open`` begins it anew each time."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its parts; ``position`` of ``size`` bytes are behind us, packed as they lie."""

    name: str
    size: int
    parts: tuple[Part, ...]
    position: Callable[[], int]


@contextmanager
def open_file(path: Path) -> Iterator[Opened]:
    """Open a list.

    Raises:
        ListRefused: it is not there, may not be read, or is something else than tables.
    """
    _check(path)
    try:
        with path.open("rb", buffering=0) as raw:
            size = path.stat().st_size
            magic = raw.read(16)
            raw.seek(0)
            if magic.startswith((b"PK\x03\x04", b"PK\x05\x06")):
                with _zip(path, raw) as archive:
                    yield Opened(path.name, size, _tables(path, archive, size), raw.tell)
                return
            unpack = _gunzip if magic.startswith(b"\x1f\x8b") else _plain
            yield Opened(path.name, size, (Part(path.name, lambda: unpack(path, raw, size)),), raw.tell)
    except PermissionError as fault:
        raise ListRefused(f"{path.name} may not be read: {fault.strerror}.") from fault


def _check(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise ListRefused(f"There is no file {path}.") from fault
    if not stat.S_ISREG(mode):
        raise ListRefused(f"{path} is no file.")
    if path.stat().st_size == 0:
        raise ListRefused(f'{path.name} is empty; a heading row with a column "email" was expected.')


def _plain(path: Path, raw: IO[bytes], _size: int) -> IO[bytes]:
    raw.seek(0)
    return io.BufferedReader(_Guarded(raw, path.name, MOST_BYTES), BUFFER)


def _gunzip(path: Path, raw: IO[bytes], size: int) -> IO[bytes]:
    raw.seek(0)
    most = min(MOST_BYTES, max(FREE_BYTES, size * MOST_RATIO))
    return io.BufferedReader(_Guarded(gzip.GzipFile(fileobj=raw), path.name, most), BUFFER)


@contextmanager
def _zip(path: Path, raw: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(raw) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError) as fault:
        raise ListRefused(f"{path.name} cannot be unpacked: {fault}.") from fault


def _tables(path: Path, archive: zipfile.ZipFile, size: int) -> tuple[Part, ...]:
    inside = [one for one in archive.infolist() if not one.is_dir()]
    if any(one.filename.startswith(("xl/", "word/")) or one.filename == "mimetype" for one in inside):
        raise ListRefused(f"{path.name} is an office document; save it as CSV (UTF-8).")
    tables = [one for one in inside if one.filename.lower().endswith(SUFFIXES) and not _hidden(one.filename)]
    if not tables:
        raise ListRefused(f"{path.name} holds no table; expected a file that ends in {', '.join(SUFFIXES)}.")
    if len(tables) > MOST_PARTS:
        raise ListRefused(f"{path.name} holds {len(tables):,} tables; at most {MOST_PARTS} are read at once.")
    most = min(MOST_BYTES, max(FREE_BYTES, size * MOST_RATIO))
    return tuple(Part(PurePosixPath(one.filename).name, _opener(path, archive, one, most)) for one in tables)


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _opener(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> Callable[[], IO[bytes]]:
    def begin() -> IO[bytes]:
        try:
            member = archive.open(info)
        except (RuntimeError, zipfile.BadZipFile, NotImplementedError) as fault:
            raise ListRefused(f"{path.name}: {info.filename} cannot be unpacked: {fault}.") from fault
        return io.BufferedReader(_Guarded(member, info.filename, most), BUFFER)

    return begin


class _Guarded(io.RawIOBase):
    """Bytes of somebody's file: counted, and with every fault of unpacking as a sentence."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, name: str, most: int) -> None:
        super().__init__()
        self._inner, self._name, self._left = inner, name, most

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Some more bytes.

        Raises:
            ListRefused: it is damaged, breaks off, or grows beyond all measure.
        """
        try:
            data = self._inner.read(len(buffer))
        except (EOFError, zlib.error, OSError, zipfile.BadZipFile) as fault:
            raise ListRefused(f"{self._name} is damaged and cannot be read to its end: {fault}.") from fault
        self._left -= len(data)
        if self._left < 0:
            raise ListRefused(f"{self._name} unpacks to far more than a list of readers; nothing more of it was read.")
        buffer[: len(data)] = data
        return len(data)


def stranger(sample: bytes) -> str:
    """What the first bytes of a part show it to be, where it is no table at all; else ""."""
    return next((words for magic, words in STRANGERS if sample.startswith(magic)), "")
