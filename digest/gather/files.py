"""Bytes of a file as drafts: a document is one, an export of a reading service many, an archive what is in it. Pure."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from digest.errors import DigestError
from digest.gather import document, exports, feed
from digest.model import Draft

FEEDS = (".xml", ".rss", ".atom", ".rdf")
SUFFIXES = (*document.SUFFIXES, *exports.SUFFIXES, *FEEDS, ".zip")
LARGEST = 5_000_000  # bytes of one file in an archive
MOST_BYTES = 50_000_000  # of all of them
MOST_MEMBERS = 2_000


def read_file(body: bytes, *, name: str, url: str = "", modified: datetime, now: datetime) -> Iterator[Draft | str]:
    """What a file holds as drafts, and in words what it does not. ``url``: what links of a feed file count from."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".zip":
        for inner, content in _unpacked(body, name):
            if isinstance(content, str):
                yield content
            else:
                yield from read_file(content, name=inner, url=url, modified=modified, now=now)
    elif suffix in FEEDS or (suffix == ".json" and b"jsonfeed.org/version" in body[:10_000]):
        yield from _read_feed(body, name, url or name, now)
    elif suffix in exports.SUFFIXES or (suffix in document.HTML and exports.is_bookmarks(body)):
        yield from exports.read_export(body, name=name, now=now)
    else:
        try:
            yield document.read_document(body, name=name, modified=modified, now=now)
        except (ValueError, RecursionError) as fault:
            yield f"{name} cannot be read ({type(fault).__name__}: {str(fault)[:100]})"


def _read_feed(body: bytes, name: str, url: str, now: datetime) -> Iterator[Draft | str]:
    try:
        harvest = feed.read(body, url=url, now=now)
    except DigestError as fault:
        yield f"{name}: {fault}"
        return
    yield from harvest.drafts
    yield from (f"{name}: {note}" for note in harvest.notes)


def _unpacked(body: bytes, name: str) -> Iterator[tuple[str, bytes | str]]:
    """The files of an archive that we can read; archives in archives are not opened."""
    room = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.infolist()[:MOST_MEMBERS]:
                inner = f"{name}/{member.filename}"
                if PurePath(inner).suffix.lower() not in SUFFIXES or inner.lower().endswith(".zip"):
                    continue
                content = _member(archive, member, min(LARGEST, room))
                if content is None:
                    yield inner, f"{inner} is larger than {LARGEST // 1_000_000} MB, or all of it than ten times that"
                    continue
                room -= len(content)
                yield inner, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as fault:
        yield name, f"{name} cannot be unpacked ({type(fault).__name__}: {str(fault)[:100]})"


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes | None:
    """One file; None if it is too large, whatever the archive says of its size."""
    with archive.open(member) as packed:
        content = packed.read(most + 1)
    return content if len(content) <= most else None
