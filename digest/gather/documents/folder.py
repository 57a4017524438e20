"""A folder or glob of documents as a Harvest. Nothing outside the folder is read, whatever a link says."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from glob import has_magic
from hashlib import sha256
from heapq import nlargest
from operator import itemgetter
from pathlib import Path

from digest.errors import Gone
from digest.files import read_whole
from digest.gather.documents.files import OTHERS, SUFFIXES, read_file, why_not, without_rows_of
from digest.gather.plain import one_line
from digest.model import Draft, Harvest

LARGEST = 5_000_000  # bytes of one document
MOST_FILES = 5_000


def read_folder(place: str, *, aside: Collection[str] = (), now: datetime) -> Harvest:
    """All documents of a folder (with its subfolders) or glob, by name; feeds and exports lying there as files too.

    A file that cannot be read becomes a note and never stops the others. Those whose marks are among ``aside`` are not
    looked at, which is noted.

    Raises:
        Gone: there is no such folder.
    """
    root, _ = split_glob(place)
    files = list_folder(place)
    notes = [set_aside(name) for name, mark in files if mark in aside]
    if len(files) == MOST_FILES:
        notes.append(f"only the {MOST_FILES} files last written to were read")
    found = (one for name, mark in files if mark not in aside for one in _read_file(root / name, root, now))
    return _harvest(root, found, notes)


def list_folder(place: str) -> list[tuple[str, str]]:
    """The files of a folder or glob, within the folder, and what each is known by as long as nobody writes to it.

    By name; of very many those last written to, for news is among them.

    Raises:
        Gone: there is no such folder.
    """
    root, pattern = split_glob(place)
    if not root.is_dir():
        raise Gone(f"There is no folder {root}.", url=place)
    newest = nlargest(MOST_FILES, ((written, path, mark) for path, mark, written in _files(root, pattern)))
    return [(path.relative_to(root).as_posix(), mark) for _, path, mark in sorted(newest, key=itemgetter(1))]


def read_one(place: str, name: str, now: datetime) -> Harvest:
    """One file of a folder."""
    root, _ = split_glob(place)
    return _harvest(root, _read_file(root / name, root, now), [])


def set_aside(name: str) -> str:
    """That a file is not looked at."""
    return f"the file {one_line(name)[:200]} could not be read and is set aside until somebody changes it"


def _harvest(root: Path, found: Iterable[Draft | str], notes: list[str]) -> Harvest:
    drafts: dict[str, Draft] = {}
    for one in found:
        if isinstance(one, str):
            notes.append(one)
        else:
            drafts.setdefault(one.guid, one)
    return Harvest(title=root.name, drafts=without_rows_of(drafts.values()), notes=tuple(notes))


def split_glob(place: str) -> tuple[Path, str]:
    """The folder that must hold everything, and the pattern below it."""
    path = Path(place).expanduser()
    if path.is_file():
        return path.parent, path.name
    parts = path.parts
    first = next((number for number, part in enumerate(parts) if has_magic(part)), len(parts))
    return Path(*parts[:first]) if first else Path(), "/".join(parts[first:]) or "**/*"


def _files(root: Path, pattern: str) -> Iterator[tuple[Path, str, int]]:
    """Each with its mark and when it was last written to, in nanoseconds."""
    inside = root.resolve()
    for path in sorted(root.glob(pattern)):
        if path.suffix.lower() not in SUFFIXES and path.suffix.lower() not in OTHERS:
            continue
        try:
            real = path.resolve()
            facts = real.stat()
        except (OSError, RuntimeError):  # a link to nothing or to itself, or gone since
            continue
        # A link that leads out of the folder, a pipe or a device is not a document.
        if real.is_relative_to(inside) and stat.S_ISREG(facts.st_mode):
            known = f"{path.relative_to(root).as_posix()}:{facts.st_mtime_ns}:{facts.st_size}"
            yield path, sha256(known.encode("utf-8", "surrogateescape")).hexdigest()[:16], facts.st_mtime_ns


def _read_file(path: Path, root: Path, now: datetime) -> Iterator[Draft | str]:
    name = path.relative_to(root).as_posix()
    if why := why_not(name):
        yield why
        return
    try:
        facts = path.stat()
        if facts.st_size > LARGEST:
            yield f"{name} is larger than {LARGEST // 1_000_000} MB"
            return
        body = read_whole(path)
    except OSError as fault:
        yield f"{name} cannot be read ({fault.strerror})"
        return
    place = path.as_uri() if path.is_absolute() else name
    yield from read_file(body, name=name, url=place, modified=datetime.fromtimestamp(facts.st_mtime, UTC), now=now)
