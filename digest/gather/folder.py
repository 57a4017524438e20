"""A folder or glob of documents as a Harvest. Nothing outside the folder is read, whatever a link says."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from glob import has_magic
from pathlib import Path

from digest.errors import Gone
from digest.gather.files import SUFFIXES, read_file
from digest.model import Draft, Harvest

LARGEST = 5_000_000  # bytes of one document
MOST_FILES = 5_000


def read_folder(place: str, *, now: datetime) -> Harvest:
    """All documents of a folder (with its subfolders) or glob, by name; feeds and exports lying there as files too.

    A file that cannot be read becomes a note and never stops the others.

    Raises:
        Gone: there is no such folder.
    """
    root, pattern = split_glob(place)
    if not root.is_dir():
        raise Gone(f"There is no folder {root}.", url=place)
    drafts: dict[str, Draft] = {}
    notes: list[str] = []
    for number, path in enumerate(_files(root, pattern)):
        if number == MOST_FILES:
            notes.append(f"only the first {MOST_FILES} files were read")
            break
        for found in _read_file(path, root, now):
            if isinstance(found, str):
                notes.append(found)
            else:
                drafts.setdefault(found.guid, found)
    return Harvest(title=root.name, drafts=tuple(drafts.values()), notes=tuple(notes))


def split_glob(place: str) -> tuple[Path, str]:
    """The folder that must hold everything, and the pattern below it."""
    path = Path(place).expanduser()
    if path.is_file():
        return path.parent, path.name
    parts = path.parts
    first = next((number for number, part in enumerate(parts) if has_magic(part)), len(parts))
    return Path(*parts[:first]) if first else Path(), "/".join(parts[first:]) or "**/*"


def _files(root: Path, pattern: str) -> Iterator[Path]:
    inside = root.resolve()
    for path in sorted(root.glob(pattern)):
        if path.suffix.lower() not in SUFFIXES:
            continue
        real = path.resolve()
        # A link that leads out of the folder, a pipe or a device is not a document.
        if real.is_relative_to(inside) and stat.S_ISREG(real.stat().st_mode):
            yield path


def _read_file(path: Path, root: Path, now: datetime) -> Iterator[Draft | str]:
    name = path.relative_to(root).as_posix()
    try:
        facts = path.stat()
        if facts.st_size > LARGEST:
            yield f"{name} is larger than {LARGEST // 1_000_000} MB"
            return
        body = path.read_bytes()
    except OSError as fault:
        yield f"{name} cannot be read ({fault.strerror})"
        return
    place = path.as_uri() if path.is_absolute() else name
    yield from read_file(body, name=name, url=place, modified=datetime.fromtimestamp(facts.st_mtime, UTC), now=now)
